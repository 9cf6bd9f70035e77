"""What is typed and belongs to no record yet: a letter not filed, an act not confirmed.

It never leaves this computer: it is kept with what the replica knows of itself, by dossier, and goes with
the dossier.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, select

from desktop.models.replique import get, put
from desktop.models.tables import RECORDS, etat
from domain.fields import Value


def read(connection: Connection, dossier: str, quoi: str) -> dict[str, Value]:
    """Return what was being typed, by field; empty if nothing was."""
    return dict(get(connection, _key(dossier, quoi), {}))


def keep(connection: Connection, dossier: str, quoi: str, values: Mapping[str, Value]) -> None:
    """Keep what is being typed; nothing of it if there is nothing, or if its dossier is here no more."""
    key, table = _key(dossier, quoi), RECORDS["dossier"]
    if values and connection.execute(select(table.c.id).where(table.c.id == dossier)).first():
        put(connection, **{key: dict(values)})
    else:
        connection.execute(delete(etat).where(etat.c.cle == key))


def leave(connection: Connection, dossier: str) -> None:
    """Forget what was being typed of a dossier that leaves."""
    connection.execute(delete(etat).where(etat.c.cle.startswith(_key(dossier, ""))))


def _key(dossier: str, quoi: str) -> str:
    return f"brouillon/{dossier}/{quoi}"
