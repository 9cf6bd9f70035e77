"""The server as its own process, started, stopped and started again like the network it stands for."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import requests

DEPARTEMENT_S = 120.0
START_S = 30.0


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Serveur:
    """``permanence-server`` on a SQLite file of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base = folder / "serveur.sqlite3"
        self.port = self._same_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def _same_port(self) -> int:
        """Return the port of this server, the same at each start: laptops remember the address."""
        kept = self.folder / "port"
        if not kept.exists():
            kept.write_text(str(free_port()), "utf-8")
        return int(kept.read_text("utf-8"))

    def commande(self, *arguments: str) -> None:
        """Run one command of the server to its end. Raises CalledProcessError."""
        subprocess.run(self._words(arguments), check=True, timeout=DEPARTEMENT_S, env=self._environment())

    def demarrer(self) -> None:
        """Start answering; return once it does."""
        self._process = subprocess.Popen(
            self._words(("servir", "--port", str(self.port))),
            env=self._environment(),
            stdout=subprocess.DEVNULL,
        )
        until = time.monotonic() + START_S
        while time.monotonic() < until and self._process.poll() is None:
            try:
                if requests.get(f"{self.url}/sante", timeout=1).ok:
                    return
            except requests.RequestException:
                time.sleep(0.05)
        raise TimeoutError("the server did not start")

    def arreter(self) -> None:
        """Stop answering: whoever connects is refused."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(START_S)
            self._process = None

    def _words(self, arguments: Sequence[str]) -> list[str]:
        return [sys.executable, "-m", "server", "--base", f"sqlite:///{self.base}", *arguments]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "PERMANENCE_CLE": str(self.folder / "serveur.cle")}
