import datetime as dt

import pytest

from domain.accord.rules import Standing
from domain.cer.hints import Hint, gaps_of, hints
from domain.fields import Value

TODAY = dt.date(2026, 11, 20)
DOSSIER: dict[str, Value] = {
    "etat_droit": "versable",
    "sdd": "sdd",
    "telephone": "06 00 00 00 01",
    "mail": "lea@exemple.fr",
    "orientation": "social",
}
CONTRAT: dict[str, Value] = {
    "numero": 1,
    "type": "premier",
    "date_debut": "2026-12-01",
    "duree_mois": 6,
    "date_fin": "2027-05-31",
    "date_signature": "2026-11-20",
    "priorite": "normale",
    "situation": "43 ans, vit seule, logée chez un tiers, sans permis, au RSA, que j’accompagne depuis mai.",
    "evaluation": (
        "Madame a pu suivre l’atelier, moyen utile\u00a0; la formation n’a pas été possible, frein de garde."
        " Nous préparons la suite."
    ),
    "expression": "Je veux travailler.",
}
OBJECTIFS: list[dict[str, Value]] = [
    {"theme": "emploi", "personne": "Dépose son CV.", "referent": "Appelle la mission."}
]


def found(
    cer: dict[str, Value] | None = None,
    objectifs: list[dict[str, Value]] | None = None,
    *,
    dossier: dict[str, Value] | None = None,
    accord: Standing = Standing.OUI,
    types: set[str] | None = None,
) -> list[Hint]:
    """Return the hints of a complete CER with what is given changed."""
    return list(
        hints(
            {**CONTRAT, **(cer or {})},
            OBJECTIFS if objectifs is None else objectifs,
            dossier={**DOSSIER, **(dossier or {})},
            accord=accord,
            today=TODAY,
            types_documents=types,
        )
    )


def only(remarks: list[Hint]) -> tuple[str, str, str]:
    (hint,) = remarks
    return hint.field, hint.rule, hint.level


def test_a_complete_cer_is_left_in_peace() -> None:
    assert found(types=set()) == []
    assert gaps_of(CONTRAT, OBJECTIFS) == ()


def test_the_right_comes_first() -> None:
    """R-GEN-8."""
    assert found({"expression": None}, dossier={"etat_droit": "clos"})[0].rule == "R-GEN-8"


@pytest.mark.parametrize("name", ["telephone", "mail"])
def test_contacts_are_asked_for_until_said_unknown(name: str) -> None:
    """R-CER-27."""
    assert only(found(dossier={name: " "})) == (name, "R-CER-27", "conseil")
    assert found(dossier={name: None, f"{name}_non_connu": True}) == []


def test_an_unusual_start_is_remarked() -> None:
    """R-CER-2."""
    remarks = found({"date_debut": "2026-12-15", "date_fin": None})
    assert only(remarks) == ("date_debut", "R-CER-2", "attention")


def test_an_end_before_the_start_is_remarked() -> None:
    """R-CER-2."""
    remarks = found({"date_fin": "2026-11-30", "duree_mois": None})
    assert only(remarks) == ("date_fin", "R-CER-2", "attention")


def test_an_end_that_is_not_the_duration_is_remarked() -> None:
    """R-CER-23."""
    (hint,) = found({"duree_mois": 9})
    assert hint.rule == "R-CER-23"
    assert "31 août 2027" in hint.text
    assert found({"duree_mois": 0}) == []


def test_dates_not_written_yet_are_not_remarked() -> None:
    assert found({"date_debut": None, "date_fin": None, "date_signature": None}) == []


def test_a_signature_to_come_is_remarked() -> None:
    """R-CER-3."""
    assert only(found({"date_signature": "2026-11-21"})) == ("date_signature", "R-CER-3", "attention")


def test_a_comment_recalls_that_only_the_service_reads_it() -> None:
    """R-CER-4."""
    assert only(found({"commentaire": "À voir"})) == ("commentaire", "R-CER-4", "conseil")


def test_a_sensitive_case_asks_for_a_word_to_the_service() -> None:
    """R-CER-4."""
    assert only(found({"priorite": "sensible"})) == ("commentaire", "R-CER-4", "conseil")


def test_a_last_contract_says_what_it_stops() -> None:
    """R-CER-6."""
    assert only(found({"dernier_contrat": True})) == ("dernier_contrat", "R-CER-6", "conseil")


def test_a_retablissement_is_said_by_the_priorite() -> None:
    """R-CER-5."""
    remarks = found({"type": "reprise_versement", "date_debut": "2026-11-01", "date_fin": None})
    assert ("priorite", "R-CER-5", "attention") in [(hint.field, hint.rule, hint.level) for hint in remarks]


@pytest.mark.parametrize("state", ["suspendu", "clos"])
def test_a_right_that_is_not_paid_suggests_the_retablissement(state: str) -> None:
    """R-CER-5."""
    assert ("priorite", "R-CER-5", "conseil") in [
        (hint.field, hint.rule, hint.level) for hint in found(dossier={"etat_droit": state})
    ]
    chosen = found(
        {"priorite": "retablissement", "date_debut": "2026-11-01", "date_fin": None},
        dossier={"etat_droit": state},
    )
    assert [hint.rule for hint in chosen] == ["R-GEN-8"]


def test_texts_that_lack_points_get_one_checklist_each() -> None:
    """R-CER-7, R-CER-8."""
    remarks = found({"situation": "", "evaluation": None})
    assert [(hint.field, hint.rule) for hint in remarks] == [
        ("situation", "R-CER-7"),
        ("evaluation", "R-CER-8"),
    ]
    assert "le logement" in remarks[0].text
    assert all(hint.level == "conseil" for hint in remarks)


def test_a_renewal_also_recalls_the_last_objectives() -> None:
    """R-CER-7."""
    (hint,) = found({"numero": 2, "type": "renouvellement"})
    assert hint.text == "À évoquer, si c’est utile\u00a0: les objectifs du dernier CER."


def test_an_objective_says_both_parts() -> None:
    """R-CER-9."""
    assert only(found(objectifs=[])) == ("objectifs", "R-CER-9", "conseil")
    (hint,) = found(objectifs=[{**OBJECTIFS[0], "referent": ""}])
    assert hint.text == "Objectif 1\u00a0: la part du référent n’est pas dite."


@pytest.mark.parametrize("change", [{"theme": "diagnostic"}, {"personne": "Participe au Diagnostic santé."}])
def test_a_diagnostic_asks_for_its_request(change: dict[str, Value]) -> None:
    """R-CER-30."""
    rows = [{**OBJECTIFS[0], **change}]
    assert only(found(objectifs=rows, types=set())) == ("objectifs", "R-CER-30", "conseil")
    assert found(objectifs=rows, types={"diagnostic"}) == []
    assert found(objectifs=rows) == []


def test_the_cv_is_expected_for_socio_professional_orientations() -> None:
    """R-CER-24."""
    dossier: dict[str, Value] = {"orientation": "socioprofessionnel"}
    assert only(found(dossier=dossier, types=set())) == ("objectifs", "R-CER-24", "conseil")
    assert found(dossier=dossier, types={"cv"}) == []
    assert found(dossier=dossier) == []


def test_the_person_speaks_or_it_is_written_that_he_does_not() -> None:
    """R-CER-10."""
    assert only(found({"expression": None})) == ("expression", "R-CER-10", "conseil")
    assert only(found({"sans_expression": True})) == ("expression", "R-CER-10", "attention")
    assert found({"expression": "", "sans_expression": True}) == []


@pytest.mark.parametrize(
    ("accord", "rule", "level"),
    [
        (Standing.NC, "R-CER-11", "conseil"),
        (Standing.CADUC, "R-CER-25", "attention"),
        (Standing.ILLISIBLE, "R-CER-25", "attention"),
        (Standing.NON, "R-CER-31", "attention"),
    ],
)
def test_the_accord_is_followed(accord: Standing, rule: str, level: str) -> None:
    """R-CER-11, R-CER-25, R-CER-31."""
    assert only(found(accord=accord)) == ("accord", rule, level)


def test_what_is_missing_is_said_in_the_order_of_the_form() -> None:
    missing = gaps_of({}, [])
    assert missing[0] == "«\u00a0Date de début\u00a0» reste à remplir."
    assert "«\u00a0Priorité\u00a0» reste à remplir." in missing
    assert missing[-2] == "Il manque un objectif au moins."
    assert missing[-1].startswith("«\u00a0Expression de la personne\u00a0»")


def test_an_objective_needs_its_action_and_a_text() -> None:
    """R-CER-9."""
    assert gaps_of(CONTRAT, [OBJECTIFS[0], {"personne": "  "}]) == (
        "Objectif 2\u00a0: «\u00a0Action\u00a0» reste à remplir.",
        "Objectif 2\u00a0: dire ce que fait la personne, ou le référent.",
    )
    assert gaps_of(CONTRAT, [{"theme": "emploi", "referent": "Appelle."}]) == ()


def test_saying_nothing_is_an_expression_once_written() -> None:
    """R-CER-10."""
    assert gaps_of({**CONTRAT, "expression": None, "sans_expression": True}, OBJECTIFS) == ()
    assert len(gaps_of({**CONTRAT, "expression": "\n"}, OBJECTIFS)) == 1
