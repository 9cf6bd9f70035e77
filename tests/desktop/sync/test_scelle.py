"""What was sent of a dossier that left stays here sealed for the server, for thirty days (decision 26)."""

import dataclasses
import datetime as dt

from sqlalchemy import select

from desktop.models.tables import envoye
from domain.exchange.v1 import Request, Response
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.test_deux_postes import Ouvrir, un_cer
from tests.desktop.sync.test_reprise import end_affectations, write
from tests.desktop.sync.test_restauration import Sauvegarde, situation
from tests.desktop.sync.test_retrouve import WORDS, rows
from tests.server.monde import Monde
from tests.server.un_fichier import engine

__all__ = ["engine"]


def test_what_was_sent_of_a_dossier_that_left_is_sealed_and_still_offered_again(
    monde: Monde, poste: Ouvrir
) -> None:
    """Lesson 15, decision 26: unreadable here even with the key of the replica."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    backup = Sauvegarde(monde)
    cer = un_cer(laptop, dossier)
    write(laptop, cer, WORDS)
    laptop.synchroniser()
    end_affectations(monde)
    laptop.synchroniser()
    assert rows(laptop, "dossier") == rows(laptop, "cer") == []
    assert "Bruno" not in everything_in(laptop)
    with laptop.bureau.poste.replique.read() as connection:
        kept = connection.execute(select(envoye.c.ligne, envoye.c.dossier)).all()
    assert {(line.ligne["kind"], line.dossier) for line in kept} == {("scelle", None)}
    write(laptop, cer, "Bruno, tapé dans une page restée ouverte.")
    assert laptop.synchroniser().remis == 1
    assert "Bruno" not in everything_in(laptop)
    backup.remettre()
    laptop.synchroniser()
    assert situation(laptop, cer) == WORDS, "the server opened it, and the backup still gives the dossier"


def test_what_is_sealed_is_forgotten_after_thirty_days(monde: Monde, poste: Ouvrir) -> None:
    """Decision 26, by the server's clock."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    un_cer(laptop, dossier)
    laptop.synchroniser()
    end_affectations(monde)
    laptop.synchroniser()
    for days, left in ((29, 2), (2, 0)):
        monde.clock.moment += dt.timedelta(days=days)
        laptop.synchroniser()
        with laptop.bureau.poste.replique.read() as connection:
            assert len(connection.execute(select(envoye.c.id)).all()) == left


def everything_in(laptop: Poste) -> str:
    """Return all that the key of the replica can read, table by table."""
    with laptop.bureau.poste.replique.read() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
        return " ".join(
            str(tuple(row))
            for name in tables.all()
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')  # noqa: S608 - a table of ours
        )


def test_a_sealed_change_is_not_opened_for_somebody_else(monde: Monde, poste: Ouvrir) -> None:
    """Decision 18: what is inside must be the very change it is said to be."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    un_cer(laptop, dossier)
    laptop.synchroniser()
    end_affectations(monde)
    laptop.synchroniser()
    with laptop.bureau.poste.replique.read() as connection:
        (sealed,) = connection.execute(select(envoye.c.ligne).limit(1)).scalars()
    end = len(rows(laptop, "cer"))

    def forge(request: Request) -> Response:
        forged = [
            dataclasses.replace(change, kind="scelle", set=sealed["set"], record=sealed["record"])
            for change in request.changes
        ]
        return exchange(dataclasses.replace(request, changes=forged))

    exchange, laptop.transport.sync = laptop.transport.sync, forge  # type: ignore[method-assign]
    laptop.bureau.entretiens.nouveau(dossier)
    bilan = laptop.synchroniser()
    assert bilan.refuses == 1
    assert len(rows(laptop, "cer")) == end == 0
