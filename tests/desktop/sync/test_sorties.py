"""Leaving, coming back and handing over between a référent and the secretariats, through a real server."""

import datetime as dt

import pytest
from sqlalchemy import select

from desktop.models.tables import RECORDS
from domain.profils import Profile
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.test_deux_postes import Ouvrir
from tests.server.monde import Monde


def dossiers(laptop: Poste) -> list[str]:
    with laptop.bureau.poste.replique.read() as connection:
        return list(connection.execute(select(RECORDS["dossier"].c.id)).scalars())


def echange(*laptops: Poste) -> None:
    for laptop in laptops:
        bilan = laptop.synchroniser()
        assert (bilan.refuses, bilan.conflits, bilan.remis) == (0, 0, 0)


@pytest.fixture
def office(monde: Monde, poste: Ouvrir) -> Poste:
    monde.compte("secretariat", Profile.SECRETARIAT_DISPOSITIF, dtas="nord")
    return poste("bureau", "secretariat")


@pytest.fixture
def followed(monde: Monde, alix: Poste, office: Poste) -> str:
    """A dossier of the territory «nord», on the laptop of its référent and at the secretariat."""
    dossier = monde.dossier(alix.bureau.moi.id, dtas="nord")
    echange(alix, office)
    return dossier


def test_the_secretariat_s_cancel_brings_the_dossier_back_to_its_referent(
    monde: Monde, alix: Poste, office: Poste, followed: str
) -> None:
    """R-FA-4, R-ACC-2: dated, left the day after, cancelled, back with what was written in it."""
    veille = alix.bureau.veilles.commencer(followed, {"motif": "sante", "debut": "2026-07-01"})
    last = dt.date.fromisoformat(alix.bureau.poste.today)
    alix.bureau.sorties.dater(followed, last.isoformat(), "emploi")
    echange(alix)
    assert dossiers(alix) == [followed], "its last day is still a day of it"
    monde.clock.advance(days=1)
    echange(alix, office)
    assert dossiers(alix) == []
    sortie = office.bureau.accompagnement.lire(followed).sortie.datee
    assert sortie is not None
    assert (sortie.fin, sortie.motif_libelle, sortie.refus) == (last.isoformat(), "Emploi", "")
    office.bureau.sorties.annuler(sortie.affectation)
    echange(office, alix)
    assert dossiers(alix) == [followed]
    known = alix.bureau.accompagnement.lire(followed)
    assert (known.etat.sorte, [one.id for one in known.veilles]) == ("veille", [veille])
    assert known.sortie.refus == ""


def test_a_request_reaches_the_secretariat_and_its_answer_comes_back(
    alix: Poste, office: Poste, followed: str
) -> None:
    """R-FA-10, R-MID-1: asked offline, listed at the secretariat, answered, read by who asked."""
    day = alix.bureau.poste.today
    alix.bureau.demandes.demander_fin(followed, {"date": day, "cas": "retraite"})
    alix.bureau.demandes.demander_midem(followed, {"date": day, "motif": "Absences"})
    echange(alix, office)
    assert [line.suite for line in office.bureau.a_suivre.lister()] == ["midem", "fin"]
    (asked,) = office.bureau.accompagnement.lire(followed).fin.demandes
    assert asked.auteur_nom == "Alix ESSAI"
    office.bureau.demandes.repondre(asked.id, {"traitee_le": day, "reponse": "Courrier parti."})
    echange(office, alix)
    (answered,) = alix.bureau.accompagnement.lire(followed).fin.demandes
    assert (answered.traitee, answered.values["reponse"]) == (True, "Courrier parti.")
    assert [line.suite for line in alix.bureau.a_suivre.lister()] == ["midem"]


def test_on_a_mutation_the_departing_secretariat_names_the_arriving_one(
    monde: Monde, poste: Ouvrir, office: Poste, followed: str
) -> None:
    """R-ACC-7: for one month, and the old référent does nothing."""
    arriving = monde.compte("sud", Profile.SECRETARIAT_DISPOSITIF, dtas="sud")
    there = poste("sud", "sud")
    echange(there, office)
    assert dossiers(there) == []
    debut, fin = office.bureau.referents.par_defaut()
    assert arriving in {one.id for one in office.bureau.referents.candidats(followed)}
    office.bureau.referents.nommer(followed, {"referent": arriving, "debut": debut, "fin": fin})
    echange(office, there)
    assert dossiers(there) == [followed]
    monde.clock.advance(days=40)
    echange(there)
    assert dossiers(there) == []


def test_a_person_without_follow_up_is_on_nobody_s_laptop_but_at_the_secretariat(
    monde: Monde, alix: Poste, office: Poste
) -> None:
    """R-FA-9: «sans suivi» is an account that nobody opens."""
    kept = monde.dossier(monde.compte("sans-suivi"), dtas="nord")
    echange(alix, office)
    assert kept not in dossiers(alix)
    assert kept in dossiers(office)
