"""The replica: one encrypted file per account, its migrations, its readers and its writer.

Opening: check the key, refuse a file newer than the program or of someone else, copy it before
migrating it, then migrate. Reading takes a connection of a pool (WAL: readers never wait for the
writer); writing goes through :class:`~desktop.models.ecrivain.Ecrivain`.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DatabaseError

from desktop.models.connexion import engine_of
from desktop.models.copie import DAILY, copy
from desktop.models.ecrivain import Ecrivain
from desktop.models.fichiers import patiently, remove
from desktop.models.rejeu import replay
from desktop.models.tables import etat
from domain.errors import RefusedError

LOCKED = "Permanence est verrouillé sur ce poste."
NO_ROOM = (
    "Vos données doivent être copiées avant leur mise à jour, et la copie n’a pas pu être faite\u00a0: "
    "libérez de la place, puis rouvrez. Rien n’a été modifié."
)
BEFORE = "avant"
_log = logging.getLogger(__name__)
_REVISION = text("SELECT version_num FROM alembic_version")


class Replique:
    """An open replica. ``close`` it: what was handed over is written first."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Open (or create) the replica; migrate it if needed, after a copy.

        Raises UnreadableReplicaError (wrong key, damaged) and RefusedError (newer than the program).
        """
        self.path = path
        self.remise = ""  # what its user must know of it: a copy has taken the place of a damaged file
        engine = patiently(lambda: engine_of(path, key))
        try:
            migrate(engine, path, key)
        except BaseException:
            engine.dispose()
            raise
        self._engine: Engine | None = engine
        self._key = key
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

    def derive(self, purpose: bytes) -> bytes:
        """Return 32 bytes of key for what is kept beside the replica, for one ``purpose`` alone.

        Raises RefusedError once closed.
        """
        if not self._key:
            raise RefusedError(LOCKED)
        return HKDF(SHA256(), 32, salt=None, info=b"permanence " + purpose).derive(self._key)

    def keep_a_copy(self, day: str, *, anew: bool = False) -> None:
        """Keep a copy of today, and forget those made before migrations: the server has everything now.

        ``anew``: the day's copy holds what had to leave this computer. A copy that cannot be made is
        logged and made another time: nothing depends on it but a disk that fails.
        """
        for old in self.path.parent.glob(f"{self.path.name}.{BEFORE}-*"):
            remove(old)
        engine, key = self._engine, self._key
        if engine is None:
            return
        with self.read() as connection:
            if get(connection, "copie") == day and not anew:
                return
        try:
            copy(engine, key, self.path, DAILY)
        except (OSError, DatabaseError) as error:
            _log.warning("no copy of the replica could be made: %s", type(error).__name__)
            return

        def note(connection: Connection) -> tuple[None, None]:
            put(connection, copie=day)
            return None, None

        self.ecrivain.submit(note).result()

    def close(self) -> bool:
        """Write what is left and let go of the file and its key. False if the disk refused."""
        written = self.ecrivain.close()
        engine, self._engine, self._key = self._engine, None, b""
        if engine is not None:
            engine.dispose()
        return written


HEAD = "0006"  # the revision this program writes; tests/desktop/models holds it to the migrations


def migrate(engine: Engine, path: Path, key: bytes) -> None:
    """Bring the replica to the program's own revision, keeping a copy of what was before.

    Lines of the outbox are in the form of the wire and no migration touches them (rule 19); what a
    newer server had sent is given its place.

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
        try:
            copy(engine, key, path, f"{BEFORE}-{present}")
        except OSError as error:
            raise RefusedError(NO_ROOM) from error
    with engine.begin() as connection:
        upgrade(connection)
        if present is not None:
            replay(connection)


def get(connection: Connection, key: str, default: Any = None) -> Any:  # noqa: ANN401 - any JSON value
    """Read one value of what the replica knows of itself."""
    row = connection.execute(select(etat.c.valeur).where(etat.c.cle == key)).first()
    return default if row is None else row[0]


def put(connection: Connection, **values: Any) -> None:  # noqa: ANN401 - any JSON value
    """Write values of what the replica knows of itself."""
    for key, value in values.items():
        line = insert(etat).values(cle=key, valeur=value)
        connection.execute(line.on_conflict_do_update(index_elements=["cle"], set_={"valeur": value}))
