import base64
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import PasswordDeleteError
from sqlalchemy import Connection

from desktop.models.replique import get, put
from desktop.services.bureau import Bureau
from desktop.services.ouverture import CHANGED, KEYRING_LOST, NO_KEY, NO_KEYRING, WRONG, WRONG_HERE, Portier
from desktop.sync.connexion import changer, connecter, deposer, remettre
from desktop.sync.moteur import Moteur
from desktop.sync.transport import AnsweredError, Transport
from domain.errors import RefusedError
from domain.fields import Value
from domain.ids import Ids
from server.services.appelants import TOO_LATE
from server.services.comptes import set_password
from server.services.postes import list_devices
from tests.builders import Horloge, verser
from tests.server.clients import PASSWORD
from tests.server.conftest import clock, engine, monde, postgresql_engine, serveur, sqlite_engine
from tests.server.monde import Monde

__all__ = ["clock", "engine", "monde", "postgresql_engine", "serveur", "sqlite_engine"]
NEW, NOWHERE = "un autre mot de passe", "http://127.0.0.1:9"


def token_refused(connection: Connection) -> tuple[None, None]:
    """Note what the worker notes."""
    put(connection, a_reconnecter=True)
    return None, None


class KeyringInMemory(KeyringBackend):
    """A keyring that works, for the length of a test."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture(autouse=True)
def light_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.vault.enveloppe.MEMORY_KIB", 32)


@pytest.fixture(autouse=True)
def trousseau() -> Iterator[KeyringInMemory]:
    before = keyring.get_keyring()
    backend = KeyringInMemory()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


class Poste:
    """One computer: its folder, its clock, and a door made afresh as if the program had restarted."""

    def __init__(self, folder: Path, monde: Monde) -> None:
        self.folder = folder
        self.monde = monde
        self.horloge = Horloge(monde.clock.moment)
        self.coupe = False

    def adresse(self, serveur: str) -> str:
        return NOWHERE if self.coupe else serveur

    def portier(self) -> Portier:
        return Portier(
            self.folder,
            self.horloge,
            Ids(self.horloge),
            lambda serveur, *rest: connecter(self.adresse(serveur), *rest),
            lambda serveur, *rest: deposer(self.adresse(serveur), *rest),
            lambda serveur, *rest: changer(self.adresse(serveur), *rest),
            lambda serveur, *rest: remettre(self.adresse(serveur), *rest),
        )

    def enroler(self) -> None:
        bureau = self.portier().enroler(self.monde.url, "camille", PASSWORD)
        bureau.entretiens.nouveau("01a1f813-a740-7000-8000-00000000000d")
        bureau.verrouiller()

    def en_attente(self, portier: Portier, password: str = PASSWORD) -> int:
        bureau = portier.ouvrir("camille", password)
        waiting = bureau.synchro.etat().en_attente
        bureau.verrouiller()
        return waiting

    def synchroniser(self, password: str = PASSWORD) -> int:
        """Open, synchronise once as the worker does, and return the status the server refused with."""
        bureau = self.portier().ouvrir("camille", password)
        replique = bureau.poste.replique
        transport = Transport(self.monde.url)
        with replique.read() as connection:
            transport.token = get(connection, "jeton")
        try:
            Moteur(replique, transport, self.horloge, Ids(self.horloge)).run()
        except AnsweredError as refused:
            replique.ecrivain.submit(token_refused).result()
            return refused.status
        finally:
            transport.close()
            bureau.verrouiller()
        return 200

    def postes(self) -> int:
        """Count the devices that the server knows of the account."""
        with self.monde.serveur.engine.connect() as connection:
            return len(list_devices(connection, "camille"))


@pytest.fixture
def poste(tmp_path: Path, monde: Monde) -> Poste:
    monde.compte("camille")
    return Poste(tmp_path / "Permanence", monde)


def lire(bureau: Bureau, name: str) -> object:
    with bureau.poste.replique.read() as connection:
        value: object = get(connection, name)
    return value


def test_an_enrolled_account_opens_without_the_server(poste: Poste) -> None:
    poste.enroler()
    poste.coupe = True
    (compte,) = poste.portier().comptes()
    assert (compte.identifiant, compte.nom_affiche) == ("camille", "Camille ESSAI")
    assert poste.en_attente(poste.portier()) == 1


@pytest.mark.parametrize("coupe", [False, True])
def test_a_wrong_password_is_said_and_touches_nothing(poste: Poste, *, coupe: bool) -> None:
    poste.enroler()
    poste.coupe = coupe
    with pytest.raises(RefusedError, match=WRONG):
        poste.portier().ouvrir("camille", "autre")
    assert poste.en_attente(poste.portier()) == 1


def test_without_a_keyring_the_password_stands_alone_and_the_user_is_told_once(poste: Poste) -> None:
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    portier = poste.portier()
    portier.enroler(poste.monde.url, "camille", PASSWORD).verrouiller()
    assert portier.avertissement == NO_KEYRING
    again = poste.portier()
    again.ouvrir("camille", PASSWORD).verrouiller()
    assert again.avertissement == ""


def test_a_lost_keyring_costs_a_connection_and_no_work(poste: Poste, trousseau: KeyringInMemory) -> None:
    """Decision 23: the second envelope, kept by the server, gives the key back."""
    poste.enroler()
    trousseau.kept.clear()
    poste.coupe = True
    with pytest.raises(RefusedError, match="trousseau") as caught:
        poste.portier().ouvrir("camille", PASSWORD)
    assert caught.value.message == KEYRING_LOST
    poste.coupe = False
    assert poste.en_attente(poste.portier()) == 1
    poste.coupe = True
    assert poste.en_attente(poste.portier()) == 1, "the keyring has a secret again"
    assert poste.postes() == 1


def test_another_windows_profile_with_the_folder_of_the_first_loses_nothing(
    poste: Poste, trousseau: KeyringInMemory, tmp_path: Path
) -> None:
    """Decision 23."""
    poste.enroler()
    shutil.copytree(poste.folder, tmp_path / "Profil neuf")
    poste.folder = tmp_path / "Profil neuf"
    trousseau.kept.clear()
    assert poste.en_attente(poste.portier()) == 1


def test_a_forgotten_password_that_the_administrator_replaces_loses_nothing(poste: Poste) -> None:
    """Decision 23."""
    poste.enroler()
    set_password(poste.monde.serveur, "camille", NEW)
    portier = poste.portier()
    bureau = portier.ouvrir("camille", NEW)
    assert (bureau.synchro.etat().en_attente, portier.avertissement) == (1, "")
    assert bureau.mon_compte is not None
    assert bureau.mon_compte.a_changer, "somebody else chose it"
    bureau.verrouiller()
    poste.coupe = True
    assert poste.en_attente(poste.portier(), NEW) == 1
    with pytest.raises(RefusedError, match=WRONG):
        poste.portier().ouvrir("camille", PASSWORD)


def test_a_first_password_put_off_too_long_keeps_the_work_and_says_whom_to_ask(poste: Poste) -> None:
    """R-ACC-5: the token it gave stops with it, the laptop opens, and what was typed goes up later."""
    poste.enroler()
    set_password(poste.monde.serveur, "camille", NEW)
    poste.portier().ouvrir("camille", NEW).verrouiller()
    poste.monde.clock.advance(hours=25)
    poste.horloge.moment = poste.monde.clock.moment
    assert poste.synchroniser(NEW) == 403
    portier = poste.portier()
    bureau = portier.ouvrir("camille", NEW)
    assert (bureau.synchro.etat().en_attente, portier.avertissement) == (1, TOO_LATE)
    assert bureau.mon_compte is not None
    with pytest.raises(RefusedError, match="l’administrateur du département doit le remplacer"):
        bureau.mon_compte.changer_mot_de_passe(NEW, PASSWORD)
    bureau.verrouiller()
    set_password(poste.monde.serveur, "camille", "un troisième mot de passe")
    assert poste.synchroniser("un troisième mot de passe") == 200
    assert poste.en_attente(poste.portier(), "un troisième mot de passe") == 0


def test_a_password_changed_elsewhere_opens_offline_until_the_next_contact(
    poste: Poste, tmp_path: Path
) -> None:
    """Decision 24: the old one opens until then, and says why nothing is exchanged."""
    poste.enroler()
    autre = Poste(tmp_path / "autre", poste.monde)
    bureau = autre.portier().enroler(poste.monde.url, "camille", PASSWORD)
    assert bureau.mon_compte is not None
    bureau.mon_compte.changer_mot_de_passe(PASSWORD, NEW)
    bureau.verrouiller()
    poste.coupe = True
    assert poste.en_attente(poste.portier()) == 1
    with pytest.raises(RefusedError) as caught:
        poste.portier().ouvrir("camille", NEW)
    assert caught.value.message == WRONG_HERE
    poste.coupe = False
    assert poste.synchroniser() == 401
    for _ in range(7):  # five attempts would lock the account at the server
        portier = poste.portier()
        assert poste.en_attente(portier) == 1
        assert portier.avertissement == CHANGED
    portier = poste.portier()
    assert poste.en_attente(portier, NEW) == 1
    assert portier.avertissement == ""
    assert poste.synchroniser(NEW) == 200
    assert autre.synchroniser(NEW) == 200, "the computer where it was changed goes on"
    assert (poste.en_attente(poste.portier(), NEW), poste.postes()) == (0, 2)


def test_a_token_that_died_is_renewed_at_the_next_unlocking_and_the_work_waits(poste: Poste) -> None:
    poste.enroler()
    poste.monde.clock.advance(days=91)
    poste.horloge.moment = poste.monde.clock.moment
    poste.horloge.avance(days=-89)
    assert poste.synchroniser() == 401
    assert poste.en_attente(poste.portier()) == 1
    assert poste.synchroniser() == 200


def test_the_key_that_the_server_could_not_take_is_offered_again(poste: Poste) -> None:
    portier = poste.portier()
    cut = Portier(
        poste.folder,
        poste.horloge,
        Ids(poste.horloge),
        connecter,
        lambda _serveur, *rest: deposer(NOWHERE, *rest),
    )
    bureau = cut.enroler(poste.monde.url, "camille", PASSWORD)
    bureau.entretiens.nouveau("01a1f813-a740-7000-8000-00000000000d")
    assert lire(bureau, "enveloppe_a_deposer")
    bureau.verrouiller()
    set_password(poste.monde.serveur, "camille", NEW)
    with pytest.raises(RefusedError) as caught:
        portier.ouvrir("camille", NEW)
    assert caught.value.message == NO_KEY
    assert poste.en_attente(poste.portier()) == 1
    set_password(poste.monde.serveur, "camille", PASSWORD)
    assert poste.synchroniser() == 401
    assert poste.en_attente(poste.portier()) == 1, "a new token, and the key with it"
    set_password(poste.monde.serveur, "camille", NEW)
    assert poste.en_attente(poste.portier(), NEW) == 1


def test_the_damaged_file_of_an_account_gives_way_to_its_copy(poste: Poste) -> None:
    poste.enroler()
    (path,) = poste.folder.glob("*.compte")
    path.write_bytes(b"\x00" * 400)
    poste.coupe = True
    assert poste.en_attente(poste.portier()) == 1


def test_an_account_whose_name_is_a_path_is_no_account(poste: Poste) -> None:
    def answer(serveur: str, who: str, password: str, device: dict[str, str]) -> dict[str, Any]:
        said = connecter(serveur, who, password, device)
        return said | {"compte": said["compte"] | {"id": "../../ailleurs"}}

    portier = Portier(poste.folder, poste.horloge, Ids(poste.horloge), answer, deposer)
    with pytest.raises(RefusedError, match="comme un serveur"):
        portier.enroler(poste.monde.url, "camille", PASSWORD)
    assert not poste.folder.exists() or list(poste.folder.iterdir()) == []
    poste.enroler()
    (path,) = poste.folder.glob("*.compte")
    for name in ("autre.compte", "01a1f813-a740-7000-8000-000000000001.compte"):
        (poste.folder / name).write_bytes(path.read_bytes())
    assert [compte.identifiant for compte in poste.portier().comptes()] == ["camille"]


def test_after_thirty_days_without_the_server_the_door_asks_for_it_and_keeps_the_work(poste: Poste) -> None:
    """Decision 24: the limit closes screens; a clock set back does not lift it."""
    poste.enroler()
    poste.coupe = True
    poste.horloge.avance(days=31)
    with pytest.raises(RefusedError, match="30 jours"):
        poste.portier().ouvrir("camille", PASSWORD)
    poste.horloge.avance(days=-31)
    with pytest.raises(RefusedError, match="30 jours"):
        poste.portier().ouvrir("camille", PASSWORD)
    poste.coupe = False
    poste.monde.clock.advance(days=31)
    poste.horloge.avance(days=31)
    assert poste.en_attente(poste.portier()) == 1
    assert poste.postes() == 1


def test_the_limit_is_the_one_the_departement_has_set(poste: Poste) -> None:
    """Decision 24."""
    bureau = poste.portier().enroler(poste.monde.url, "camille", PASSWORD)
    setting: dict[str, Value] = {"nom": "departement.ouverture_hors_ligne_jours", "valeur": 5, "revision": 1}
    verser(bureau, "reglage", setting)
    bureau.verrouiller()
    poste.coupe = True
    poste.horloge.avance(days=4)
    poste.portier().ouvrir("camille", PASSWORD).verrouiller()
    poste.horloge.avance(days=2)
    with pytest.raises(RefusedError, match="5 jours"):
        poste.portier().ouvrir("camille", PASSWORD)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps LocalAppData to its user by itself")
def test_nobody_else_on_the_computer_enters_the_folder(poste: Poste) -> None:
    poste.enroler()
    assert poste.folder.stat().st_mode & 0o077 == 0


def test_nothing_of_the_key_or_the_password_lies_on_the_disk(poste: Poste) -> None:
    kept: list[bytes] = []
    portier = Portier(
        poste.folder, poste.horloge, Ids(poste.horloge), connecter, lambda *given: kept.append(given[2])
    )
    portier.enroler(poste.monde.url, "camille", PASSWORD).verrouiller()
    (key,) = kept
    for path in poste.folder.iterdir():
        content = path.read_bytes()
        for secret in (key, base64.b64encode(key), key.hex().encode(), PASSWORD.encode()):
            assert secret not in content, path


@pytest.mark.parametrize("whose", ["another device", "nobody"])
def test_the_file_of_another_device_is_refused_and_one_of_nobody_set_aside(poste: Poste, whose: str) -> None:
    """Lesson 20: a replica carries its identity; nothing is sent from a file that is not this device's."""
    poste.enroler()
    bureau = poste.portier().ouvrir("camille", PASSWORD)

    def exchange(connection: Connection) -> tuple[None, None]:
        put(connection, appareil=bureau.poste.outbox.ids.new() if whose == "another device" else None)
        return None, None

    bureau.poste.now_write(exchange)
    bureau.verrouiller()
    (path,) = poste.folder.glob("*.replique")
    with pytest.raises(RefusedError) as caught:
        poste.portier().ouvrir("camille", PASSWORD)
    if whose == "another device":
        assert "n’a pas été touché" in caught.value.message
        assert path.exists()
    else:
        assert "sans rien effacer" in caught.value.message
        assert list(poste.folder.glob("*.replique.illisible-*"))
