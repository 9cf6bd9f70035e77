"""The wire of an exchange: how long it is waited for, and how it is cut from outside.

A time limit per read does not bound an exchange: one byte a minute would hold it for days. A limit
on the whole would forbid a large page on a slow line. An exchange may therefore last a minute, and
as much again as what it has moved takes at 16 kbit/s, a quarter of the slowest line that the
program promises to work on; and once the answer has begun, thirty seconds without a byte end it.

One thread watches each exchange. It cuts through a second handle on the connection, because the
first is inside TLS and may be in the middle of a handshake.
"""

import contextlib
import logging
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NameResolutionError, NewConnectionError

from desktop.sync.joindre import Delai, joindre

# Headers cut in their middle are quoted there, with a trace: the transport says what matters of it.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Limites:
    """Seconds, and bytes per second."""

    connexion: float = 10.0  # from the name to the connection, and again for the handshake of TLS
    silence: float = 30.0  # without a byte, once the answer has begun
    patience: float = 60.0  # whatever is moved: a server at work, a proxy that keeps the answer
    debit: float = 2_000.0


class Fil:
    """The exchange under way, if any. ``abandonner`` may be called from any thread.

    Of the last exchange: ``joint``, the host was reached; ``repond``, its answer has begun;
    ``trop_long``, it was cut because it took too long.
    """

    def __init__(self, limites: Limites) -> None:
        self.limites = limites
        self.joint = self.repond = self.trop_long = False
        self._abandon = threading.Event()
        self._guard = threading.Lock()
        self._twin: int | None = None
        self._began = self._until = 0.0
        self._moved = 0

    @contextlib.contextmanager
    def echange(self, up: int) -> Iterator[None]:
        """Watch one exchange that sends ``up`` bytes."""
        self.joint = self.repond = self.trop_long = False
        self._moved, self._began = up, time.monotonic()
        self._until = self._budget()
        done = threading.Event()
        threading.Thread(target=self._watch, args=(done,), name="echange", daemon=True).start()
        try:
            yield
        finally:
            done.set()
            self._let_go()

    def delai(self) -> Delai:
        """Return until when the host may be sought."""
        return Delai(time.monotonic() + self.limites.connexion, self._abandon)

    def timeout(self, up: int) -> tuple[float, float]:
        """Return the limits of each call on the socket, in case the system does not heed a cut."""
        whole = self.limites.patience + up / self.limites.debit
        return whole, whole

    def moved(self, count: int) -> None:
        """Take note that ``count`` more bytes have come."""
        self.repond = True
        self._moved += count
        self._until = min(self._budget(), time.monotonic() + self.limites.silence)

    def hold(self, sock: socket.socket) -> None:
        """Be able to cut this connection."""
        self.joint = True
        twin = socket.dup(sock.fileno())
        self._let_go()
        with self._guard:
            self._twin = twin
        if self._abandon.is_set():
            self._cut()

    def abandonner(self) -> None:
        """End the exchange under way at once, and let none begin: the replica is being closed."""
        self._abandon.set()
        self._cut()

    @property
    def abandonne(self) -> bool:
        """Tell whether nobody waits any longer."""
        return self._abandon.is_set()

    def _budget(self) -> float:
        return self._began + self.limites.patience + self._moved / self.limites.debit

    def _watch(self, done: threading.Event) -> None:
        while not done.wait(max(0.0, self._until - time.monotonic())):
            if time.monotonic() >= self._until:
                self.trop_long = True
                self._cut()
                return

    def _cut(self) -> None:
        with self._guard, contextlib.suppress(OSError):
            if self._twin is not None:
                twin = socket.socket(fileno=self._twin)
                try:
                    twin.shutdown(socket.SHUT_RDWR)
                finally:
                    twin.detach()

    def _let_go(self) -> None:
        with self._guard:
            if self._twin is not None:
                socket.close(self._twin)
                self._twin = None


class Adaptateur(HTTPAdapter):
    """Connections kept alive that trust ``tls`` alone, through a proxy or not, and can be cut."""

    def __init__(self, fil: Fil, tls: Any) -> None:  # noqa: ANN401 - a context of ssl or of truststore
        self._fil, self._tls = fil, tls
        super().__init__(pool_connections=1, pool_maxsize=2)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - urllib3's own parameters
        """Make the connections that go straight to the server."""
        super().init_poolmanager(*args, ssl_context=self._tls, **kwargs)
        self._wire(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:  # noqa: ANN401 - requests' own signature
        """Make the connections that go through a proxy."""
        tls = {"ssl_context": self._tls, "proxy_ssl_context": self._tls}
        manager = super().proxy_manager_for(proxy, **tls, **kwargs)
        self._wire(manager)
        return manager

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:  # noqa: ANN401, ARG002 - requests' own signature
        """Add no authority of requests' own to those of the system (decision 11)."""
        conn.cert_reqs = "CERT_REQUIRED"

    def _wire(self, manager: Any) -> None:  # noqa: ANN401 - either manager of urllib3
        manager.pool_classes_by_scheme = _pools(self._fil)


class _Tenue:
    """What both connections of urllib3 take from us: how they are opened, and a way to cut them."""

    fil: ClassVar[Fil]
    sock: socket.socket | None

    def _new_conn(self) -> socket.socket:
        here: Any = self  # urllib3's errors want the connection
        try:
            sock = joindre(here._dns_host, here.port, self.fil.delai())  # noqa: SLF001 - as its own _new_conn
        except socket.gaierror as error:
            raise NameResolutionError(here.host, here, error) from error
        except OSError as error:
            raise NewConnectionError(here, "not reached") from error
        # urllib3 sets the limit of an exchange again once TLS has shaken hands.
        sock.settimeout(self.fil.limites.connexion if isinstance(self, HTTPSConnection) else here.timeout)
        self.fil.hold(sock)
        return sock

    def request(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - urllib3's own parameters
        if self.sock is not None:  # kept alive from the exchange before, or just opened
            self.fil.hold(self.sock)
        super().request(*args, **kwargs)  # type: ignore[misc]


def _pools(fil: Fil) -> dict[str, type[HTTPConnectionPool]]:
    """Make urllib3's pools give connections that ``fil`` opens and may cut."""
    held = {"fil": fil}
    clear = type("Claire", (_Tenue, HTTPConnection), held)
    ciphered = type("Chiffree", (_Tenue, HTTPSConnection), held)
    return {
        "http": type("PoolClair", (HTTPConnectionPool,), {"ConnectionCls": clear}),
        "https": type("PoolChiffre", (HTTPSConnectionPool,), {"ConnectionCls": ciphered}),
    }
