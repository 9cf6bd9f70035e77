"""A relay between the laptop and the server: it holds an answer back, or is the cable one pulls out."""

import contextlib
import socket
import threading
from urllib.parse import urlsplit


class Guichet:
    """Relays bytes both ways. Once ``retenir`` is set, the server's answers no longer come through.

    ``retenu`` is set when the server has answered a whole request and its answer was kept back: the
    server has committed, the laptop does not know. After ``couper`` nothing goes through any more.
    """

    def __init__(self, server: str) -> None:
        target = urlsplit(server)
        self._target = (target.hostname or "127.0.0.1", target.port or 80)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.retenir = threading.Event()
        self.retenu = threading.Event()
        self._coupe = threading.Event()
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def fermer(self) -> None:
        """Stop accepting."""
        self._listener.close()

    def couper(self) -> None:
        """Pull the cable out: what is under way breaks, whoever connects is cut off."""
        self._coupe.set()
        while self._open:
            with contextlib.suppress(OSError):
                self._open.pop().shutdown(socket.SHUT_RDWR)

    def retablir(self) -> None:
        """Put the cable back."""
        self._coupe.clear()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self._coupe.is_set():
                    client.close()
                    continue
                self._open.append(client)
                threading.Thread(target=self._relay, args=(client,), daemon=True).start()

    def _relay(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            server = socket.create_connection(self._target, timeout=5)
            with server:
                upward = threading.Thread(target=_pump, args=(client, server), daemon=True)
                upward.start()
                while data := server.recv(65536):
                    if self.retenir.is_set():
                        self.retenu.set()
                        continue
                    client.sendall(data)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
