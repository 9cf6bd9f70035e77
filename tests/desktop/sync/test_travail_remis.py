"""Work on a dossier that changed hands while its author was away (decisions 10, 15 and 16)."""

import datetime as dt

import pytest
from sqlalchemy import select

from desktop.models.tables import RECORDS
from desktop.services.reprises import Geste
from domain.exchange.v1 import Outcome
from domain.profils import Profile
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.test_deux_postes import Ouvrir, un_cer
from tests.server.monde import Monde

DRAFT = "Vit seule à Aubenas, sans véhicule."


def reassign(monde: Monde, dossier: str, former: str, new: str) -> None:
    """Move a dossier as Genesis does: an affectation ends, another begins."""
    monde.affectation(dossier, new, "parcours", dt.date(2026, 11, 1), dt.date(2027, 12, 31))
    known = monde.affectations(dossier, former)
    with monde.writing() as ecriture:
        for affectation in known:
            ecriture.modifier("affectation", affectation, {"fin": "2026-11-01"})


def rows(laptop: Poste, kind: str) -> list[str]:
    with laptop.bureau.poste.replique.read() as connection:
        return list(connection.execute(select(RECORDS[kind].c.id)).scalars())


@pytest.fixture
def moved(monde: Monde, poste: Ouvrir) -> tuple[Poste, Poste, Poste, str, str]:
    """Alix drafts a CER with an objectif on a dossier that meanwhile goes to Dominique."""
    alix = monde.compte("alix")
    dominique = monde.compte("dominique")
    monde.compte("secretariat", Profile.SECRETARIAT_DISPOSITIF, dtas="nord")
    dossier = monde.dossier(alix, dtas="nord")
    author, taker, office = poste("p1", "alix"), poste("p2", "dominique"), poste("p3", "secretariat")
    for laptop in (author, taker, office):
        laptop.synchroniser()
    cer = un_cer(author, dossier)
    reassign(monde, dossier, alix, dominique)
    bilan = author.synchroniser()
    assert (bilan.remis > 0, bilan.pris) == (True, 0)
    return author, taker, office, dossier, cer


def test_lesson_10_work_on_a_lost_dossier_reaches_who_follows_it_now_and_its_secretariat(
    moved: tuple[Poste, Poste, Poste, str, str],
) -> None:
    """Lesson 10, R-ACC-2: the dossier is gone from the laptop, and not a word with it."""
    author, taker, office, _dossier, cer = moved
    assert rows(author, "dossier") == []
    assert author.bureau.reprises.a_reprendre() == []
    for laptop in (taker, office):
        laptop.synchroniser()
        (item,) = laptop.bureau.reprises.a_reprendre()
        assert (item.issue, item.geste, item.record) == (Outcome.QUARANTINED, Geste.PRENDRE, cer)
        assert (item.auteur_nom, item.mien) == ("Alix ESSAI", False)
        words = {(champ.kind, champ.nom): champ.moi for champ in item.champs}
        assert words["cer", "situation"] == DRAFT
        assert "objectif" in {kind for kind, _ in words}, "the parts of the CER are in the same item"


def test_the_new_referent_takes_the_work_in_and_its_author_is_told(
    moved: tuple[Poste, Poste, Poste, str, str],
) -> None:
    author, taker, office, dossier, cer = moved
    taker.synchroniser()
    own = taker.bureau.cers.nouveau(dossier)
    (item,) = taker.bureau.reprises.a_reprendre()
    taker.bureau.reprises.prendre(item.id)
    assert taker.bureau.reprises.a_reprendre() == []
    assert taker.synchroniser().refuses == 0
    taken = taker.bureau.cers.ouvrir(cer)
    assert taken.values["situation"] == DRAFT
    assert taken.objectifs
    assert {taken.values["numero"], taker.bureau.cers.ouvrir(own).values["numero"]} == {1, 2}
    (settled,) = taker.bureau.reprises.reglees()
    assert (settled.par, settled.prise) == ("Dominique ESSAI", True)
    author.synchroniser()
    (notice,) = author.bureau.reprises.avis()
    assert "repris dans le dossier par Dominique ESSAI" in notice.texte
    author.bureau.reprises.avis_lu(notice.id)
    assert author.bureau.reprises.avis() == []
    office.synchroniser()
    assert office.bureau.reprises.a_reprendre() == []


def test_the_first_settlement_holds_and_the_second_is_told(
    moved: tuple[Poste, Poste, Poste, str, str],
) -> None:
    """Decision 16."""
    _author, taker, office, _dossier, cer = moved
    for laptop in (taker, office):
        laptop.synchroniser()
        (item,) = laptop.bureau.reprises.a_reprendre()
        if laptop is taker:
            laptop.bureau.reprises.prendre(item.id)
        else:
            laptop.bureau.reprises.ecarter(item.id)
    office.synchroniser()
    bilan = taker.synchroniser()
    assert bilan.refuses == 1
    assert "réglé avant vous" in " ".join(words for words, _, _ in bilan.lignes)
    (settled,) = taker.bureau.reprises.reglees()
    assert (settled.par, settled.prise) == ("Secretariat ESSAI", False)
    assert taker.bureau.reprises.a_reprendre() == []
    assert taker.bureau.cers.ouvrir(cer).values["situation"] == DRAFT, "what was taken in is a CER like any"


@pytest.mark.usefixtures("moved")
def test_an_item_is_not_shown_to_who_only_decides(monde: Monde, poste: Ouvrir) -> None:
    """Decision 16: neither its row nor its share of the digest."""
    monde.compte("cadre", Profile.CDS, dtas="nord")
    cadre = poste("p4", "cadre")
    bilan = cadre.synchroniser()
    assert rows(cadre, "dossier")
    assert rows(cadre, "reprise") == []
    assert not bilan.message
