"""What the server bears: how long, how much, how many, how often; and what it says then."""

import dataclasses
import http.client
import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
import requests
from argon2 import PasswordHasher

from domain.exchange.v1 import Op
from server.api import entree, protocole
from server.api.reponses import HEADERS
from server.serveur import Serveur
from server.services import adresses, limites
from tests.server.clients import PASSWORD, Device
from tests.server.monde import Monde
from tests.server.un_fichier import engine

__all__ = ["engine"]

Brancher = Callable[[], socket.socket]


@pytest.fixture
def presse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the server a hundred times less patient, before it starts."""
    monkeypatch.setattr(entree, "PATIENCE_CORPS", 0.3)
    monkeypatch.setattr(protocole, "PATIENCE_CONNEXION", 0.6)
    for module in (entree, protocole):
        monkeypatch.setattr(module, "DEBIT", 100_000.0)


@pytest.fixture
def brancher(monde: Monde) -> Iterator[Brancher]:
    """Open bare connections to the server."""
    place = urlsplit(monde.url)
    opened: list[socket.socket] = []

    def brancher() -> socket.socket:
        opened.append(socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=10))
        return opened[-1]

    yield brancher
    for wire in opened:
        wire.close()


def answered(wire: socket.socket) -> tuple[int, dict[str, str], dict[str, str]]:
    """Read an answer; return its status, its headers and what it says."""
    answer = http.client.HTTPResponse(wire)
    answer.begin()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    return answer.status, headers, json.loads(answer.read())


def closed_within(wire: socket.socket, seconds: float) -> bool:
    """Wait for the server to end a connection without a word."""
    began = time.monotonic()
    with wire:
        try:
            ended = wire.recv(65536) == b""
        except ConnectionError:
            ended = True
    return ended and time.monotonic() - began < seconds


@pytest.mark.usefixtures("presse")
def test_a_connection_that_says_nothing_is_ended(brancher: Brancher) -> None:
    assert closed_within(brancher(), 3)


@pytest.mark.usefixtures("presse")
def test_headers_that_never_end_are_not_waited_for(brancher: Brancher) -> None:
    """The oldest way to hold a server: a header line every now and then."""
    wire = brancher()
    wire.sendall(b"POST /sync HTTP/1.1\r\nhost: x\r\n")

    def drip() -> None:
        try:
            while True:
                wire.sendall(b"x-a: b\r\n")
                time.sleep(0.05)
        except OSError:
            return

    threading.Thread(target=drip, daemon=True).start()
    assert closed_within(wire, 3)


@pytest.mark.usefixtures("presse")
def test_a_second_request_on_a_connection_has_no_more_time_than_the_first(brancher: Brancher) -> None:
    wire = brancher()
    wire.sendall(b"GET /sante HTTP/1.1\r\nhost: x\r\n\r\n")
    assert answered(wire)[0] == 200
    wire.sendall(b"GET /sante HTTP/1.1\r\nhost:")
    assert closed_within(wire, 3)


@pytest.mark.usefixtures("presse")
def test_a_body_that_stops_is_told_so_in_french(monde: Monde, brancher: Brancher) -> None:
    """Lesson 17: a 408 makes a laptop send less at a time; its work is where it was."""
    device = monde.referent("alix")
    wire = brancher()
    head = f"POST /sync HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {device.token}\r\n"
    wire.sendall(head.encode() + b"content-length: 5000\r\n\r\n{")
    status, headers, said = answered(wire)
    assert (status, headers["connection"]) == (408, "close")
    assert "gardé sur ce poste" in said["message"]
    assert closed_within(wire, 3)


@pytest.mark.usefixtures("presse")
def test_a_body_that_comes_slowly_but_surely_is_taken(monde: Monde, brancher: Brancher) -> None:
    device = monde.referent("alix")
    body = json.dumps({"device": device.id, "program": "x" * 60_000}).encode()
    wire = brancher()
    head = f"POST /sync HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {device.token}\r\n"
    wire.sendall(head.encode() + f"content-length: {len(body)}\r\n\r\n".encode())
    began = time.monotonic()
    for start in range(0, len(body), 4000):
        wire.sendall(body[start : start + 4000])
        time.sleep(0.03)
    assert time.monotonic() - began > 0.3
    assert answered(wire)[0] == 200


@pytest.mark.usefixtures("presse")
def test_who_is_refused_cannot_go_on_sending_for_ever(brancher: Brancher) -> None:
    """Nothing of his body is read, and his connection ends."""
    wire = brancher()
    wire.sendall(b"POST /sync HTTP/1.1\r\nhost: x\r\ncontent-length: 5000000\r\n\r\n")
    assert answered(wire)[0] == 401
    assert closed_within(wire, 3)


@pytest.mark.usefixtures("presse")
def test_answers_that_are_not_read_do_not_hold_the_server(monde: Monde, brancher: Brancher) -> None:
    """Somebody asks a thousand times and reads nothing: what the system has not taken is thrown away."""
    one, many = len(requests.get(f"{monde.url}/openapi.json", timeout=60).content), 1500
    wire = brancher()
    wire.sendall(b"GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n" * many)
    threading.Event().wait(2.5)  # the time it takes is what is tried
    came = 0
    try:
        while data := wire.recv(1 << 20):
            came += len(data)
    except ConnectionError:
        pass
    assert 0 < came < one * many / 2


@pytest.mark.parametrize(
    "bytes_",
    [b"\x16\x03\x01\x02\x00", b"SSH-2.0-x\r\n\r\n", b"POST x y z\r\n\r\n"],
)
def test_what_is_not_http_is_answered_in_french(brancher: Brancher, bytes_: bytes) -> None:
    wire = brancher()
    wire.sendall(bytes_ + b"\r\n\r\n")
    status, headers, said = answered(wire)
    assert (status, set(said)) == (400, {"message", "regle"})
    assert headers["permanence"]


def test_headers_too_long_are_refused(brancher: Brancher) -> None:
    wire = brancher()
    wire.sendall(b"GET /sante HTTP/1.1\r\nhost: x\r\nx-a: " + b"a" * (2 * limites.ENTETES_ENTIERS))
    assert answered(wire)[0] == 400


@pytest.mark.parametrize("path", ["/connexion", "/mot-de-passe", "/appareils/enveloppe"])
def test_a_small_door_takes_small_bodies(monde: Monde, path: str) -> None:
    device = monde.referent("alix")
    method = "PUT" if path.endswith("enveloppe") else "POST"
    bearer = {"authorization": f"Bearer {device.token}"}
    for body in (b"x" * (limites.PETIT_CORPS + 1), iter([b"x" * limites.PETIT_CORPS, b"x"])):
        answer = requests.request(method, f"{monde.url}{path}", data=body, headers=bearer, timeout=60)
        assert (answer.status_code, answer.headers["connection"]) == (413, "close")


def test_a_size_announced_is_refused_before_it_comes(brancher: Brancher, monde: Monde) -> None:
    device = monde.referent("alix")
    wire = brancher()
    head = f"POST /sync HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {device.token}\r\n"
    wire.sendall(head.encode() + b"content-length: 99999999999\r\n\r\n")
    assert answered(wire)[0] == 413


@pytest.mark.parametrize("levels", [limites.PROFONDEUR - 1, limites.PROFONDEUR + 2, 400])
def test_a_value_nested_too_deep_is_a_400_and_never_a_failure(monde: Monde, levels: int) -> None:
    device = monde.referent("alix")
    dossier = monde.dossier(device.compte["id"])
    deep = "[" * levels + "]" * levels
    change = device.change("entretien", device.ids.new(), {"suite": "ICI"}, op=Op.CREATE, dossier=dossier)
    body = {"device": device.id, "program": "x", "changes": [dataclasses.asdict(change)]}
    text = json.dumps(body).replace('"ICI"', deep)
    bearer = {"authorization": f"Bearer {device.token}"}
    answer = requests.post(f"{monde.url}/sync", data=text, headers=bearer, timeout=60)
    assert answer.status_code == (200 if levels < limites.PROFONDEUR else 400)


def test_an_account_has_so_many_things_to_settle_and_no_more(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is taken of what goes over, so that nothing is lost: the device keeps it and comes back."""
    monkeypatch.setattr("server.sync.reprises.REPRISES_PAR_COMPTE", 3)
    device = monde.referent("alix")
    foreign = monde.dossier(None)

    def lost(count: int) -> requests.Response:
        here = [device.change("dossier", foreign, {"mail": f"{rank}@x.invalid"}) for rank in range(count)]
        return device.post(
            *[dataclasses.replace(each, record=device.ids.new(), kind="entretien") for each in here]
        )

    assert lost(3).status_code == 200
    late = lost(1)
    assert (late.status_code, late.headers["retry-after"]) == (429, "900")
    assert "gardé sur ce poste" in late.json()["message"]
    device.n -= 1
    dossier = monde.dossier(device.compte["id"])
    taken = device.change("entretien", device.ids.new(), {"lieu": "cms"}, op=Op.CREATE, dossier=dossier)
    assert device.post(taken).status_code == 200, "what can be taken still is"


def test_every_answer_bears_the_headers_that_give_nothing_away(monde: Monde) -> None:
    """Also refusals, addresses that do not exist, and what is not understood."""
    for method, path in (("GET", "/sante"), ("GET", "/rien"), ("DELETE", "/sync"), ("POST", "/sync")):
        answer = requests.request(method, monde.url + path, timeout=60)
        assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS), path
        assert not {"server", "x-powered-by", "date"} & set(answer.headers)
        assert answer.headers["content-type"] == "application/json"


class Gate(PasswordHasher):
    """Argon2 that waits to be let through."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.open = threading.Event()

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.open.wait(30)
        return super().hash(password, salt=salt)


def test_who_tries_passwords_by_the_dozen_keeps_nobody_from_synchronising(serveur: Serveur) -> None:
    """They wait in a room of their own; what does not fit is told when to come back."""
    gate = Gate()
    with Monde.serving(dataclasses.replace(serveur, hasher=gate)) as monde:
        gate.open.set()
        device = monde.referent("alix")
        gate.open.clear()
        tries = [Device(monde.url, f"personne-{rank}") for rank in range(2 * limites.CONNEXIONS_EN_COURS)]
        statuses: list[int] = []
        waits: list[str | None] = []

        def knock(one: Device) -> None:
            answer = one.connect("mauvais")
            statuses.append(answer.status_code)
            waits.append(answer.headers.get("retry-after"))

        threads = [threading.Thread(target=knock, args=(one,)) for one in tries]
        for thread in threads:
            thread.start()
        while len(statuses) < len(tries) - limites.CONNEXIONS_EN_COURS:
            time.sleep(0.01)
        assert device.post().status_code == 200
        gate.open.set()
        for thread in threads:
            thread.join()
    assert (statuses.count(503), statuses.count(401)) == (16, 16)
    assert waits.count(str(limites.REVENIR_DANS)) == 16


def test_too_many_connections_are_told_to_come_back(
    monde: Monde, brancher: Brancher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocole, "CONNEXIONS_OUVERTES", 3)
    held = [brancher() for _ in range(3)]
    for wire in held:
        wire.sendall(b"GET /sante HTTP/1.1\r\nhost: x\r\n\r\n")
        assert answered(wire)[0] == 200
    status, headers, said = answered(brancher())
    assert (status, headers["retry-after"]) == (503, str(limites.REVENIR_DANS))
    assert "occupé" in said["message"]
    for wire in held:
        wire.close()
    while requests.get(f"{monde.url}/sante", timeout=60).status_code != 200:
        time.sleep(0.01)


def tries(monde: Monde, origin: str, count: int, name: str = "personne") -> list[requests.Response]:
    """Try wrong passwords, each for another name, as a proxy says it comes from ``origin``."""
    poste = {"id": monde.serveur.ids.new(), "nom": "", "cle_publique": ""}
    return [
        requests.post(
            f"{monde.url}/connexion",
            json={"identifiant": f"{name}-{rank}", "mot_de_passe": "mauvais", "appareil": poste},
            headers={"x-forwarded-for": origin},
            timeout=60,
        )
        for rank in range(count)
    ]


@pytest.fixture
def derriere(serveur: Serveur, monkeypatch: pytest.MonkeyPatch) -> Iterator[Monde]:
    """A server behind a proxy that it was told of, and that bears three wrong passwords per address."""
    monkeypatch.setattr(adresses, "ESSAIS_PAR_ADRESSE", 3)
    with Monde.serving(serveur, ["127.0.0.1"]) as monde:
        yield monde


def test_wrong_passwords_are_counted_by_address_too(derriere: Monde) -> None:
    """Many names with few passwords lock no account: it is the address that is made to wait."""
    derriere.compte("alix")
    assert [each.status_code for each in tries(derriere, "203.0.113.9", 4)] == [401, 401, 401, 429]
    (late,) = tries(derriere, "203.0.113.9", 1, "alix")
    assert (late.status_code, late.headers["retry-after"]) == (429, str(limites.DUREE_DES_ESSAIS))
    assert "15\u00a0min" in late.json()["message"]
    assert [each.status_code for each in tries(derriere, "203.0.113.10", 1)] == [401], "another address"
    derriere.clock.advance(minutes=16)
    assert [each.status_code for each in tries(derriere, "203.0.113.9", 1)] == [401]


def test_an_ipv6_network_counts_as_one_address(derriere: Monde) -> None:
    origins = [f"2001:db8:1:2::{rank}" for rank in range(1, 4)]
    assert [tries(derriere, origin, 1)[0].status_code for origin in origins] == [401] * 3
    assert tries(derriere, "2001:db8:1:2:ffff::9", 1)[0].status_code == 429
    assert tries(derriere, "2001:db8:1:3::1", 1)[0].status_code == 401


def test_only_the_last_proxy_is_believed(derriere: Monde) -> None:
    """What a client writes before it is only what a client writes."""
    for rank in range(3):
        tries(derriere, f"198.51.100.{rank}, 203.0.113.9", 1)
    assert tries(derriere, "198.51.100.77, 203.0.113.9", 1)[0].status_code == 429


def test_a_proxy_that_was_not_named_is_not_believed(monde: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else anybody could have another's address made to wait; loopback itself is never counted."""
    monkeypatch.setattr(adresses, "ESSAIS_PAR_ADRESSE", 3)
    assert [each.status_code for each in tries(monde, "203.0.113.9", 6)] == [401] * 6


def test_a_right_password_is_let_in_whoever_shares_the_address(derriere: Monde) -> None:
    derriere.compte("alix")
    tries(derriere, "203.0.113.9", 2)
    assert Device(derriere.url, "alix").connect().status_code == 200


def test_no_log_says_who_did_what(monde: Monde, brancher: Brancher, caplog: pytest.LogCaptureFixture) -> None:
    """Neither a name, a password, a token, a record nor an address; at any level, whatever fails."""
    caplog.set_level(logging.DEBUG)
    device = monde.referent("alix.durand")
    dossier = monde.dossier(device.compte["id"], nom="VAUTRIN")
    device.push(
        device.change("entretien", device.ids.new(), {"suite": "secret"}, op=Op.CREATE, dossier=dossier)
    )
    Device(monde.url, "alix.durand").connect("mauvais-mot")
    requests.get(f"{monde.url}/rien?nom=VAUTRIN&jeton={device.token}", timeout=60)
    requests.post(f"{monde.url}/sync", data=b"VAUTRIN", timeout=60)
    brancher().sendall(b"VAUTRIN\r\n\r\n")
    ours = [record for record in caplog.records if not record.name.startswith(("urllib3", "asyncio"))]
    said = "\n".join(logging.Formatter().format(record) for record in ours)
    words = ("alix", "VAUTRIN", "secret", PASSWORD, "mauvais-mot", device.token, dossier, "127.0.0.1")
    assert not [word for word in words if word in said]
