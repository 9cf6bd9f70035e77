"""What answers in place of a server, over real sockets, and a relay that spoils what passes."""

import contextlib
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from desktop.sync.fil import Limites

Reponse = Callable[[socket.socket], None]
Pompe = Callable[[socket.socket, socket.socket], None]
PRESSE = Limites(connexion=0.5, silence=0.4, patience=0.8, debit=100_000.0)
"""As ``Limites``, for somebody in a hurry."""
GOOD = json.dumps(
    {"epoch": "e", "now": "2026-11-20T08:00:00.000Z", "acknowledged": 0, "page": {"cursor": "c"}}
).encode()


def http(
    status: str, body: bytes, content_type: str = "application/json", *, ours: bool = True, **headers: str
) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
    lines += ["Permanence: 0.1.0"] if ours else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


@contextlib.contextmanager
def ecouter(accueil: Reponse, family: int = socket.AF_INET) -> Iterator[int]:
    """Run ``accueil`` on each connection made; yield the port."""
    host = "::1" if family == socket.AF_INET6 else "127.0.0.1"
    listener = socket.create_server((host, 0), family=family)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=serve, args=(client,), daemon=True).start()

    def serve(client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            client.settimeout(5)
            accueil(client)

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        listener.close()


def recevoir(client: socket.socket) -> bytes:
    """Read a whole request: what is left unread when a connection closes breaks it, answer included."""
    heard = client.recv(65536)
    if b" HTTP/1." in heard:
        while b"\r\n\r\n" not in heard:
            heard += client.recv(65536)
        head, _, body = heard.partition(b"\r\n\r\n")
        found = re.search(rb"(?i)content-length: (\d+)", head)
        left = int(found.group(1)) - len(body) if found else 0
        while left > 0 and (more := client.recv(left)):
            heard, left = heard + more, left - len(more)
    return heard


def qui_repond(answer: bytes) -> Reponse:
    """Read a request and give one answer, byte for byte."""

    def accueil(client: socket.socket) -> None:
        recevoir(client)
        client.sendall(answer)

    return accueil


def qui_se_tait(client: socket.socket) -> None:
    """Take everything and never answer: a half-open connection."""
    while client.recv(65536):
        pass


def qui_goutte(begin: bytes, drops: bytes) -> Reponse:
    """Answer, then go on one byte at a time, without end as far as the laptop can tell."""

    def accueil(client: socket.socket) -> None:
        recevoir(client)
        client.sendall(begin)
        for byte in drops:
            client.sendall(bytes([byte]))
            time.sleep(0.05)

    return accueil


class Relais:
    """Stands between a laptop and the server; each direction goes through a pump."""

    def __init__(self, server: str) -> None:
        target = urlsplit(server)
        self._target = (target.hostname or "127.0.0.1", target.port or 80)
        self.montee: Pompe = pomper
        self.descente: Pompe = pomper

    @contextlib.contextmanager
    def ouvert(self) -> Iterator[str]:
        with ecouter(self._relayer) as port:
            yield f"http://127.0.0.1:{port}"

    def _relayer(self, client: socket.socket) -> None:
        with socket.create_connection(self._target, timeout=5) as server:
            up = threading.Thread(target=relayer, args=(self.montee, client, server), daemon=True)
            up.start()
            relayer(self.descente, server, client)
            up.join(5)


def relayer(pompe: Pompe, source: socket.socket, target: socket.socket) -> None:
    """Run a pump to its end, whoever ends it, and end both sides with it."""
    with contextlib.suppress(OSError):
        pompe(source, target)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def pomper(source: socket.socket, target: socket.socket) -> None:
    """Let everything pass."""
    while data := source.recv(65536):
        target.sendall(data)


def couper_apres(count: int) -> Pompe:
    """Let ``count`` bytes pass, then break the connection."""

    def pompe(source: socket.socket, target: socket.socket) -> None:
        left = count
        while left and (data := source.recv(min(left, 65536))):
            target.sendall(data)
            left -= len(data)

    return pompe


def ralentir(bytes_per_second: int, latency: float) -> Pompe:
    """Let bytes pass at the pace of a slow line: what comes after a silence takes ``latency`` more."""

    def pompe(source: socket.socket, target: socket.socket) -> None:
        free = time.monotonic()  # when the line has passed on all it took
        while data := source.recv(1024):
            if time.monotonic() > free:
                free = time.monotonic() + latency
            free += len(data) / bytes_per_second
            time.sleep(max(0.0, free - time.monotonic()))
            target.sendall(data)

    return pompe
