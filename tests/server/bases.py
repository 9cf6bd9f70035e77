"""Migrated databases kept from one test to the next, and emptied between the two.

Migrating a database, or cloning one, takes longer than most tests; so does compiling again, for a new
engine, every statement that the last one had compiled. A test has the database for itself all the same:
nothing of another's is left in it, and one whose shape a test has changed is made anew.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, delete, exists, literal, select, text, union_all

from server import migrations
from server.models import metadata
from server.models.base import is_postgresql, open_engine
from tests import postgresql

_SHAPE = {
    True: "SELECT (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_proc),"
    " (SELECT count(*) FROM pg_trigger)",
    False: "PRAGMA schema_version",
}
_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_FULL = union_all(
    *[
        select(literal(name)).where(exists(select(1).select_from(table)))
        for name, table in metadata.tables.items()
    ]
)


class Base:
    """A database that serves again."""

    def __init__(self, create: Callable[[], Engine]) -> None:
        self._create = create
        self._make()

    def _make(self) -> None:
        self._engine = self._create()
        migrations.upgrade(self._engine)
        with self._engine.connect() as connection:
            self._shape = _shape(connection)

    @contextmanager
    def lent(self) -> Iterator[Engine]:
        """Lend the database, empty."""
        with self._engine.connect() as connection:
            changed = _shape(connection) != self._shape
        if changed:
            self._engine.dispose()
            self._make()
        with self._engine.begin() as connection:
            if is_postgresql(connection):  # what a test has left behind must hold no lock
                connection.execute(text(_OTHERS))
            for name in connection.execute(_FULL).scalars().all():
                connection.execute(delete(metadata.tables[name]))
        yield self._engine
        self._engine.dispose()


def _shape(connection: Connection) -> tuple[int, ...]:
    return tuple(connection.execute(text(_SHAPE[is_postgresql(connection)])).one())


def _new_sqlite() -> Engine:
    folder = Path(tempfile.mkdtemp(prefix="permanence-base-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return open_engine(f"sqlite:///{folder / 'serveur.sqlite3'}")


def _new_postgresql() -> Engine:
    server = postgresql.start()
    return open_engine(server.url(server.create()))


of_sqlite = cache(partial(Base, _new_sqlite))
of_postgresql = cache(partial(Base, _new_postgresql))


def skip_without_postgresql() -> None:
    if os.environ.get(postgresql.OPT_OUT) == "1":
        pytest.skip(f"{postgresql.OPT_OUT}=1: nothing is proven about PostgreSQL")
