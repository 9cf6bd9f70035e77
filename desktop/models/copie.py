"""Copies of the replica: one a day that is known to be readable, and one before each migration.

A laptop loses power, a disk loses a page. After a crash the file is checked before anything is shown
(0.5 s for 60 MB); one that is damaged is set aside, never deleted, and the day's copy takes its place:
what it lacks of the server comes back by the next synchronisation, what was not sent since is still in
the file set aside (rule 24 of the lessons). Copies bear the key of the replica, and go when it goes.
"""

from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from desktop.models.connexion import UnreadableReplicaError, engine_of, open_file
from desktop.models.fichiers import patiently, remove

DAILY = "copie"


def crashed(path: Path) -> bool:
    """Tell whether the replica was not closed: its journal is folded into it by the last to close it."""
    journal = path.with_name(f"{path.name}-wal")
    return journal.exists() and journal.stat().st_size > 0


def sound(engine: Engine) -> bool:
    """Check every page against its seal, then the structure; about 10 ms for a megabyte."""
    try:
        with engine.connect() as connection:
            broken = connection.exec_driver_sql("PRAGMA cipher_integrity_check").first()
            return broken is None and _structure(connection) == "ok"
    except DatabaseError:
        return False


def copy(engine: Engine, key: bytes, path: Path, suffix: str) -> None:
    """Copy the replica, check the copy, and only then let it replace the one before.

    The writer is not held up: a copy is one long reading. Raises UnreadableReplicaError when what was
    written cannot be read, OSError or DatabaseError when it cannot be written.
    """
    target = path.with_name(f"{path.name}.{suffix}")
    fresh = target.with_name(f"{target.name}.nouveau")
    remove(fresh)
    written = open_file(fresh, key)
    try:
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            if driver is None:
                raise UnreadableReplicaError("the replica is closed")
            driver.backup(written)
    finally:
        written.close()
    if not _readable(fresh, key):
        remove(fresh)
        raise UnreadableReplicaError("the copy of the replica cannot be read")
    patiently(lambda: fresh.replace(target))


def put_back(path: Path, key: bytes, mark: str) -> bool:
    """Set a damaged replica aside under ``mark`` and put the day's copy in its place.

    False, and nothing is touched, if there is no copy that this key opens.
    """
    kept = path.with_name(f"{path.name}.{DAILY}")
    if not kept.exists() or not _readable(kept, key):
        return False
    set_aside(path, mark)
    patiently(lambda: kept.replace(path))
    return True


def set_aside(path: Path, mark: str) -> None:
    """Rename the replica and its journals: whoever is to recover words from it needs both."""
    for part in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if part.exists():
            aside = part.with_name(part.name.replace(path.name, f"{path.name}.{mark}"))
            patiently(lambda part=part, aside=aside: part.rename(aside))  # type: ignore[misc]


def _readable(path: Path, key: bytes) -> bool:
    try:
        engine = engine_of(path, key)
    except UnreadableReplicaError:
        return False
    try:
        return sound(engine)
    finally:
        engine.dispose()


def _structure(connection: Connection) -> object:
    return connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
