"""A laptop in a process of its own, to be killed: somebody types while it synchronises, until the end."""

import os
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desktop.models.replique import get
from desktop.models.tables import RECORDS
from desktop.services.ouverture import Portier
from desktop.sync.connexion import connecter, deposer
from desktop.sync.moteur import Moteur
from desktop.sync.transport import AnsweredError, Transport, UnreachableError
from domain.clock import SystemClock
from domain.errors import RefusedError
from domain.fields import Value
from domain.ids import Ids
from tests.faults.gestes import Gestes
from tests.faults.reel.carnet import Carnet
from tests.server.clients import PASSWORD

PAUSE_S = 0.01


class PosteReel:
    """What ``Gestes`` asks of a laptop, on the real one: its writer has its thread."""

    def __init__(self, folder: Path, identifiant: str, carnet: Carnet) -> None:
        self.nom = folder.name
        self.identifiant = identifiant
        self.clock = SystemClock()
        self.ids = Ids(self.clock)
        self.bureau = Portier(folder, self.clock, self.ids, connecter, deposer).ouvrir(identifiant, PASSWORD)
        self.vu: dict[tuple[str, str, str], Value] = {}
        self.efface: set[str] = set()
        self._carnet = carnet

    @contextmanager
    def tenir(self, effet: Any) -> Iterator[None]:  # noqa: ANN401 - as Portable.tenir
        """Tell the notebook before, and after the flush."""
        effet()
        pris = False
        try:
            yield
            self.bureau.saisie.flush()
            pris = True
        finally:
            self._carnet.fait(pris=pris)

    def rows(self, kind: str, dossier: str | None = None) -> list[dict[str, Any]]:
        """Return the rows of a kind as they stand on the disk."""
        self.bureau.saisie.flush()
        with self.bureau.poste.replique.read() as connection:
            rows = [dict(row) for row in connection.execute(select(RECORDS[kind])).mappings()]
        return [row for row in rows if dossier in (None, row["dossier"])]

    def synchroniser(self, url: str, stop: threading.Event) -> None:
        """Synchronise again and again."""
        replique, transport = self.bureau.poste.replique, Transport(url)
        while not stop.wait(PAUSE_S):
            with replique.read() as connection:
                transport.token = get(connection, "jeton")
            with suppress(UnreachableError, AnsweredError):
                Moteur(replique, transport, self.clock, self.ids).run()


def vivre(folder: Path, identifiant: str, url: str, dossiers: tuple[str, ...], seed: int, pas: int) -> None:
    """Live one life, that a kill may end at any instruction. ``seed`` also numbers the words."""
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    alea = random.Random(seed)
    carnet = Carnet(folder.with_name(f"{folder.name}.{seed}.carnet"))
    poste: Any = PosteReel(folder, identifiant, carnet)
    gestes = Gestes(alea, dossiers, premier=(seed % 100_000) * 1_000)
    gestes.du = carnet
    stop = threading.Event()
    worker = threading.Thread(target=poste.synchroniser, args=(url, stop))
    worker.start()
    for _ in range(pas):
        with suppress(RefusedError):
            gestes.agir(poste)
        stop.wait(PAUSE_S * alea.random())
    stop.set()
    worker.join()
    poste.bureau.verrouiller()
