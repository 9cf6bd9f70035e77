"""The replica: one encrypted file per account, its migrations, its readers and its writer.

Opening: check the key, refuse a file newer than the program or of someone else, copy it before
migrating it, then migrate. Reading takes a connection of a pool (WAL: readers never wait for the
writer); writing goes through :class:`~desktop.models.ecrivain.Ecrivain`.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.dialects.sqlite import insert

from desktop.models.connexion import engine_of
from desktop.models.ecrivain import Ecrivain
from desktop.models.tables import etat
from domain.errors import RefusedError

LOCKED = "Permanence est verrouillé sur ce poste."
_REVISION = text("SELECT version_num FROM alembic_version")


class Replique:
    """An open replica. ``close`` it: what was handed over is written first."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Open (or create) the replica; migrate it if needed, after a copy.

        Raises UnreadableReplicaError (wrong key, damaged) and RefusedError (newer than the program).
        """
        self.path = path
        engine = engine_of(path, key)
        try:
            migrate(engine, path)
        except BaseException:
            engine.dispose()
            raise
        self._engine: Engine | None = engine
        self.ecrivain = Ecrivain(engine)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one consistent state and writes nothing.

        Raises RefusedError once closed: an engine that is still held would open the file again, with
        its key, for whatever outlives the lock (a page, an exchange that waits for the network).
        """
        if (engine := self._engine) is None:
            raise RefusedError(LOCKED)
        with engine.connect() as connection:
            yield connection

    def close(self) -> bool:
        """Write what is left and let go of the file and its key. False if the disk refused."""
        written = self.ecrivain.close()
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.dispose()
        return written


HEAD = "0002"  # the revision this program writes; tests/desktop/models holds it to the migrations


def migrate(engine: Engine, path: Path) -> None:
    """Bring the replica to the program's own revision, keeping a copy of what was before.

    Raises RefusedError if a newer program has written it; nothing is touched then.
    """
    with engine.connect() as connection:
        known = inspect(connection).has_table("alembic_version")
        present = connection.execute(_REVISION).scalar() if known else None
    if present == HEAD:
        return
    # Imported only to migrate: Alembic costs 0.35 s of the 1.2 s of a start.
    from desktop.models.migrations import is_known, upgrade  # noqa: PLC0415

    if present is not None:
        if not is_known(present):
            raise RefusedError(
                "Les données de ce poste ont été écrites par une version plus récente de Permanence. "
                "Mettez le programme à jour\u00a0; rien n’a été modifié."
            )
        _copy_before(engine, path, present)
    with engine.begin() as connection:
        upgrade(connection)


def _copy_before(engine: Engine, path: Path, revision: str) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy2(path, path.with_name(f"{path.name}.avant-{revision}"))


def get(connection: Connection, key: str, default: Any = None) -> Any:  # noqa: ANN401 - any JSON value
    """Read one value of what the replica knows of itself."""
    row = connection.execute(select(etat.c.valeur).where(etat.c.cle == key)).first()
    return default if row is None else row[0]


def put(connection: Connection, **values: Any) -> None:  # noqa: ANN401 - any JSON value
    """Write values of what the replica knows of itself."""
    for key, value in values.items():
        line = insert(etat).values(cle=key, valeur=value)
        connection.execute(line.on_conflict_do_update(index_elements=["cle"], set_={"valeur": value}))
