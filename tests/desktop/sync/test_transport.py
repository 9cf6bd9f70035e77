"""Whatever a network does in place of the server, it is a quiet sentence, in time, and nothing is lost."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import zstandard

from desktop.sync.connexion import connecter
from desktop.sync.diagnostic import BUSY, OFFLINE, PORTAL, PROXY, SERVER_DOWN, SLOW, TOO_BIG
from desktop.sync.fil import Limites
from desktop.sync.transport import AnsweredError, Transport, UnreachableError
from domain.errors import RefusedError
from domain.exchange.v1 import Request
from tests.desktop.sync.reseau import (
    GOOD,
    PRESSE,
    Reponse,
    ecouter,
    http,
    qui_goutte,
    qui_repond,
    qui_se_tait,
)

Ouvrir = Callable[[Reponse], Transport]
SYNC = Request("01a1f813-a740-7000-8000-000000000001", "essai")
PAGE = "text/html; charset=utf-8"
HTML = "<html>Bienvenue sur le Wi-Fi «\u00a0Invités\u00a0»</html>".encode()
ZSTD = http("200 OK", zstandard.compress(GOOD), Content_Encoding="zstd")


@pytest.fixture
def ouvrir() -> Iterator[Ouvrir]:
    """Open transports towards whatever answers."""
    with ExitStack() as opened:

        def ouvrir(accueil: Reponse) -> Transport:
            transport = Transport(f"http://127.0.0.1:{opened.enter_context(ecouter(accueil))}", PRESSE)
            opened.callback(transport.close)
            return transport

        yield ouvrir


def lost(transport: Transport) -> UnreachableError:
    with pytest.raises(UnreachableError) as caught:
        transport.sync(SYNC)
    return caught.value


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (http("200 OK", HTML, PAGE, ours=False), PORTAL),
        (http("302 Found", b"", PAGE, ours=False, Location="http://portail.invalid/"), PORTAL),
        (http("307 Temporary Redirect", b"", PAGE, ours=False, Location="https://portail.invalid/"), PORTAL),
        (http("511 Network Authentication Required", HTML, PAGE, ours=False), PORTAL),
        (http("200 OK", GOOD, ours=False), PORTAL),
        (http("200 OK", b'{"success": true}', ours=False), PORTAL),
        (http("204 No Content", b"", ours=False), PORTAL),
        (http("401 Unauthorized", b'{"message": "x"}', ours=False), PORTAL),
        (http("403 Forbidden", HTML, PAGE, ours=False), PORTAL),
        (http("407 Proxy Authentication Required", HTML, PAGE, ours=False), PROXY),
        (http("408 Request Timeout", b'{"message": "x"}'), SLOW),
        (http("408 Request Timeout", HTML, PAGE, ours=False), SLOW),
        (http("502 Bad Gateway", HTML, PAGE, ours=False), SERVER_DOWN),
        (http("504 Gateway Time-out", HTML, PAGE, ours=False), SERVER_DOWN),
        (http("503 Service Unavailable", HTML, PAGE, ours=False), SERVER_DOWN),
        (http("503 Service Unavailable", HTML, PAGE, ours=False, Retry_After="120"), BUSY),
        (http("429 Too Many Requests", HTML, PAGE, ours=False, Retry_After="120"), BUSY),
        (http("503 Service Unavailable", b'{"message": "x"}', Retry_After="5"), BUSY),
        (http("500 Internal Server Error", b'{"message": "x"}'), SERVER_DOWN),
        (http("200 OK", b"not json"), SERVER_DOWN),
        (http("200 OK", b'{"hello": "world"}'), SERVER_DOWN),
        (http("423 Locked", b"not json"), SERVER_DOWN),
        (http("200 OK", b"\x28\xb5\x2f\xfdgarbage", Content_Encoding="zstd"), OFFLINE),
        (http("200 OK", GOOD)[:-20], OFFLINE),
        (ZSTD[:-10], OFFLINE),
        (b"SSH-2.0-OpenSSH_9.2\r\n", OFFLINE),
        (b"", OFFLINE),
    ],
)
def test_what_is_not_the_server_is_no_network_and_never_an_error(
    ouvrir: Ouvrir, answer: bytes, words: str
) -> None:
    assert lost(ouvrir(qui_repond(answer))).message == words


def test_an_answer_cut_at_any_byte_is_never_taken_for_a_whole_one(ouvrir: Ouvrir) -> None:
    """Neither in its body nor in its headers, where urllib3 sees a shorter, complete answer."""
    cut = [0]

    def accueil(client: socket.socket) -> None:
        client.recv(65536)
        client.sendall(ZSTD[: cut[0]])

    transport = ouvrir(accueil)
    for cut[0] in range(len(ZSTD)):
        assert lost(transport).message in {OFFLINE, PORTAL, SERVER_DOWN}
        with pytest.raises(UnreachableError):
            transport.call("PUT", "/appareils/enveloppe", {})
    cut[0] = len(ZSTD)
    assert transport.sync(SYNC).page.cursor == "c"


@pytest.mark.parametrize(
    ("accueil", "words"),
    [
        (qui_se_tait, {SERVER_DOWN}),
        (qui_repond(ZSTD[:40]), {OFFLINE}),
        (qui_goutte(http("200 OK", b"")[:-2], b"X-Fin: " + b"x" * 500), {SERVER_DOWN, SLOW}),
        (qui_goutte(http("200 OK", b" " * 500)[:-500], b" " * 500), {SLOW}),
    ],
    ids=["silence", "cut", "headers without end", "dribble"],
)
def test_what_never_ends_is_not_waited_for(ouvrir: Ouvrir, accueil: Reponse, words: set[str]) -> None:
    began = time.monotonic()
    assert lost(ouvrir(accueil)).message in words
    assert time.monotonic() - began < 3 * PRESSE.patience


def test_headers_then_nothing_end_after_a_silence(ouvrir: Ouvrir) -> None:
    def accueil(client: socket.socket) -> None:
        client.recv(65536)
        client.sendall(ZSTD[:-5])
        qui_se_tait(client)

    failure = lost(ouvrir(accueil))
    assert (failure.message, failure.moindre) == (SLOW, True)


def test_a_slow_line_that_moves_is_waited_for(ouvrir: Ouvrir) -> None:
    """Progress gives time: 30 KB at 20 KB/s last longer than the time given to a silent exchange."""
    body = zstandard.compress(GOOD) + b"\x50\x2a\x4d\x18" + (30_000).to_bytes(4, "little") + b"x" * 30_000
    answer = http("200 OK", body, Content_Encoding="zstd")

    def accueil(client: socket.socket) -> None:
        client.recv(65536)
        for start in range(0, len(answer), 1000):
            client.sendall(answer[start : start + 1000])
            time.sleep(0.05)

    transport = ouvrir(accueil)
    slow = Transport(transport.server, Limites(connexion=0.5, silence=0.4, patience=0.5, debit=10_000.0))
    assert slow.sync(SYNC).page.cursor == "c"
    slow.close()


def test_retry_after_is_passed_on_and_bounded(ouvrir: Ouvrir) -> None:
    for said, heard in (("120", 120.0), ("999999999", 3600.0), ("demain", 0.0), ("-5", 0.0), ("٣", 0.0)):
        answer = http("503 Service Unavailable", b'{"message": "x"}', Retry_After=said)
        assert lost(ouvrir(qui_repond(answer))).patience == heard
    later = http("429 Too Many Requests", b'{"message": "x"}', Retry_After="30")
    with pytest.raises(AnsweredError) as answered:
        ouvrir(qui_repond(later)).sync(SYNC)
    assert answered.value.patience == 30.0


def test_lesson_17_too_large_is_told_apart_whoever_says_it(ouvrir: Ouvrir) -> None:
    """Lesson 17: a proxy's limit is often lower than the server's, and its page is in HTML."""
    for answer in (
        http("413 Request Entity Too Large", HTML, PAGE, ours=False),
        http("413 Content Too Large", json.dumps({"message": TOO_BIG, "regle": ""}).encode()),
    ):
        with pytest.raises(AnsweredError) as answered:
            ouvrir(qui_repond(answer)).sync(SYNC)
        assert (answered.value.status, answered.value.message) == (413, TOO_BIG)


def test_a_name_that_leads_nowhere_and_a_closed_port_are_told_apart() -> None:
    for server, words in (
        ("http://serveur.invalid", OFFLINE),
        (f"http://{'x' * 80}.invalid", OFFLINE),
        ("http://127.0.0.1:9", SERVER_DOWN),
    ):
        transport = Transport(server, PRESSE)
        assert (lost(transport).message, lost(transport).moindre) == (words, False)
        transport.close()


def test_an_exchange_that_hangs_is_left_at_once(ouvrir: Ouvrir) -> None:
    """Lock and exit do not wait for the network."""
    there = threading.Event()

    def accueil(client: socket.socket) -> None:
        client.recv(65536)
        there.set()
        qui_se_tait(client)

    transport = Transport(ouvrir(accueil).server)  # with the real limits
    failures: list[UnreachableError] = []
    waiting = threading.Thread(target=lambda: failures.append(lost(transport)))
    waiting.start()
    assert there.wait(5)
    began = time.monotonic()
    transport.abandonner()
    waiting.join(5)
    assert (len(failures), time.monotonic() - began < 1.0) == (1, True)
    assert lost(transport).message == OFFLINE, "and none begins afterwards"
    transport.close()


def test_the_words_of_a_refusal_reach_the_person(ouvrir: Ouvrir) -> None:
    message = {"message": "Ce compte est bloqué jusqu’à 9 h 15.", "regle": ""}
    transport = ouvrir(qui_repond(http("423 Locked", json.dumps(message).encode())))
    with pytest.raises(AnsweredError) as answered:
        transport.sync(SYNC)
    assert (answered.value.status, answered.value.message) == (423, message["message"])
    with pytest.raises(RefusedError, match="bloqué jusqu’à 9 h 15"):
        connecter(transport.server, "camille", "secret", {})


def test_the_first_connection_without_network_says_so() -> None:
    with pytest.raises(RefusedError, match="réseau"):
        connecter("http://127.0.0.1:9", "camille", "secret", {})
