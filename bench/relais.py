"""A bad line, of our own: a relay between a laptop and the server that counts, slows down, delays and cuts.

The kernel here cannot do it. Each direction of each connection has its thread, which lets bytes go at the
line's pace and after its delay; a cut closes the connection once a given number of bytes has gone up
or come down on it, like a train that enters a tunnel.
"""

import contextlib
import socket
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Self

_PIECE = 512


@dataclass(frozen=True, slots=True)
class Ligne:
    """``debit`` in bytes a second each way (0: as fast as it goes), ``latence`` in seconds, there and back.

    ``coupures``: for each connection in turn, ``("haut" or "bas", bytes)`` after which it is cut.
    """

    debit: float = 0.0
    latence: float = 0.0
    coupures: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class Compte:
    """What went over the line, headers of HTTP included."""

    haut: int = 0
    bas: int = 0
    connexions: int = 0
    coupures: int = 0


@dataclass
class Relais:
    """Listens on the loopback and leads to ``port``; a context."""

    port: int
    ligne: Ligne = Ligne()
    compte: Compte = field(default_factory=Compte)

    def __enter__(self) -> Self:
        """Listen."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._cuts = deque(self.ligne.coupures)
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop listening; what is still open ends with its peers."""
        self._listener.close()

    def ralentir(self, ligne: Ligne) -> None:
        """Change the line for the connections to come."""
        self.ligne = ligne
        self._cuts = deque(ligne.coupures)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                self.compte.connexions += 1
                cut = self._cuts.popleft() if self._cuts else None
                time.sleep(self.ligne.latence)  # its handshake
                far = socket.create_connection(("127.0.0.1", self.port))
                for end in (near, far):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for way, source, target in (("haut", near, far), ("bas", far, near)):
                    budget = cut[1] if cut is not None and cut[0] == way else None
                    words = (way, source, target, budget)
                    threading.Thread(target=self._carry, args=words, daemon=True).start()

    def _carry(self, way: str, source: socket.socket, target: socket.socket, budget: int | None) -> None:
        """Carry one direction until its end, or its cut."""
        carried = 0
        ready = 0.0  # when the line will have carried all it was given
        with contextlib.suppress(OSError):
            while piece := source.recv(_PIECE if self.ligne.debit else 1 << 16):
                if budget is not None and carried + len(piece) > budget:
                    self.compte.coupures += 1
                    break
                carried += len(piece)
                setattr(self.compte, way, getattr(self.compte, way) + len(piece))
                if self.ligne.debit:
                    now = time.monotonic()
                    if now > ready:  # silence before: the delay is felt again
                        ready = now + self.ligne.latence / 2
                    ready += len(piece) / self.ligne.debit
                    time.sleep(max(0.0, ready - now))
                target.sendall(piece)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
