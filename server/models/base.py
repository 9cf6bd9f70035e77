"""Opening the database: one place knows what differs between SQLite and PostgreSQL."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, text
from sqlalchemy import update as sql_update
from sqlalchemy.engine import make_url

from server.models.tables import departement, journal

_SQLITE_WAIT_SECONDS = 30
_POOL = 20  # a FastAPI thread pool has 40 threads: half may be in the database at once


def open_engine(url: str) -> Engine:
    """Open the database of ``url``; nothing is created in it.

    SQLite transactions begin with ``BEGIN IMMEDIATE``: the writer is alone from its first read,
    which is what ``SELECT … FOR UPDATE`` gives record by record on PostgreSQL.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
        return create_engine(
            parsed, pool_size=_POOL, max_overflow=_POOL, pool_pre_ping=True, hide_parameters=True
        )
    # Parameters are hidden from error messages: they are the texts of the persons.
    waiting = {"timeout": _SQLITE_WAIT_SECONDS}
    engine = create_engine(parsed, connect_args=waiting, pool_size=_POOL, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def is_postgresql(connection: Connection) -> bool:
    """Tell whether the database is a PostgreSQL."""
    return connection.dialect.name == "postgresql"


def snapshot(engine: Engine) -> Engine:
    """Return the engine whose transactions read one state from beginning to end.

    A page and its digest must speak of the same state. SQLite already does.
    """
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ")
    return engine


def append_to_journal(connection: Connection, code: str, lines: Iterable[dict[str, Any]]) -> int:
    """Write and number the lines of a transaction: **the last statement before its commit**.

    The counter row stays locked until the commit, so numbers follow the order of commits and a
    reader's cursor never steps over a transaction that commits late; taken last, the lock lasts
    no longer than the commit itself. Lines are ``{id, stamp, kind, record, dossier}``.
    """
    rows = list(lines)
    if is_postgresql(connection):
        columns = {name: [row[name] for row in rows] for name in ("id", "stamp", "kind", "record", "dossier")}
        return int(connection.execute(_POSTGRESQL_APPEND, {"code": code, **columns}).scalars().first() or 0)
    taken = sql_update(departement).where(departement.c.code == code).values(seq=departement.c.seq + 1)
    seq = int(connection.execute(taken.returning(departement.c.seq)).scalar_one())
    connection.execute(insert(journal), [{"departement": code, "seq": seq, **row} for row in rows])
    return seq


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the module must not open transactions by itself
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")  # an answer leaves after the commit is on disk
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


_POSTGRESQL_APPEND = text(
    """
    WITH tete AS (UPDATE departement SET seq = seq + 1 WHERE code = :code RETURNING seq)
    INSERT INTO journal (departement, seq, id, stamp, kind, record, dossier)
    SELECT :code, tete.seq, ligne.* FROM tete, unnest(
        CAST(:id AS integer[]), CAST(:stamp AS bigint[]), CAST(:kind AS text[]),
        CAST(:record AS text[]), CAST(:dossier AS text[])) AS ligne
    RETURNING seq
    """
)
