"""A server put back from its backup, and a replica that differs from it: Lesson 14 and Lesson 15."""

import datetime as dt
import sqlite3
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, delete, func, select, update

from desktop.models.tables import RECORDS, changement, envoye
from server.models import RECORDS as SERVEUR
from server.models import reponse
from tests.builders import Horloge
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.test_deux_postes import Ouvrir, same_replicas, un_cer
from tests.desktop.sync.test_reprise import BEFORE, write
from tests.server.monde import Monde
from tests.server.un_fichier import engine

__all__ = ["engine"]


class Sauvegarde:
    """A backup of the server, taken when it is made."""

    def __init__(self, monde: Monde) -> None:
        self._engine = monde.serveur.engine
        self._copy = sqlite3.connect(":memory:")
        self._both(lambda live: live.backup(self._copy))

    def remettre(self) -> None:
        self._both(self._copy.backup)
        self._copy.close()

    def _both(self, gesture: Callable[[sqlite3.Connection], None]) -> None:
        self._engine.dispose()
        live = sqlite3.connect(str(self._engine.url.database))
        gesture(live)
        live.close()


def situation(laptop: Poste, cer: str) -> object:
    return laptop.bureau.cers.ouvrir(cer).values["situation"]


def test_what_a_restored_server_lacks_is_offered_again_even_with_nothing_new_to_send(
    monde: Monde, poste: Ouvrir
) -> None:
    """Lesson 15."""
    dossier = monde.dossier(monde.compte("alix"))
    one, other = poste("portable", "alix"), poste("bureau", "alix")
    one.synchroniser()
    other.synchroniser()
    backup = Sauvegarde(monde)
    cer = un_cer(one, dossier)
    one.synchroniser()
    write(one, cer, "Écrit après la sauvegarde.")
    one.synchroniser()
    other.synchroniser()
    backup.remettre()
    assert one.synchroniser().requetes < 6
    assert situation(one, cer) == "Écrit après la sauvegarde."
    other.synchroniser()
    assert situation(other, cer) == "Écrit après la sauvegarde."
    same_replicas(one, other)


def test_numbers_of_which_the_content_is_gone_do_not_hold_up_the_others(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 6: the chain has no gap. Lesson 15: a month later, only the numbers are left."""
    alix = monde.compte("alix")
    gone = monde.dossier(alix)
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    backup = Sauvegarde(monde)
    un_cer(laptop, gone)
    laptop.synchroniser()
    laptop.bureau.poste.now_write(lambda connection: (connection.execute(delete(envoye)), None))
    backup.remettre()
    kept = monde.dossier(alix)
    laptop.synchroniser()
    cer = un_cer(laptop, kept)
    laptop.synchroniser()
    assert laptop.bureau.synchro.etat().en_attente == 0
    assert situation(laptop, cer) == BEFORE
    with monde.serveur.engine.connect() as connection:
        kinds = connection.execute(select(reponse.c.kind).order_by(reponse.c.n)).scalars().all()
        items = connection.execute(select(SERVEUR["reprise"].c.sorte)).scalars().all()
    assert kinds[0] == "oublie"
    assert sorted(items) == ["cer", "objectif"], "found again here; nobody has to settle a number"


def test_what_is_offered_again_goes_by_batches(
    monde: Monde, poste: Ouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lesson 17: in number, and in characters."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    backup = Sauvegarde(monde)
    cers = [un_cer(laptop, dossier) for _ in range(3)]
    laptop.synchroniser()
    backup.remettre()
    monkeypatch.setattr("desktop.models.outbox.BATCH_LINES", 5)
    monkeypatch.setattr("desktop.models.outbox.BATCH_CHARACTERS", 400)
    last = un_cer(laptop, dossier)
    laptop.synchroniser()
    assert [situation(laptop, cer) for cer in (*cers, last)] == [BEFORE] * 4


def test_a_replica_that_differs_is_repaired_without_losing_what_waits(
    monde: Monde, poste: Ouvrir, caplog: pytest.LogCaptureFixture
) -> None:
    """Lesson 14."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop, other = poste("portable", "alix"), poste("bureau", "alix")
    laptop.synchroniser()
    cer = un_cer(laptop, dossier)
    laptop.synchroniser()
    ghost = laptop.bureau.entretiens.nouveau(dossier)

    def damage(connection: Connection) -> tuple[None, None]:
        connection.execute(delete(RECORDS["objectif"]))
        connection.execute(update(RECORDS["entretien"]).values(part_digest=1))
        connection.execute(delete(changement))
        return None, None

    laptop.bureau.poste.now_write(damage)
    write(laptop, cer, "Écrit pendant la panne.")
    bilan = laptop.synchroniser()
    other.synchroniser()
    assert (bilan.relus, bilan.message) == (1, "")
    assert situation(other, cer) == "Écrit pendant la panne."
    assert len(laptop.bureau.cers.ouvrir(cer).objectifs) == 1
    with laptop.bureau.poste.replique.read() as connection:
        held = connection.execute(RECORDS["entretien"].select()).all()
    assert ghost not in [row.id for row in held]
    same_replicas(laptop, other)
    assert not laptop.synchroniser().relus
    assert "differ" in caplog.text


def test_a_wrong_clock_forgets_nothing_that_was_sent(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 4."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    cer = un_cer(laptop, dossier)
    laptop.synchroniser()
    laptop.clock = Horloge(monde.clock.moment + dt.timedelta(days=400))
    write(laptop, cer, "Écrit sur un poste mal réglé.")
    laptop.synchroniser()
    with laptop.bureau.poste.replique.read() as connection:
        sent = connection.execute(select(func.count()).select_from(envoye)).scalar_one()
    assert sent > 1
