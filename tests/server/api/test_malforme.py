"""Nothing that comes in makes the server fail: each mistake has its words, never a 5xx."""

import gzip
import json
import socket
from typing import Any

import msgspec
import pytest
import requests
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.exchange.v1 import Op, Outcome, Request
from server.services import limites
from tests.server.clients import Device, read
from tests.server.monde import Monde


@pytest.fixture
def alix(monde: Monde) -> Device:
    return monde.referent("alix")


def send(device: Device, body: bytes, **headers: str) -> requests.Response:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    bearer = {"authorization": f"Bearer {device.token}"}
    return requests.post(f"{device.url}/sync", data=body, headers=bearer | names, timeout=60)


def good(sender: Device, **other: object) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(msgspec.json.encode(Request(sender.id, "essai")))
    return body | other


BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"\xff\xfe",
    b'{"device": 1}',
    b"[" * 50_000,
    b'{"device": "\\ud800", "program": ""}',
]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
@pytest.mark.parametrize("path", ["connexion", "sync", "mot-de-passe", "appareils/enveloppe"])
def test_a_body_that_cannot_be_read_is_a_400_in_french(alix: Device, path: str, body: bytes) -> None:
    method = "PUT" if path == "appareils/enveloppe" else "POST"
    answer = requests.request(
        method,
        f"{alix.url}/{path}",
        data=body,
        headers={"authorization": f"Bearer {alix.token}"},
        timeout=60,
    )
    assert answer.status_code == 400
    assert set(answer.json()) == {"message", "regle"}
    assert "pas lisible" in answer.json()["message"]


@pytest.mark.parametrize(
    "device",
    [
        {"id": "x", "nom": "", "cle_publique": ""},
        {"id": "01a1f7f8-3000-7002-9b94-286a58e7efb6", "nom": "a\x00b", "cle_publique": ""},
        {"id": "01a1f7f8-3000-7002-9b94-286a58e7efb6", "nom": "", "cle_publique": "%%"},
        {"id": "01a1f7f8-3000-7002-9b94-286a58e7efb6", "nom": "", "cle_publique": "AAAA"},
        {"id": "01a1f7f8-3000-7002-9b94-286a58e7efb6", "nom": ""},
        {"id": "01A1F7F8-3000-7002-9B94-286A58E7EFB6", "nom": "", "cle_publique": ""},
    ],
)
def test_a_malformed_device_is_refused(alix: Device, device: dict[str, str]) -> None:
    body = {"identifiant": "alix", "mot_de_passe": "mot de passe d’essai", "appareil": device}
    assert requests.post(f"{alix.url}/connexion", json=body, timeout=60).status_code == 400


@pytest.mark.parametrize(
    ("body", "encoding", "status"),
    [
        (b"pas du zstd", "zstd", 400),
        (b"pas du gzip", "gzip", 400),
        (zstandard.compress(b"{}")[:-3], "zstd", 400),
        (gzip.compress(b"{}")[:-9], "gzip", 400),
        (b"{}", "br", 400),
        (zstandard.compress(b" " * (limites.CORPS_DEPLIE + 1)), "zstd", 413),
        (gzip.compress(b" " * (limites.CORPS_DEPLIE + 1)), "gzip", 413),
        (b" " * (limites.CORPS_RECU + 1), "identity", 413),
    ],
    ids=["zstd", "gzip", "zstd cut", "gzip cut", "br", "zstd bomb", "gzip bomb", "big"],
)
def test_a_body_too_big_or_not_compressed_as_said_is_refused(
    alix: Device, body: bytes, encoding: str, status: int
) -> None:
    answer = send(alix, body, content_encoding=encoding)
    assert (answer.status_code, bool(answer.json()["message"])) == (status, True)


def test_answers_are_compressed_as_their_reader_accepts(monde: Monde, alix: Device) -> None:
    monde.dossier(alix.compte["id"])
    body = json.dumps(good(alix)).encode()
    zstd = send(alix, body, accept_encoding="gzip, zstd")
    assert zstd.headers["content-encoding"] == "zstd"
    gzipped = send(alix, body, accept_encoding="gzip;q=1")
    assert gzipped.headers["content-encoding"] == "gzip"
    plain = send(alix, body, accept_encoding="identity")
    assert "content-encoding" not in plain.headers
    assert plain.json()["page"]["enter"] == gzipped.json()["page"]["enter"] == read(zstd).page.enter


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer \xe9"])
def test_without_a_token_of_ours_nothing_is_shown(alix: Device, token: str) -> None:
    answer = requests.post(
        f"{alix.url}/sync", json=good(alix), headers={"authorization": token.encode("latin-1")}, timeout=60
    )
    assert answer.status_code == 401


def test_another_device_s_name_in_the_request_is_refused(alix: Device) -> None:
    assert send(alix, json.dumps(good(alix, device=alix.ids.new())).encode()).status_code == 400


def test_a_version_to_come_receives_nothing_but_words(monde: Monde, alix: Device) -> None:
    """Lesson 19: what it sends is taken all the same."""
    monde.dossier(alix.compte["id"])
    answer = send(alix, json.dumps(good(alix, version=9)).encode())
    assert answer.status_code == 200
    said = read(answer)
    assert (said.page.enter, said.page.rows) == ([], [])
    assert "pas encore à jour" in said.notice


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "rien", 404), ("GET", "sync", 405)])
def test_an_unknown_address_is_said_in_french(monde: Monde, method: str, path: str, status: int) -> None:
    answer = requests.request(method, f"{monde.url}/{path}", timeout=60)
    assert (answer.status_code, "adresse" in answer.json()["message"]) == (status, True)


def test_a_batch_of_too_many_changes_is_refused_whole(alix: Device) -> None:
    changes = [alix.change("entretien", alix.ids.new()) for _ in range(2001)]
    assert alix.post(*changes).status_code == 413


def test_a_change_that_only_breaks_itself_leaves_the_others_alone(monde: Monde, alix: Device) -> None:
    dossier = monde.dossier(alix.compte["id"])
    changes = [
        alix.change("entretien", "pas un identifiant", {"lieu": "cms"}, op=Op.CREATE, dossier=dossier),
        alix.change("entretien", alix.ids.new(), {"lieu": "cms"}, op=Op.CREATE, dossier="\x00"),
        alix.change("\x00" * 200, "\x00" * 200, {"\x00": "\x00"}, op=Op.CREATE, dossier="\x00"),
        alix.change(
            "cer", alix.ids.new(), {"id": alix.ids.new(), "departement": "99"}, op=Op.CREATE, dossier=dossier
        ),
        alix.change("entretien", alix.ids.new(), {"lieu": "cms"}, op=Op.CREATE, dossier=dossier),
    ]
    outcomes = [answer.outcome for answer in alix.push(*changes)]
    assert outcomes[:3] == [Outcome.REFUSED] * 3
    assert outcomes[4] is Outcome.APPLIED
    assert sum(kind == "entretien" for kind, _ in alix.rows) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KINDS = st.sampled_from(
    ["cer", "entretien", "objectif", "accord", "evenement_cer", "dossier", "reglage", "x"]
)
NAMES = st.sampled_from(
    ["cer", "rang", "de", "vers", "contenu", "empreinte", "moment", "lieu", "numero", "nom", "suite", "id"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_a_change_holds_the_server_answers_without_failing(
    monde: Monde, alix: Device, data: st.DataObject
) -> None:
    dossier = monde.dossier(alix.compte["id"])
    values = st.dictionaries(NAMES, JSON, max_size=4)
    change = {
        "id": alix.ids.new(),
        "n": data.draw(st.integers(1, 3) | JSON),
        "kind": data.draw(KINDS),
        "record": data.draw(st.just(dossier) | st.just(alix.ids.new()) | st.text(max_size=5)),
        "dossier": data.draw(st.just(dossier) | JSON),
        "op": data.draw(st.sampled_from(["create", "set", "delete", "autre"])),
        "at": "",
        "by": alix.compte["id"],
        "set": data.draw(values),
        "was": data.draw(values),
    }
    body = json.dumps(good(alix, changes=[change], cursor=data.draw(st.none() | st.text(max_size=9))))
    assert send(alix, body.encode()).status_code in (200, 400, 409)


def test_a_request_cut_in_the_middle_troubles_nobody(monde: Monde, alix: Device) -> None:
    host, port = monde.url.removeprefix("http://").split(":")
    for sent in (b"{", b"", b"{" * 5000):
        with socket.create_connection((host, int(port))) as wire:
            head = f"POST /sync HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {alix.token}\r\n"
            wire.sendall(head.encode() + b"content-length: 9999\r\n\r\n" + sent)
    assert alix.post().status_code == 200
