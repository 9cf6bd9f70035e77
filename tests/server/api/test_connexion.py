import base64
import dataclasses
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from argon2 import PasswordHasher
from sqlalchemy import select

from server.models import appareil, compte
from server.serveur import Serveur
from server.services import comptes
from tests.server.clients import PASSWORD, Device
from tests.server.monde import Monde

NEW = "un autre mot de passe"


@pytest.fixture
def alix(monde: Monde) -> Device:
    return monde.referent("alix")


def put_envelope(device: Device, envelope: bytes) -> requests.Response:
    return requests.put(
        f"{device.url}/appareils/enveloppe",
        json={"enveloppe": base64.b64encode(envelope).decode()},
        headers={"authorization": f"Bearer {device.token}"},
        timeout=60,
    )


def change_password(device: Device, ancien: str, nouveau: str) -> requests.Response:
    return requests.post(
        f"{device.url}/mot-de-passe",
        json={"ancien": ancien, "nouveau": nouveau},
        headers={"authorization": f"Bearer {device.token}"},
        timeout=60,
    )


def test_signing_in_gives_a_token_and_says_who_one_is(monde: Monde) -> None:
    identifier = monde.compte("alix")
    answer = Device(monde.url, " ALIX ").connect()
    assert answer.status_code == 200
    body = answer.json()
    assert body["compte"] == {
        "id": identifier,
        "identifiant": "alix",
        "nom": "ESSAI",
        "prenom": "Alix",
        "profil": "referent",
        "departement": "07",
        "structure": None,
        "dtas": [],
    }
    assert (body["enveloppe"], body["epoque"], body["maintenant"]) == (
        None,
        monde.epoch(),
        "2026-11-20T08:00:00.000Z",
    )
    assert len(base64.urlsafe_b64decode(body["jeton"] + "=")) == 32
    assert body["cles"] == {
        "signature": base64.b64encode(monde.serveur.secret.signature_key).decode(),
        "scellement": base64.b64encode(monde.serveur.secret.sealing_key).decode(),
    }


def test_no_secret_is_kept_in_clear(monde: Monde, alix: Device) -> None:
    put_envelope(alix, b"cle de la replique de 32 octets.")
    with monde.serveur.engine.connect() as connection:
        text = repr(connection.execute(select(appareil)).all()) + repr(
            connection.execute(select(compte)).all()
        )
    assert alix.token not in text
    assert PASSWORD not in text
    assert "cle de la replique" not in text


def test_a_wrong_password_and_an_unknown_account_get_the_same_words(monde: Monde) -> None:
    monde.compte("alix")
    answers = [Device(monde.url, name).connect("mauvais") for name in ("alix", "personne", "nul\x00")]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1


def test_a_name_locks_alike_whether_an_account_bears_it_or_not(monde: Monde) -> None:
    """Else five wrong passwords would tell who works here."""
    monde.compte("alix")

    def tries(name: str) -> list[tuple[int, str]]:
        answers = [Device(monde.url, name).connect(password) for password in ("mauvais", "x" * 300)]
        return [(answer.status_code, answer.text) for answer in answers]

    for minutes in (0, 0, 0, 14, 2, 0, 0):
        monde.clock.advance(minutes=minutes)
        assert tries("alix") == tries("personne") == tries("nul\x00")
    assert tries("alix")[0][0] == 423


def test_five_wrong_passwords_lock_the_account_for_fifteen_minutes(monde: Monde) -> None:
    monde.compte("alix")
    device = Device(monde.url, "alix")
    assert [device.connect("mauvais").status_code for _ in range(5)] == [401] * 4 + [423]
    locked = device.connect()
    assert locked.status_code == 423, "the right password does not open it either"
    assert "9\u00a0h\u00a015" in locked.json()["message"], "in the département's time"
    monde.clock.advance(minutes=14, seconds=59)
    assert device.connect().status_code == 423
    monde.clock.advance(seconds=2)
    assert device.connect().status_code == 200


def test_a_right_password_forgets_the_wrong_ones(monde: Monde) -> None:
    monde.compte("alix")
    device = Device(monde.url, "alix")
    for _ in range(3):
        codes = [device.connect("mauvais").status_code for _ in range(4)]
        assert (codes, device.connect().status_code) == ([401] * 4, 200)


def test_a_blocked_account_is_told_so_and_its_tokens_stop(monde: Monde, alix: Device) -> None:
    comptes.block(monde.serveur, "alix")
    assert alix.post().status_code == 401
    refused = alix.connect()
    assert (refused.status_code, "bloqué" in refused.json()["message"]) == (403, True)
    comptes.unblock(monde.serveur, "alix")
    assert alix.connect().status_code == 200


def test_a_new_token_cancels_the_former_one_of_the_device(alix: Device) -> None:
    """Lesson 23."""
    former = alix.token
    alix.connect()
    assert alix.post().status_code == 200
    alix.token = former
    assert alix.post().status_code == 401


def test_a_device_belongs_to_one_account_and_has_one_key(monde: Monde, alix: Device) -> None:
    monde.compte("dominique")
    other = Device(monde.url, "dominique")
    other.id = alix.id
    assert other.connect().status_code == 403
    stranger = Device(monde.url, "alix")
    stranger.id = alix.id
    assert stranger.connect().status_code == 403


def test_the_envelope_comes_back_at_the_next_sign_in(alix: Device) -> None:
    """Decision 23: a lost keyring loses nothing."""
    key = bytes(range(32))
    assert put_envelope(alix, key).status_code == 204
    assert base64.b64decode(alix.connect().json()["enveloppe"]) == key
    for wrong in (b"", b"x" * 31, b"x" * 33):
        assert put_envelope(alix, wrong).status_code == 400


def test_a_password_is_changed_by_who_knows_it(alix: Device) -> None:
    """Decision 24."""
    assert change_password(alix, "faux", NEW).status_code == 401
    short = change_password(alix, PASSWORD, "court")
    assert (short.status_code, "12" in short.json()["message"]) == (400, True)
    assert change_password(alix, PASSWORD, NEW).status_code == 204
    assert (alix.connect().status_code, alix.connect(NEW).status_code) == (401, 200)
    assert alix.connect(NEW).json()["a_changer"] is False


def test_a_first_password_opens_for_a_day_then_it_is_one_s_own(monde: Monde, alix: Device) -> None:
    """R-ACC-5."""
    comptes.set_password(monde.serveur, "alix", NEW)
    monde.clock.advance(hours=23, minutes=59)
    assert (alix.connect(NEW).status_code, alix.post().status_code) == (200, 200)
    monde.clock.advance(minutes=2)
    for late in (alix.connect(NEW), alix.post(), change_password(alix, NEW, PASSWORD)):
        assert late.status_code == 403
        assert late.json()["message"].startswith("Ce mot de passe provisoire ne valait que 24 heures")
    comptes.set_password(monde.serveur, "alix", NEW)
    assert alix.connect(NEW).status_code == 200
    assert change_password(alix, NEW, PASSWORD).status_code == 204
    monde.clock.advance(days=2)
    assert alix.connect().status_code == 200


def test_the_health_says_it_is_this_server(monde: Monde) -> None:
    answer = requests.get(f"{monde.url}/sante", timeout=60)
    assert answer.json() == {"produit": "permanence", "version": "0.1.0", "epoque": monde.epoch()}


class Meeting(PasswordHasher):
    """Notices five verifications at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.five = threading.Barrier(5)
        self.met = False

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        try:
            self.five.wait(0.5)
            self.met = True
        except threading.BrokenBarrierError:  # nobody else came
            pass
        return super().hash(password, salt=salt)


def test_who_tries_passwords_by_the_dozen_does_not_fill_the_memory(serveur: Serveur) -> None:
    """Each verification takes 64 MB, and asks for no token."""
    meeting = Meeting()
    with Monde.serving(dataclasses.replace(serveur, hasher=meeting)) as monde:
        devices = [Device(monde.url, f"personne-{rank}") for rank in range(12)]
        with ThreadPoolExecutor(len(devices)) as pool:
            tries = [pool.submit(device.connect, "mauvais") for device in devices]
            assert {one.result().status_code for one in tries} == {401}
    assert not meeting.met
