"""Many removals at once wait for the person, and everything else goes on meanwhile."""

import datetime as dt

import pytest
from sqlalchemy import select

from desktop.models.tables import RECORDS
from desktop.services.horloge import en_mots
from domain.fields import Value
from server.models import RECORDS as SERVEUR
from tests.builders import Horloge
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.test_deux_postes import Ouvrir, un_cer
from tests.server.monde import Monde


def dossiers(monde: Monde, referent: str, count: int) -> list[str]:
    born = []
    with monde.writing() as ecriture:
        for number in range(count):
            dossier = ecriture.creer("dossier", {"nom": "EXEMPLE", "numero": f"R{number}"})
            values: dict[str, Value] = {"referent": referent, "role": "parcours", "debut": "2026-01-01"}
            ecriture.creer("affectation", values, dossier=dossier)
            born.append(dossier)
    return born


def end(monde: Monde, gone: list[str]) -> None:
    table = SERVEUR["affectation"]
    with monde.serveur.engine.connect() as connection:
        known = connection.execute(select(table.c.id).where(table.c.dossier.in_(gone))).scalars().all()
    with monde.writing() as ecriture:
        for affectation in known:
            ecriture.modifier("affectation", affectation, {"fin": "2026-11-01"})


def held(laptop: Poste) -> int:
    with laptop.bureau.poste.replique.read() as connection:
        return len(connection.execute(select(RECORDS["dossier"].c.id)).all())


def test_a_great_many_retirements_wait_for_the_person_and_work_goes_on(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 11: held, told calmly, asked again; what is written here still goes up."""
    alix = monde.compte("alix")
    mine = dossiers(monde, alix, 30)
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    end(monde, mine[:25])
    bilan = laptop.synchroniser()
    assert "25\u00a0dossiers" in bilan.message
    assert (held(laptop), bilan.retires) == (30, 0)
    cer = un_cer(laptop, mine[29])
    bilan = laptop.synchroniser()
    assert (bilan.pris, bilan.recus) == (2, 0)
    state = laptop.bureau.synchro.etat()
    assert state.retraits is not None
    assert (state.retraits.dossiers, state.retraits.sur, state.en_attente) == (25, 30, 0)
    laptop.bureau.synchro.accepter_les_retraits()
    bilan = laptop.synchroniser()
    assert (held(laptop), bilan.retires, bilan.message) == (5, 25, "")
    assert laptop.bureau.synchro.etat().retraits is None
    assert laptop.bureau.cers.ouvrir(cer).dossier == mine[29]


def test_what_was_accepted_is_what_was_on_screen(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 11: a page that removes more than that asks again."""
    alix = monde.compte("alix")
    mine = dossiers(monde, alix, 40)
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    end(monde, mine[:25])
    laptop.synchroniser()
    end(monde, mine[25:35])
    laptop.bureau.synchro.accepter_les_retraits()
    laptop.synchroniser()
    state = laptop.bureau.synchro.etat()
    assert state.retraits is not None
    assert (state.retraits.dossiers, held(laptop)) == (35, 40)


def test_a_removal_that_is_taken_back_is_no_longer_asked(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 11: the mistake was corrected at the server, and nobody had to do anything here."""
    alix = monde.compte("alix")
    mine = dossiers(monde, alix, 30)
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    end(monde, mine)
    laptop.synchroniser()
    table = SERVEUR["affectation"]
    with monde.serveur.engine.connect() as connection:
        known = connection.execute(select(table.c.id)).scalars().all()
    with monde.writing() as ecriture:
        for affectation in known:
            ecriture.modifier("affectation", affectation, {"fin": None})
    bilan = laptop.synchroniser()
    assert (held(laptop), bilan.retires, bilan.message) == (30, 0, "")
    assert laptop.bureau.synchro.etat().retraits is None


def test_a_few_leave_without_asking(monde: Monde, poste: Ouvrir) -> None:
    """R-ACC-2: the usual end of an accompaniment."""
    mine = dossiers(monde, monde.compte("alix"), 30)
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    end(monde, mine[:15])
    laptop.synchroniser()
    assert held(laptop) == 15


def test_a_great_many_deleted_rows_wait_too(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 11: of dossiers that stay."""
    alix = monde.compte("alix")
    (dossier,) = dossiers(monde, alix, 1)
    with monde.writing() as ecriture:
        entretiens = ecriture.creer_lot("entretien", [(None, dossier, {"lieu": "cms"}) for _ in range(600)])
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    with monde.writing() as ecriture:
        for entretien in entretiens:
            ecriture.supprimer("entretien", entretien)
    laptop.synchroniser()
    with laptop.bureau.poste.replique.read() as connection:
        assert len(connection.execute(select(RECORDS["entretien"].c.id)).all()) >= 500
    assert laptop.bureau.synchro.etat().retraits is not None


def test_a_wrong_clock_is_said_and_stops_nothing(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 4: an hour late, a week early; two minutes are nobody's business."""
    monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    for moment, words in (
        (dt.timedelta(minutes=-70), "retarde de 1\u00a0heure"),
        (dt.timedelta(days=7), "avance de 7\u00a0jours"),
        (dt.timedelta(minutes=12), "avance de 12\u00a0minutes"),
        (dt.timedelta(seconds=90), ""),
    ):
        laptop.clock = Horloge(monde.clock.moment + moment)
        assert laptop.synchroniser().message == ""
        assert words in laptop.bureau.synchro.etat().message
    assert laptop.bureau.synchro.etat().message == ""


@pytest.mark.parametrize("ecart", [0, 120_000, -120_000])
def test_a_clock_right_to_two_minutes_says_nothing(ecart: int) -> None:
    """Lesson 4."""
    assert en_mots(ecart) == ""
