"""What comes next with a person: one sentence, the most pressing thing first."""

from pathlib import Path

import pytest

from desktop.services.bureau import Bureau
from desktop.services.point import Acte, Etape, Point, le_point
from domain.fields import Value
from tests.builders import Horloge, un_bureau, une_personne, verser

NOW = "2026-11-20T09:00"


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return un_bureau(tmp_path, horloge=Horloge())


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    return une_personne(bureau)


def meeting(bureau: Bureau, dossier: str, moment: str, realisation: str = "prevu") -> str:
    values: dict[str, Value] = {"dossier": dossier, "moment": moment, "realisation": realisation}
    return verser(bureau, "entretien", values)[0]


def cer(bureau: Bureau, dossier: str, *states: str, lu: bool = True, **values: Value) -> str:
    """Bring CER n° 1, gone through ``states``; the last step says why."""
    whole: dict[str, Value] = {"dossier": dossier, "numero": 1, "date_debut": "2026-06-01", "duree_mois": 6}
    (record,) = verser(bureau, "cer", whole | {"date_fin": "2027-06-30"} | values)
    for rank, (de, vers) in enumerate(zip(("proposition", *states), states, strict=False), 1):
        step: dict[str, Value] = {"dossier": dossier, "cer": record, "rang": rank, "de": de, "vers": vers}
        verser(bureau, "evenement_cer", step | {"motif": "Préciser." if vers == "proposition" else None})
    if lu:
        bureau.cers.marquer_lue(record)
        bureau.saisie.flush()
    return record


def point(bureau: Bureau, dossier: str) -> Point:
    return le_point(bureau.dossiers.lire(dossier), NOW, 60)


def test_who_has_no_cer_needs_one_within_three_weeks(bureau: Bureau, dossier: str) -> None:
    """R-FA-1."""
    first = Etape("Rédiger le premier CER", "Attendu au plus tard le 22 novembre 2026", Acte.NOUVEAU_CER)
    assert point(bureau, dossier) == Point(first, None, None, None)


def test_the_three_weeks_run_from_the_parcours_not_from_an_etape(bureau: Bureau, dossier: str) -> None:
    """R-FA-1: a référent d’étape named since brings no other deadline."""
    step: dict[str, Value] = {"dossier": dossier, "referent": bureau.moi.id, "role": "etape"}
    verser(bureau, "affectation", step | {"debut": "2026-11-10", "fin": "2026-12-10"})
    assert point(bureau, dossier).etape.pourquoi == "Attendu au plus tard le 22 novembre 2026"


GELE = (
    "Genesis n’actualise plus ce dossier depuis le 12 novembre 2026\u00a0:"
    " l’accompagnement a pu y prendre fin"
)


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ({"etat_droit": "clos", "date_etat_droit": "2026-11-02"}, "Droit clos depuis le 2 novembre 2026"),
        ({"etat_droit": "clos"}, "Droit clos"),
        ({"sdd": "nsdd"}, "Non soumis aux droits et devoirs"),
        ({"actualisation_figee_le": "2026-11-12"}, GELE),
    ],
)
def test_what_genesis_says_of_the_end_comes_before_a_first_cer(
    bureau: Bureau, person: dict[str, Value], why: str
) -> None:
    """R-FA-4, R-FA-5, R-GEN-3."""
    dossier = une_personne(bureau, **person)
    assert point(bureau, dossier).etape == Etape("Revoir l’accompagnement", why, Acte.ACCOMPAGNEMENT, dossier)


def test_nothing_is_said_of_cers_once_a_sortie_is_dated(bureau: Bureau, dossier: str) -> None:
    """R-FA-4: neither the one sent back nor the one to renew."""
    cer(bureau, dossier, "soumis", "proposition")
    bureau.sorties.dater(dossier, "2026-11-30", "emploi")
    expected = ("Revoir l’accompagnement", "Sortie datée du 30 novembre 2026")
    assert (point(bureau, dossier).etape.texte, point(bureau, dossier).etape.pourquoi) == expected


def test_a_veille_is_looked_at_again_before_a_cer_that_nobody_began(bureau: Bureau, dossier: str) -> None:
    """R-FA-2, R-FA-7: one begun in the meantime is finished; an ended veille asks for nothing more."""
    veille = bureau.veilles.commencer(dossier, {"motif": "sante", "debut": "2026-11-10"})
    assert point(bureau, dossier).etape.pourquoi == "En veille depuis le 10 novembre 2026"
    cer(bureau, dossier)
    assert point(bureau, dossier).etape.acte is Acte.CER
    bureau.veilles.terminer(veille, "2026-11-20")
    assert bureau.dossiers.lire(dossier).en_veille_depuis is None


def test_an_end_of_before_is_no_sortie_of_a_dossier_that_came_back(bureau: Bureau, dossier: str) -> None:
    """R-ACC-2, R-GEN-12: only the period that runs has an end to come."""
    before: dict[str, Value] = {"dossier": dossier, "referent": bureau.moi.id, "role": "parcours"}
    verser(bureau, "affectation", before | {"debut": "2023-01-01", "fin": "2023-12-31"})
    lu = bureau.dossiers.lire(dossier)
    assert [one.texte for one in lu.urgences if one.texte.startswith("Sortie")] == []
    assert point(bureau, dossier).etape.texte == "Rédiger le premier CER"
    bureau.sorties.dater(dossier, "2026-11-30", "emploi")
    lu = bureau.dossiers.lire(dossier)
    assert [one.texte for one in lu.urgences if one.texte.startswith("Sortie")] == ["Sortie le 30/11/2026"]


def test_once_the_three_weeks_have_passed_the_first_cer_is_only_expected(bureau: Bureau) -> None:
    """R-FA-1."""
    dossier = une_personne(bureau)
    lu = bureau.dossiers.lire(dossier)
    assert le_point(lu, "2026-11-23T09:00", 60).etape.pourquoi == "Il est attendu"


def test_a_returned_cer_comes_before_everything(bureau: Bureau, dossier: str) -> None:
    """R-CER-28."""
    record = cer(bureau, dossier, "soumis", "proposition")
    meeting(bureau, dossier, "2026-11-19T10:00")
    expected = Etape("Reprendre le CER n°\u00a01", "Rendu\u00a0: Préciser.", Acte.CER, record)
    assert point(bureau, dossier).etape == expected


def test_a_decision_is_read_before_one_goes_on(bureau: Bureau, dossier: str) -> None:
    """R-CER-29."""
    record = cer(bureau, dossier, "soumis", "valide", lu=False)
    expected = Etape("Lire la décision sur le CER n°\u00a01", "Validé", Acte.CER, record)
    assert point(bureau, dossier).etape == expected


def test_the_oldest_meeting_left_untreated_is_told_first(bureau: Bureau, dossier: str) -> None:
    """R-ENT-10."""
    meeting(bureau, dossier, "2026-11-19T10:00")
    late = meeting(bureau, dossier, "2026-11-12T11:00")
    expected = Etape(
        "Dire comment s’est tenu le rendez-vous", "jeudi 12 novembre à 11\u00a0h", Acte.ENTRETIEN, late
    )
    assert point(bureau, dossier).etape == expected


def test_who_is_received_today_is_received(bureau: Bureau, dossier: str) -> None:
    meeting(bureau, dossier, "2026-11-27T10:00")
    today = meeting(bureau, dossier, "2026-11-20T10:00")
    seen = point(bureau, dossier)
    assert (seen.etape.texte, seen.etape.cible) == ("Recevoir la personne aujourd’hui", today)
    assert seen.prochain is not None
    assert seen.prochain.id == today


def test_a_draft_is_to_be_finished(bureau: Bureau, dossier: str) -> None:
    record = cer(bureau, dossier)
    expected = Etape("Terminer le CER n°\u00a01", "Il n’est pas encore soumis", Acte.CER, record)
    assert point(bureau, dossier).etape == expected


@pytest.mark.parametrize(
    ("fin", "why"),
    [("2026-12-31", "Il finit le 31 décembre 2026"), ("2026-11-10", "Fini depuis le 10 novembre 2026")],
)
def test_a_cer_that_ends_is_to_be_renewed(bureau: Bureau, dossier: str, fin: str, why: str) -> None:
    """R-REP-1."""
    cer(bureau, dossier, "soumis", "valide", date_fin=fin)
    assert point(bureau, dossier).etape == Etape("Renouveler le CER n°\u00a01", why, Acte.NOUVEAU_CER)


def test_a_last_contract_is_not_renewed(bureau: Bureau, dossier: str) -> None:
    """R-CER-6."""
    cer(bureau, dossier, "soumis", "valide", date_fin="2026-11-10", dernier_contrat=True)
    assert point(bureau, dossier).etape.acte is Acte.NOUVEL_ENTRETIEN


def test_a_refused_cer_calls_for_another(bureau: Bureau, dossier: str) -> None:
    cer(bureau, dossier, "soumis", "non_valide")
    assert point(bureau, dossier).etape.texte == "Rédiger un autre CER"


def test_when_nothing_presses_one_sees_each_other_again(bureau: Bureau, dossier: str) -> None:
    record = cer(bureau, dossier, "soumis")
    why = "Jamais rencontrée encore. Le service étudie son CER"
    assert point(bureau, dossier).etape == Etape("Proposer un rendez-vous", why, Acte.NOUVEL_ENTRETIEN)
    last = meeting(bureau, dossier, "2026-10-08T10:00", "presence")
    ahead = meeting(bureau, dossier, "2026-11-27T10:00")
    seen = point(bureau, dossier)
    assert (seen.etape.texte, seen.etape.cible) == ("Se revoir au prochain rendez-vous", ahead)
    assert [one and one.id for one in (seen.cer, seen.prochain, seen.dernier)] == [record, ahead, last]
