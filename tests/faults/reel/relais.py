"""A relay between one laptop and the server: it cuts at any byte, either way, delays, keeps answers."""

import contextlib
import random
import socket
import struct
import threading
from collections import Counter

from tests.faults.fautes import Faute

PIECE = 2048
FAR = 1 << 40
LATE_S = 0.02
ABRUPT = struct.pack("ii", 1, 0)  # close with a reset, as a network that vanished


class Relais:
    """Listens on a port of its own and relays to another, well or badly until ``calme``."""

    def __init__(self, port: int, alea: random.Random) -> None:
        self._port = port
        self._alea = alea
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.subies: Counter[Faute] = Counter()
        self.calme = False
        threading.Thread(target=self._accept, daemon=True).start()

    def fermer(self) -> None:
        """Stop accepting."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._relay, args=(client, self._fate()), daemon=True).start()

    def _fate(self) -> Faute | None:
        if self.calme or self._alea.random() < 0.4:
            return None
        return self._alea.choice((Faute.OCTET_MONTANT, Faute.OCTET_DESCENDANT, Faute.LENTEUR, Faute.RETENUE))

    def _relay(self, client: socket.socket, fate: Faute | None) -> None:
        byte = self._alea.randrange(1, 5_000)
        up = byte if fate is Faute.OCTET_MONTANT else FAR
        down = {Faute.OCTET_DESCENDANT: byte, Faute.RETENUE: 0}.get(fate, FAR) if fate else FAR
        with (
            contextlib.suppress(OSError),
            client,
            socket.create_connection(("127.0.0.1", self._port)) as server,
        ):
            upward = threading.Thread(target=self._pump, args=(client, server, up, fate), daemon=True)
            upward.start()
            self._pump(server, client, down, fate)
            upward.join()

    def _pump(self, source: socket.socket, target: socket.socket, limit: int, fate: Faute | None) -> None:
        """Carry bytes one way; at the limit, cut both ways at once."""
        with contextlib.suppress(OSError):
            while data := source.recv(PIECE):
                if fate is Faute.LENTEUR:
                    threading.Event().wait(LATE_S)
                    self.subies[fate] += 1
                if len(data) >= limit:
                    target.sendall(data[:limit])
                    if fate is not None:
                        self.subies[fate] += 1
                    for end in (source, target):
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABRUPT)
                        end.shutdown(socket.SHUT_RDWR)
                    return
                limit -= len(data)
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
