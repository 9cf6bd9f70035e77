import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
import zstandard

from desktop.sync.connexion import connecter
from desktop.sync.transport import OFFLINE, PORTAL, SERVER_DOWN, AnsweredError, Transport, UnreachableError
from domain.errors import RefusedError
from domain.exchange.v1 import Request

Repondre = Callable[[bytes], str]
SYNC = Request("01a1f813-a740-7000-8000-000000000001", "essai")


def http(status: str, body: bytes, content_type: str = "application/json", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


@pytest.fixture
def repondre() -> Iterator[Repondre]:
    """Serve one canned answer, byte for byte, whatever is asked; return the address."""
    listeners: list[socket.socket] = []

    def serve(answer: bytes) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    with client:
                        client.settimeout(5)
                        client.recv(65536)
                        client.sendall(answer)

        threading.Thread(target=accept, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield serve
    for listener in listeners:
        listener.close()


GOOD = json.dumps(
    {"epoch": "e", "now": "2026-11-20T08:00:00.000Z", "acknowledged": 0, "page": {"cursor": "c"}}
).encode()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (http("200 OK", b"<html>Bienvenue sur le Wi-Fi</html>", "text/html"), PORTAL),
        (http("302 Found", b"", "text/html", Location="http://portail.invalid/"), PORTAL),
        (http("511 Network Authentication Required", b"<html>", "text/html"), SERVER_DOWN),
        (http("200 OK", b'{"hello": "world"}'), PORTAL),
        (http("200 OK", b"not json"), PORTAL),
        (http("200 OK", b"", "application/json"), PORTAL),
        (http("502 Bad Gateway", b"<html>nginx</html>", "text/html"), SERVER_DOWN),
        (http("500 Internal Server Error", b'{"message": "x"}'), SERVER_DOWN),
        (http("200 OK", b"\x28\xb5\x2f\xfdgarbage", Content_Encoding="zstd"), OFFLINE),
        (http("200 OK", GOOD)[:-20], OFFLINE),
        (http("200 OK", zstandard.compress(GOOD), Content_Encoding="zstd")[:-10], OFFLINE),
        (b"SSH-2.0-OpenSSH_9.2\r\n", OFFLINE),
        (b"", OFFLINE),
    ],
)
def test_what_is_not_the_server_is_no_network_and_never_an_error(
    repondre: Repondre, answer: bytes, words: str
) -> None:
    transport = Transport(repondre(answer))
    with pytest.raises(UnreachableError) as caught:
        transport.sync(SYNC)
    assert caught.value.message == words
    transport.close()


def test_an_answer_cut_at_any_byte_is_never_taken_for_a_whole_one(repondre: Repondre) -> None:
    whole = http("200 OK", zstandard.compress(GOOD), Content_Encoding="zstd")
    for end in range(0, len(whole), 7):
        transport = Transport(repondre(whole[:end]))
        with pytest.raises(UnreachableError):
            transport.sync(SYNC)
        transport.close()
    transport = Transport(repondre(whole))
    assert transport.sync(SYNC).page.cursor == "c"
    transport.close()


def test_the_words_of_a_refusal_reach_the_person(repondre: Repondre) -> None:
    message = {"message": "Ce compte est bloqué jusqu’à 9 h 15.", "regle": ""}
    url = repondre(http("423 Locked", json.dumps(message).encode()))
    transport = Transport(url)
    with pytest.raises(AnsweredError) as answered:
        transport.sync(SYNC)
    assert (answered.value.status, answered.value.message) == (423, message["message"])
    transport.close()
    with pytest.raises(RefusedError, match="bloqué jusqu’à 9 h 15"):
        connecter(url, "camille", "secret", {})


def test_the_first_connection_without_network_says_so() -> None:
    with pytest.raises(RefusedError, match="réseau"):
        connecter("http://127.0.0.1:9", "camille", "secret", {})
