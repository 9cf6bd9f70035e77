"""Copies of the replica: one a day that is known to be readable, and one before each migration.

A laptop loses power, a disk loses a page: a file that is damaged is set aside, never deleted, and the
day's copy takes its place, with no network needed. What it lacks of the server comes back by the next
synchronisation; what was not sent since is saved from the file set aside (rule 24 of the lessons). A
copy takes 1 s for 60 MB, off the screen. Copies bear the key of the replica, and go when it goes.
"""

import datetime as dt
import shutil
from functools import partial
from pathlib import Path

import sqlcipher3
from sqlalchemy import Engine

from desktop.models.connexion import UnreadableReplicaError, engine_of, open_file
from desktop.models.fichiers import patiently, remove, settle
from desktop.models.integrite import WAL, sound

DAILY = "copie"


def copy(engine: Engine, key: bytes, path: Path, suffix: str) -> None:
    """Copy the replica, check the copy, and only then let it replace the one before.

    The writer is not held up: a copy is one long reading. Raises OSError when it cannot be made, or does
    not read: what it was made of is not in doubt.
    """
    target = path.with_name(f"{path.name}.{suffix}")
    fresh = _fresh(target)
    remove(fresh)
    try:
        _write(engine, key, fresh)
    except sqlcipher3.dbapi2.Error as error:
        raise OSError("the replica cannot be copied") from error
    if not _readable(fresh, key):
        remove(fresh)
        raise OSError("the copy of the replica cannot be read")
    patiently(lambda: fresh.replace(target))


def made_at(path: Path, key: bytes) -> dt.datetime | None:
    """Say when the day's copy was made; None if there is none that this key opens."""
    kept = path.with_name(f"{path.name}.{DAILY}")
    if not kept.exists() or not _readable(kept, key):
        return None
    return dt.datetime.fromtimestamp(kept.stat().st_mtime, dt.UTC)


def put_back(path: Path, mark: str) -> None:
    """Set a damaged replica aside under ``mark``, and put the day's copy in its place, whole or not.

    One that a power cut stopped half-way is gone on with: the copy was on the disk by then.
    """
    fresh = _fresh(path)
    if not half_put_back(path):
        patiently(lambda: shutil.copyfile(path.with_name(f"{path.name}.{DAILY}"), fresh))
        settle(fresh)
    set_aside(path, mark)
    patiently(lambda: fresh.replace(path))


def half_put_back(path: Path) -> bool:
    """Tell whether the power went once a damaged replica had left its place, and before its copy took it."""
    return _fresh(path).exists() and not path.exists()


def set_aside(path: Path, mark: str) -> None:
    """Rename the replica and its journals: whoever is to recover words from it needs both."""
    for part in (path, path.with_name(f"{path.name}{WAL}")):
        if part.exists():
            patiently(partial(part.rename, part.with_name(f"{part.name}.{mark}")))
    remove(path.with_name(f"{path.name}-shm"))


def _fresh(path: Path) -> Path:
    return path.with_name(f"{path.name}.nouveau")


def _write(engine: Engine, key: bytes, fresh: Path) -> None:
    written = open_file(fresh, key)
    try:
        with engine.connect() as connection:
            connection.connection.driver_connection.backup(written)  # type: ignore[union-attr]
    finally:
        written.close()


def _readable(path: Path, key: bytes) -> bool:
    try:
        engine = engine_of(path, key)
    except UnreadableReplicaError:
        return False
    try:
        return sound(engine)
    finally:
        engine.dispose()
