"""Documents on laptops: adding one, moving contents by hand, and a wire that is cut."""

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from desktop.models.replique import get
from desktop.services.document_lu import DocumentLu
from desktop.services.documents import Prepare
from desktop.sync.contenus import Contenus
from desktop.sync.transport import Reponse, UnreachableError
from desktop.vault.contenus import Coffre
from domain.document.contenu import PDF
from server.models import RECORDS as RECORDS_SERVER
from tests.desktop.sync.conftest import Poste
from tests.server.monde import Monde

Ouvrir = Callable[[str, str], Poste]
SCAN = b"%PDF-1.7\n" + os.urandom(700_000) + b"\n%%EOF\n"


def ajouter(poste: Poste, dossier: str, octets: bytes = SCAN, rangement: str = "courriers") -> str:
    return poste.bureau.documents.ajouter(dossier, Prepare(octets, PDF, "scan.pdf"), rangement=rangement)


def mover(poste: Poste) -> Contenus:
    replique = poste.bureau.poste.replique
    with replique.read() as connection:
        poste.transport.token = get(connection, "jeton")
    return Contenus(replique, poste.transport, poste.clock, poste.ids)


def acheminer(poste: Poste) -> int:
    """Synchronise the records, then move every piece; return how many."""
    poste.synchroniser()
    moving = mover(poste)
    moving.commencer()
    pieces = 0
    while moving.morceau():
        pieces += 1
    poste.synchroniser()
    return pieces


def vu(poste: Poste, dossier: str) -> DocumentLu:
    (only,) = poste.bureau.documents.lister(dossier)
    return only


def coffre(poste: Poste) -> Coffre:
    replique = poste.bureau.poste.replique
    return Coffre.beside(replique.path, replique.derive(b"contenus"))


def files(poste: Poste) -> list[Path]:
    folder = coffre(poste).folder
    return sorted(folder.iterdir()) if folder.exists() else []


def lose(monde: Monde, dossier: str) -> None:
    """Let every affectation of a dossier have ended the day before."""
    table = RECORDS_SERVER["affectation"]
    with monde.serveur.engine.connect() as connection:
        found = connection.execute(select(table.c.id).where(table.c.dossier == dossier)).scalars().all()
    with monde.writing() as ecriture:
        for line in found:
            ecriture.modifier("affectation", line, {"fin": "2026-11-19"})


class Flaky:
    """A wire that is cut: what was sent may or may not have arrived."""

    def __init__(self, poste: Poste, plan: list[str]) -> None:
        self._real = poste.transport.echanger
        self._plan = plan
        self.sizes: list[int] = []

    def __call__(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Reponse:
        self.sizes.append(len(body))
        fate = self._plan.pop(0) if self._plan else ""
        if fate == "before":
            raise UnreachableError("coupé", moindre=True)
        answer = self._real(method, path, body, headers)
        if fate == "after":
            raise UnreachableError("coupé", moindre=True)
        return answer
