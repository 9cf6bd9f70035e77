"""A real PostgreSQL for the tests: one per test process.

Started once on a free port of the loopback, without the guarantees that cost time and that a test
does not need (fsync). Runs as root (it then drops to the ``postgres`` account, since PostgreSQL
refuses to run as root) and as anybody.
"""

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg

OPT_OUT = "PERMANENCE_SANS_POSTGRESQL"
_USER = "permanence"
_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class Postgres:
    """A running server; ``url`` names a database of it for SQLAlchemy."""

    def __init__(self, port: int, folder: Path) -> None:
        self._port = port
        self.folder = folder
        self._count = 0

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{_USER}@127.0.0.1:{self._port}/{database}"

    def execute(self, statement: str) -> None:
        dsn = f"host=127.0.0.1 port={self._port} user={_USER} dbname=postgres"
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(statement.encode())

    def create(self, template: str = "template1") -> str:
        """Create a database that stays; return its name."""
        self._count += 1
        name = f"essai_{self._count}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """Yield the URL of a database of one's own."""
        name = self.create(template)
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@cache
def binaries() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest version there is."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    on_path = shutil.which("pg_ctl")
    if found and (found[-1] / "initdb").exists():
        return found[-1]
    return Path(on_path).parent if on_path else None


@cache
def start(*, durable: bool = False) -> Postgres:
    """Start the server of this process; it stops with it. ``durable`` as in production: measures want it."""
    programs = binaries()
    if programs is None:
        raise RuntimeError(
            f"no PostgreSQL on this machine: install the package postgresql, or set {OPT_OUT}=1 to do without"
        )
    folder = Path(tempfile.mkdtemp(prefix="permanence-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    port = _free_port()
    _run(
        f"{programs}/initdb -D {folder}/data -U {_USER} --auth=trust --encoding=UTF8 --locale=C.UTF-8 -N",
        folder,
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    options += "" if durable else f" {_FAST}"
    atexit.register(_stop, programs, folder)
    _run(f"{programs}/pg_ctl -D {folder}/data -w -l {folder}/log -o '{options}' start", folder)
    return Postgres(port, folder)


def _stop(programs: Path, folder: Path) -> None:
    _run(f"{programs}/pg_ctl -D {folder}/data -m immediate stop", folder)
    shutil.rmtree(folder, ignore_errors=True)


def _run(command: str, folder: Path) -> None:
    argv = ["su", "postgres", "-s", "/bin/sh", "-c", command] if os.geteuid() == 0 else ["sh", "-c", command]
    done = subprocess.run(
        argv, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
