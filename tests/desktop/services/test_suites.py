"""A CER after another: renewed, amended, restored; what it takes along, what it ends (R-CER-21, R-CER-22)."""

from pathlib import Path

import pytest
from sqlalchemy import Connection

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from domain.cer.states import State
from domain.fields import Value
from domain.profils import Profile
from tests.builders import un_bureau, une_personne, verser

STEPS = (("proposition", "soumis"), ("soumis", "attente"), ("attente", "valide"))


def un_cer_valide(bureau: Bureau, dossier: str, numero: int = 2) -> str:
    """Bring a validated CER that runs to the end of February 2027, with two objectifs."""
    (cer,) = verser(
        bureau,
        "cer",
        {
            "dossier": dossier,
            "numero": numero,
            "date_debut": "2026-06-01",
            "date_fin": "2027-02-28",
            "date_signature": "2026-05-20",
            "situation": "Logée à Aubenas.",
            "evaluation": "Le CV est fait.",
        },
    )
    for rang, theme in enumerate(("mobilite", "emploi"), 1):
        values: dict[str, Value] = {
            "rang": rang,
            "theme": theme,
            "theme_libelle": theme,
            "personne": f"Fait {rang}.",
        }
        verser(bureau, "objectif", {"dossier": dossier, "cer": cer, **values})
    for rang, (de, vers) in enumerate(STEPS, 1):
        verser(
            bureau, "evenement_cer", {"dossier": dossier, "cer": cer, "rang": rang, "de": de, "vers": vers}
        )
    return cer


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    return une_personne(bureau)


def test_the_first_cer_asks_nothing(bureau: Bureau, dossier: str) -> None:
    """R-CER-22."""
    assert bureau.cers.types_proposes(dossier) == (("premier", "Premier contrat"),)


@pytest.mark.parametrize(
    ("droit", "first"),
    [("versable", "renouvellement"), ("suspendu", "reprise_versement"), ("clos", "ouverture_droit")],
)
def test_what_the_right_asks_for_is_proposed_first(bureau: Bureau, droit: str, first: str) -> None:
    """R-CER-22, R-FA-7."""
    dossier = une_personne(bureau, etat_droit=droit)
    un_cer_valide(bureau, dossier)
    codes = [code for code, _ in bureau.cers.types_proposes(dossier)]
    assert codes[0] == first
    assert sorted(codes) == ["avenant", "ouverture_droit", "renouvellement", "reprise_versement"]


def test_a_renewal_recalls_the_last_one_and_offers_its_objectifs(bureau: Bureau, dossier: str) -> None:
    """R-CER-7, R-CER-9, R-CER-21: nothing is carried over unasked."""
    un_cer_valide(bureau, dossier)
    verser(bureau, "entretien", {"dossier": dossier, "moment": "2026-09-10T09:00", "realisation": "presence"})
    cer = bureau.cers.nouveau(dossier, "renouvellement")
    lu = bureau.cers.ouvrir(cer)
    assert lu.values["numero"] == 3
    situation = str(lu.values["situation"])
    assert "Objectifs du CER n°\u00a02" in situation
    assert "1\u00a0entretien" in situation
    assert lu.objectifs == ()
    (last,) = lu.precedents
    bureau.cers.reprendre_objectif(cer, str(last.objectifs[1]["id"]))
    (taken,) = bureau.cers.ouvrir(cer).objectifs
    assert (taken.values["theme"], taken.values["personne"], taken.values["rang"]) == ("emploi", "Fait 2.", 1)
    assert any(hint.rule == "R-CER-21" and "30 novembre 2026" in hint.text for hint in lu.indications)


def test_an_avenant_takes_the_text_and_the_objectifs_along(bureau: Bureau, dossier: str) -> None:
    """R-CER-21."""
    un_cer_valide(bureau, dossier)
    lu = bureau.cers.ouvrir(bureau.cers.nouveau(dossier, "avenant"))
    assert (lu.values["situation"], lu.values["evaluation"]) == ("Logée à Aubenas.", "Le CV est fait.")
    assert lu.values["date_fin"] == "2027-02-28"
    assert [one.values["personne"] for one in lu.objectifs] == ["Fait 1.", "Fait 2."]


def test_the_levee_follows_the_type(bureau: Bureau, dossier: str) -> None:
    """R-CER-5, R-CER-22."""
    un_cer_valide(bureau, dossier)
    cer = bureau.cers.nouveau(dossier, "reprise_versement")
    values = bureau.cers.ouvrir(cer).values
    assert (values["levee"], values["priorite"]) == ("suspension", "retablissement")
    for type_, levee in (("ouverture_droit", "radiation"), ("renouvellement", None)):
        bureau.saisie.save_field("cer", cer, "type", type_, bureau.cers.ouvrir(cer).values["type"])
        bureau.saisie.flush()
        bureau.cers.suivre_le_type(cer)
        bureau.cers.suivre_le_type(cer)
        assert bureau.cers.ouvrir(cer).values["levee"] == levee
    assert bureau.cers.ouvrir(cer).values["priorite"] == "retablissement", "chosen, and not taken back"


def test_a_validated_cer_ends_the_one_before_and_gives_it_back_if_it_is_not(tmp_path: Path) -> None:
    """R-CER-12, R-CER-21: the day before the start that is decided, and the service alone does it."""
    bureau = un_bureau(tmp_path, Profile.CDS)
    dossier = une_personne(bureau)
    before = un_cer_valide(bureau, dossier)
    (cer,) = verser(
        bureau,
        "cer",
        {"dossier": dossier, "numero": 3, "date_debut": "2026-12-01", "date_fin": "2027-05-31"},
    )
    for rang, (de, vers) in enumerate(STEPS[:2], 1):
        verser(
            bureau, "evenement_cer", {"dossier": dossier, "cer": cer, "rang": rang, "de": de, "vers": vers}
        )

    def decide(vers: State, debut: str | None) -> object:
        bureau.instruction.decider(
            cer,
            vers,
            date_decision="2026-11-20",
            decision_commentee=None,
            note_referent=None,
            debut=debut,
            fin=None,
            motif=None,
        )
        return bureau.cers.ouvrir(before).values["date_cloture"]

    assert bureau.cers.ouvrir(before).values["date_cloture"] is None
    assert decide(State.VALIDE, "2027-01-01") == "2026-12-31"
    assert decide(State.ATTENTE, "2027-01-01") is None
    assert decide(State.NON_VALIDE, None) is None


def test_an_objectif_that_has_gone_is_not_taken_up(bureau: Bureau, dossier: str) -> None:
    """R-CER-9."""
    un_cer_valide(bureau, dossier)
    cer = bureau.cers.nouveau(dossier, "renouvellement")
    source = str(bureau.cers.ouvrir(cer).precedents[0].objectifs[0]["id"])

    def work(connection: Connection) -> tuple[None, Changes]:
        bureau.poste.outbox.delete(connection, "objectif", source)
        return None, Changes(wide=True)

    bureau.poste.now_write(work)
    with pytest.raises(Exception, match="plus sur ce poste"):
        bureau.cers.reprendre_objectif(cer, source)
