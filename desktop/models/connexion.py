"""Opening the encrypted file: every connection to the replica is made here.

Forgetting the key silently makes a *clear* SQLCipher database, so the header of the file is
looked at; a wrong key only shows at the first read. ``temp_store=MEMORY`` keeps sorts out of
clear temporary files; ``synchronous=FULL`` is what makes a commit survive a power cut in WAL
(rule 24 of the lessons).
"""

import json
from functools import partial
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from domain.text import fold

KEY_BYTES = 32
CLEAR_HEADER = b"SQLite format 3\x00"
_PRAGMAS = (
    "cipher_log_level = NONE",
    "journal_mode = WAL",
    "synchronous = FULL",
    "temp_store = MEMORY",
    "busy_timeout = 10000",
    "cache_size = -16000",
)


class UnreadableReplicaError(Exception):
    """The file is not a replica this key opens, or it is damaged. It is set aside, never deleted."""


def engine_of(path: Path, key: bytes) -> Engine:
    """Return an engine on the replica at ``path``, encrypted with ``key`` (32 bytes).

    Raises UnreadableReplicaError when the file is in clear, damaged, or of another key.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a replica's key is 32 bytes")

    def connect() -> DBAPIConnection:
        connection = open_file(path, key)
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except sqlcipher3.dbapi2.Error:
            connection.close()  # Windows does not rename a file that is open: it must be set aside
            raise
        connection.create_function("fold", 1, fold, deterministic=True)
        return connection  # type: ignore[no-any-return]

    if path.exists():
        with path.open("rb") as file:
            if file.read(len(CLEAR_HEADER)) == CLEAR_HEADER:
                raise UnreadableReplicaError("the replica is not encrypted")
    engine = create_engine(
        "sqlite://",
        creator=connect,
        module=sqlcipher3.dbapi2,
        poolclass=QueuePool,
        hide_parameters=True,  # they are the words of the persons, and an error's text may be logged
        json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
    )
    event.listen(engine, "begin", _begin)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    except OperationalError:
        engine.dispose()
        raise
    except DatabaseError as error:
        engine.dispose()
        raise UnreadableReplicaError("the replica does not open with this key") from error
    return engine


def open_file(path: Path, key: bytes) -> Any:  # noqa: ANN401 - the driver has no types
    """Open a file with its key and nothing else, as the driver does: for a copy, page by page."""
    connection = sqlcipher3.dbapi2.connect(str(path), check_same_thread=False, isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def _begin(connection: Connection) -> None:
    """Begin for real: the driver's own implicit transactions are off (``isolation_level=None``)."""
    connection.exec_driver_sql("BEGIN")
