"""The server of a simulation: the real application, called without a socket, on a base that may die.

Requests go through the real ASGI application, its routes in this very thread, so that a seed plays the
same schedule twice. A schedule begins from a copy of one prepared base; ``sauver`` and ``remettre`` are
the backup of the night.
"""

import asyncio
import gc
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, event, func, select

from server import migrations
from server.api import create_application
from server.models import journal
from server.models.base import open_engine
from server.services.appelants import authenticate
from server.services.empreintes import held_by
from tests.server.clocks import StoppedClock
from tests.server.monde import Monde, build_serveur

URL = "https://serveur.invalid"


_TETE = select(func.max(journal.c.seq))


class ServeurTueError(BaseException):
    """The server's process died in the middle of a statement: what was not committed is not."""


class Base:
    """One SQLite file of the server, that a schedule may put back as it was."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "serveur.sqlite3"
        self._sauvegarde = folder / "sauvegarde.sqlite3"
        self.engine = open_engine(f"sqlite:///{self.path}")
        migrations.upgrade(self.engine)

    def poser(self, source: Path) -> None:
        """Put another file in the place of this one; nothing is left of what was."""
        self.engine.dispose()
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(source, self.path)

    def copier(self, target: Path) -> None:
        """Copy the file, whole: closing the last connection empties its journal."""
        self.engine.dispose()
        shutil.copyfile(self.path, target)

    def sauver(self) -> None:
        """Make the backup of the night."""
        self.copier(self._sauvegarde)

    def remettre(self) -> None:
        """Put the backup back, as after a lost disk."""
        self.poser(self._sauvegarde)


@dataclass
class Recu:
    """What the application answers to one request."""

    status: int = 0
    headers: dict[str, str] | None = None
    body: bytes = b""


class Central(Monde):
    """The server, reached without HTTP."""

    def __init__(self, folder: Path) -> None:
        self.base = Base(folder)
        super().__init__(build_serveur(self.base.engine, StoppedClock()), URL)
        self._application = create_application(self.serveur)
        self._boucle = asyncio.new_event_loop()
        self._reste = -1
        event.listen(self.base.engine, "before_cursor_execute", self._compter)

    def fermer(self) -> None:
        """Let go of everything."""
        self.base.engine.dispose()
        self._boucle.close()

    def _compter(self, *_: object) -> None:
        if self._reste == 0:
            self._reste = -1
            raise ServeurTueError
        self._reste -= self._reste > 0

    def repondre(
        self, method: str, path: str, headers: dict[str, str], body: bytes, *, meurt: int = -1
    ) -> Recu:
        """Answer one request. ``meurt``: die before that statement. Raises ServeurTueError."""
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "scheme": "https",
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("serveur.invalid", 443),
        }
        recu = Recu()

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:  # noqa: ANN401 - ASGI's own
            if message["type"] == "http.response.start":
                recu.status = message["status"]
                recu.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
            else:
                recu.body += message.get("body", b"")

        self._reste, died = meurt, False
        try:
            self._boucle.run_until_complete(self._application(scope, receive, send))
        except ServeurTueError:
            died = True
        finally:
            self._reste = -1
        if died:
            gc.collect()  # a process that dies lets go of its transaction; what a traceback keeps does not
            raise ServeurTueError
        return recu

    def tete(self) -> int:
        """Return the greatest number of the journal."""
        with self.lire() as connection:
            return connection.execute(_TETE).scalar() or 0

    def tenus(self, jeton: str) -> set[str]:
        """Return the dossiers that the device behind a token holds, as the base has noted."""
        with self.lire() as connection:
            appelant = authenticate(connection, jeton, self.clock.now())
            return set(connection.execute(held_by(appelant)).scalars())

    @contextmanager
    def lire(self) -> Iterator[Connection]:
        """Read the base."""
        with self.serveur.engine.connect() as connection:
            yield connection


class SurPlace(Executor):
    """Does at once, in the same thread, what it is given."""

    def __init__(self, *_: object) -> None:
        """Take what a pool of threads takes."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> "Future[Any]":  # noqa: ANN401
        """Do it; a death is not kept for later."""
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **named))
        except Exception as error:  # noqa: BLE001 - for whoever asks for the result
            done.set_exception(error)
        return done


@contextmanager
def sans_fil() -> Iterator[None]:
    """Run the routes of the application, and what a laptop asks ahead, in the thread that asks."""

    async def here(function: Callable[..., Any], *args: Any, **_: Any) -> Any:  # noqa: ANN401 - anyio's own
        return function(*args)

    with (
        patch("anyio.to_thread.run_sync", here),
        patch("desktop.sync.avance.ThreadPoolExecutor", SurPlace),
    ):
        yield
