from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from desktop.models.replique import get
from desktop.services.bureau import Bureau
from desktop.services.ouverture import Portier
from desktop.sync.bilan import Bilan
from desktop.sync.connexion import connecter, deposer
from desktop.sync.moteur import Moteur
from desktop.sync.transport import Transport
from domain.clock import Clock
from domain.errors import RefusedError
from domain.ids import Ids
from tests.server.clients import PASSWORD
from tests.server.conftest import clock, engine, monde, postgresql_engine, serveur, sqlite_engine
from tests.server.monde import Monde

__all__ = ["clock", "engine", "monde", "postgresql_engine", "serveur", "sqlite_engine"]


class Poste:
    """A laptop: a real door, a real replica, a real transport; several may stand side by side."""

    def __init__(self, folder: Path, monde: Monde, identifiant: str, clock: Clock | None = None) -> None:
        self.clock = clock or monde.serveur.clock
        self.ids = Ids(self.clock)
        self.portier = Portier(folder, self.clock, self.ids, connecter, deposer)
        self.bureau: Bureau = self.portier.enroler(monde.url, identifiant, PASSWORD)
        self.transport = Transport(monde.url)

    def synchroniser(self) -> Bilan:
        replique = self.bureau.poste.replique
        with replique.read() as connection:
            self.transport.token = get(connection, "jeton")
        return Moteur(replique, self.transport, self.clock, self.ids).run()

    def fermer(self) -> None:
        self.transport.close()
        with suppress(RefusedError):  # its window may have locked it
            self.bureau.verrouiller()


@pytest.fixture(autouse=True)
def quick_vault(monkeypatch: pytest.MonkeyPatch) -> None:
    """No keyring on a test machine, and Argon2 as light as it can be."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setattr("keyring.core._keyring_backend", None)  # it may have found a real one before
    monkeypatch.setattr("desktop.vault.enveloppe.MEMORY_KIB", 32)


@pytest.fixture
def poste(tmp_path: Path, monde: Monde) -> Iterator[Callable[[str, str], Poste]]:
    """Open laptops by (name of the laptop, account)."""
    opened: list[Poste] = []

    def open_one(nom: str, identifiant: str) -> Poste:
        opened.append(Poste(tmp_path / nom, monde, identifiant))
        return opened[-1]

    yield open_one
    for each in opened:
        each.fermer()


@pytest.fixture
def alix(monde: Monde, poste: Callable[[str, str], Poste]) -> Poste:
    """The laptop of a référent."""
    monde.compte("alix")
    return poste("poste-alix", "alix")


@pytest.fixture
def dossier(monde: Monde, alix: Poste) -> str:
    """A dossier of hers, on her laptop."""
    opened = monde.dossier(alix.bureau.moi.id)
    alix.synchroniser()
    return opened
