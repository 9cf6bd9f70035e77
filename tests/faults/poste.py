"""A laptop of a simulation: the real replica, services and engine, in one thread, and its death.

The writer of a real laptop is a thread; here its queue is emptied where it is filled, so that a seed
plays the same schedule twice. It dies where a power cut would: just before a commit, or just after, when
nobody has been told. What is then on the disk is copied as it is, and opened again.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import OperationalError

from desktop.models import replique
from desktop.models.changes import Changes
from desktop.models.ecrivain import Ecrivain
from desktop.models.tables import RECORDS
from desktop.services.ouverture import Portier
from desktop.sync.bilan import Bilan
from desktop.sync.connexion import connecter, deposer
from desktop.sync.moteur import Moteur
from desktop.sync.transport import Transport
from domain.errors import RefusedError
from domain.fields import Value
from domain.ids import Ids
from tests.builders import Horloge
from tests.faults.fautes import Sort
from tests.faults.reseau import Fil
from tests.faults.serveur import Central
from tests.server.clients import PASSWORD

_ROWS = {kind: select(table).order_by(table.c.id) for kind, table in RECORDS.items()}
Record = dict[str, Any]
Effet = Callable[[], None]


class MortError(BaseException):
    """The laptop died. ``commis``: after the commit, before anybody knew."""


@dataclass
class Disque:
    """What the disk of a laptop is about to do: refuse some writes, or be there no more."""

    refus: int = 0
    meurt_avant: int = -1  # commits left before one that does not happen
    meurt_apres: int = -1
    refuses: int = 0

    def ecrire(self) -> None:
        """Refuse a write if the disk is full."""
        if self.refus:
            self.refus -= 1
            self.refuses += 1
            raise OperationalError("", {}, sqlcipher3.dbapi2.OperationalError("database or disk is full"))

    def calmer(self) -> None:
        """Work again."""
        self.refus, self.meurt_avant, self.meurt_apres = 0, -1, -1


class EcrivainDirect(Ecrivain):
    """The writer, emptied by whoever fills it. ``effet`` is done when what is submitted next is on disk."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._thread.join()
        self.disque = Disque()
        self.effet: Effet | None = None
        self._effets: dict[int, Effet] = {}

    def _run(self) -> None:
        """Leave the queue to whoever fills it."""

    def submit(
        self, work: Callable[[Connection], tuple[Any, Changes | None]], *, tenace: bool = False
    ) -> Any:  # noqa: ANN401
        def through(connection: Connection) -> tuple[Any, Changes | None]:
            self.disque.ecrire()
            done = work(connection)
            if self.disque.meurt_avant == 0:
                raise MortError
            self.disque.meurt_avant -= self.disque.meurt_avant > 0
            return done

        future = super().submit(through, tenace=tenace)
        if self.effet is not None:
            self._effets[id(self._jobs[-1])], self.effet = self.effet, None
        while self._jobs:
            job = self._jobs.popleft()
            if self._attempt(job):
                self._fait(job)
            else:
                self._jobs.appendleft(job)
                if tenace:
                    break
        return future

    def _fait(self, job: Any) -> None:  # noqa: ANN401 - the writer's own
        effet = self._effets.pop(id(job), None)
        if job.future.exception() is not None:
            return
        if effet is not None:
            effet()
        if self.disque.meurt_apres == 0:
            raise MortError
        self.disque.meurt_apres -= self.disque.meurt_apres > 0


class Portable:
    """A laptop and whoever uses it: what each editor open on it was loaded with, whatever came since."""

    def __init__(self, folder: Path, central: Central, identifiant: str, sort: Sort | None = None) -> None:
        self.nom = folder.name
        self.folder = folder
        self.central = central
        self.identifiant = identifiant
        self.clock = Horloge(central.clock.moment)
        self.vu: dict[tuple[str, str, str], Value] = {}
        self.efface: set[str] = set()
        self.disque = Disque()
        self.fil: Transport = Fil(central, sort or Sort(random.Random(0), permises=()))
        self._vies = 0

    @property
    def replique(self) -> replique.Replique:
        return self.bureau.poste.replique

    @property
    def ecrivain(self) -> EcrivainDirect:
        assert isinstance(self.replique.ecrivain, EcrivainDirect)
        return self.replique.ecrivain

    def enroler(self) -> None:
        """Sign in for the first time."""
        self.bureau = self._portier().enroler(self.central.url, self.identifiant, PASSWORD)

    def ouvrir(self) -> None:
        """Unlock what the folder holds; online if it has been too long, or the clock says so."""
        try:
            self.bureau = self._portier().ouvrir(self.identifiant, PASSWORD)
        except RefusedError:
            self.enroler()
        self.ecrivain.disque = self.disque

    def _portier(self) -> Portier:
        self.ids = Ids(self.clock)
        return Portier(self.folder, self.clock, self.ids, connecter, deposer)

    def synchroniser(self) -> Bilan:
        """Synchronise once, as the worker does. Raises UnreachableError, RefusedError, MortError."""
        with self.replique.read() as connection:
            self.fil.token = replique.get(connection, "jeton")
        return Moteur(self.replique, self.fil, self.clock, self.ids).run()

    def recommencer(self) -> None:
        """Ask for everything again at the next synchronisation."""

        def work(connection: Connection) -> tuple[None, None]:
            replique.put(connection, cursor=None)
            return None, None

        self.ecrivain.submit(work).result()

    @contextmanager
    def tenir(self, effet: Effet) -> Iterator[None]:
        """Do ``effet`` once the next thing written is on disk, whenever that is; never if it is not."""
        self.ecrivain.effet = effet
        try:
            yield
        finally:
            self.ecrivain.effet = None

    def fermer(self) -> None:
        """Lock."""
        self.bureau.verrouiller()

    def mourir(self) -> None:
        """Lose what was in memory; open again what is on the disk, as it is on the disk."""
        self._vies += 1
        after = self.folder.with_name(f"{self.folder.name.partition('.')[0]}.{self._vies}")
        after.mkdir()
        for path in self.folder.iterdir():
            if not path.name.endswith("-shm"):
                shutil.copyfile(path, after / path.name)
        self.abandonner()
        self.folder = after
        self.vu.clear()
        self.ouvrir()

    def abandonner(self) -> None:
        """Let go of the file without writing what waits."""
        self.disque.calmer()
        self.ecrivain._jobs.clear()
        self.replique.close()
        shutil.rmtree(self.folder)

    def rows(self, kind: str, dossier: str | None = None) -> list[Record]:
        self.bureau.saisie.flush()
        with self.replique.read() as connection:
            rows = [dict(row) for row in connection.execute(_ROWS[kind]).mappings()]
        return rows if dossier is None else [row for row in rows if row["dossier"] == dossier]
