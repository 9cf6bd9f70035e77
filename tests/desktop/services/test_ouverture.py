import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from sqlalchemy import Connection

from desktop.models.replique import get, put
from desktop.services.ouverture import KEYRING_LOST, NO_KEYRING, SET_ASIDE, WRONG, Portier
from domain.errors import RefusedError
from domain.fields import Value
from domain.ids import Ids
from tests.builders import Horloge, verser

PASSWORD = "Un long mot de passe"


class KeyringInMemory(KeyringBackend):
    """A keyring that works, for the length of a test."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


class Serveur:
    """What the door asks of a server: it knows one account, and gives back the key left with it."""

    def __init__(self) -> None:
        self.enveloppe: bytes | None = None
        self.appareils: list[dict[str, str]] = []

    def connecter(
        self, serveur: str, identifiant: str, password: str, appareil: dict[str, str]
    ) -> dict[str, Any]:
        if (serveur, password) != ("https://exemple.invalid", PASSWORD):
            raise RefusedError("Identifiant ou mot de passe incorrect.")
        self.appareils.append(appareil)
        return {
            "jeton": "jeton",
            "compte": {
                "id": "01a1f813-a740-7000-8000-000000000001",
                "identifiant": identifiant,
                "nom": "Roche",
                "prenom": "Camille",
                "profil": "referent",
                "departement": "07",
            },
            "enveloppe": base64.b64encode(self.enveloppe).decode() if self.enveloppe else None,
            "epoque": "e",
            "maintenant": "2026-11-20T08:30:00.000Z",
        }

    def deposer(self, serveur: str, jeton: str, key: bytes) -> None:
        assert (serveur, jeton) == ("https://exemple.invalid", "jeton")
        self.enveloppe = key


@pytest.fixture(autouse=True)
def light_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.vault.enveloppe.MEMORY_KIB", 8)


@pytest.fixture(autouse=True)
def trousseau() -> Iterator[KeyringInMemory]:
    before = keyring.get_keyring()
    backend = KeyringInMemory()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


class Poste:
    """One computer: its folder, its clock, and a door made afresh as if the program had restarted."""

    def __init__(self, folder: Path, serveur: Serveur) -> None:
        self.folder = folder
        self.horloge = Horloge()
        self.serveur = serveur

    def portier(self) -> Portier:
        return Portier(
            self.folder, self.horloge, Ids(self.horloge), self.serveur.connecter, self.serveur.deposer
        )

    def enroler(self) -> None:
        bureau = self.portier().enroler("https://exemple.invalid", "camille", PASSWORD)
        bureau.entretiens.nouveau("01a1f813-a740-7000-8000-00000000000d")
        bureau.verrouiller()

    def en_attente(self, portier: Portier) -> int:
        bureau = portier.ouvrir("camille", PASSWORD)
        waiting = bureau.synchro.etat().en_attente
        bureau.verrouiller()
        return waiting


@pytest.fixture
def poste(tmp_path: Path) -> Poste:
    return Poste(tmp_path, Serveur())


def test_an_enrolled_account_opens_without_the_server(poste: Poste) -> None:
    poste.enroler()
    (compte,) = poste.portier().comptes()
    assert (compte.identifiant, compte.nom_affiche) == ("camille", "Camille Roche")
    assert poste.en_attente(poste.portier()) == 1


def test_a_wrong_password_is_said_and_touches_nothing(poste: Poste) -> None:
    poste.enroler()
    with pytest.raises(RefusedError, match=WRONG):
        poste.portier().ouvrir("camille", "autre")
    assert poste.en_attente(poste.portier()) == 1


def test_without_a_keyring_the_password_stands_alone_and_the_user_is_told_once(poste: Poste) -> None:
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    portier = poste.portier()
    portier.enroler("https://exemple.invalid", "camille", PASSWORD).verrouiller()
    assert portier.avertissement == NO_KEYRING
    again = poste.portier()
    again.ouvrir("camille", PASSWORD).verrouiller()
    assert again.avertissement == ""


def test_a_lost_keyring_costs_a_connection_and_no_work(poste: Poste, trousseau: KeyringInMemory) -> None:
    """Decision 23: the second envelope, kept by the server, gives the key back."""
    poste.enroler()
    trousseau.kept.clear()
    with pytest.raises(RefusedError, match="trousseau") as caught:
        poste.portier().ouvrir("camille", PASSWORD)
    assert caught.value.message == KEYRING_LOST
    bureau = poste.portier().enroler("https://exemple.invalid", "camille", PASSWORD)
    assert bureau.synchro.etat().en_attente == 1
    bureau.verrouiller()
    assert len({appareil["id"] for appareil in poste.serveur.appareils}) == 1


def test_a_token_the_server_refused_is_renewed_at_the_next_unlocking(poste: Poste) -> None:
    poste.enroler()
    bureau = poste.portier().ouvrir("camille", PASSWORD)

    def refuse(connection: Connection) -> tuple[None, None]:
        put(connection, jeton="périmé", a_reconnecter=True)
        return None, None

    bureau.poste.now_write(refuse)
    bureau.verrouiller()
    bureau = poste.portier().ouvrir("camille", PASSWORD)
    with bureau.poste.replique.read() as connection:
        assert (get(connection, "jeton"), get(connection, "a_reconnecter")) == ("jeton", False)
    assert bureau.synchro.etat().en_attente == 1
    bureau.verrouiller()


def test_a_damaged_replica_is_set_aside_and_never_deleted(poste: Poste) -> None:
    poste.enroler()
    (path,) = poste.folder.glob("*.replique")
    damaged = b"\x00garbage" * 1000
    path.write_bytes(damaged)
    with pytest.raises(RefusedError) as caught:
        poste.portier().ouvrir("camille", PASSWORD)
    assert caught.value.message == SET_ASIDE
    (aside,) = poste.folder.glob("*.replique.illisible-*")
    assert aside.read_bytes() == damaged
    assert poste.portier().comptes() == ()


def test_after_thirty_days_without_the_server_the_door_asks_for_it_and_keeps_the_work(poste: Poste) -> None:
    """Decision 24: the limit closes screens; a clock set back does not lift it."""
    poste.enroler()
    poste.horloge.avance(days=31)
    with pytest.raises(RefusedError, match="30 jours"):
        poste.portier().ouvrir("camille", PASSWORD)
    poste.horloge.avance(days=-31)
    with pytest.raises(RefusedError, match="30 jours"):
        poste.portier().ouvrir("camille", PASSWORD)


def test_the_limit_is_the_one_the_departement_has_set(poste: Poste) -> None:
    """Decision 24."""
    bureau = poste.portier().enroler("https://exemple.invalid", "camille", PASSWORD)
    setting: dict[str, Value] = {"nom": "departement.ouverture_hors_ligne_jours", "valeur": 5, "revision": 1}
    verser(bureau, "reglage", setting)
    bureau.verrouiller()
    poste.horloge.avance(days=4)
    poste.portier().ouvrir("camille", PASSWORD).verrouiller()
    poste.horloge.avance(days=2)
    with pytest.raises(RefusedError, match="5 jours"):
        poste.portier().ouvrir("camille", PASSWORD)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps LocalAppData to its user by itself")
def test_nobody_else_on_the_computer_enters_the_folder(poste: Poste) -> None:
    poste.folder = poste.folder / "Permanence"
    poste.enroler()
    assert poste.folder.stat().st_mode & 0o077 == 0


def test_nothing_of_the_key_or_the_password_lies_on_the_disk(poste: Poste) -> None:
    poste.enroler()
    key = poste.serveur.enveloppe
    assert key is not None
    for path in poste.folder.iterdir():
        content = path.read_bytes()
        for secret in (key, base64.b64encode(key), key.hex().encode(), PASSWORD.encode()):
            assert secret not in content, path
