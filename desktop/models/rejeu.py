"""What a newer server sent before this program knew of it, given its place after the migration.

A column this program did not know was kept in ``inconnu``, a row of an unknown kind in
``ligne_inconnue`` (decision 19). Both are replayed in the transaction of the migration that learns
them; what is still unknown stays where it is. Nothing typed here is concerned: one edits only what
one knows.
"""

from sqlalchemy import Connection, delete, insert, null, select, update

from desktop.models.tables import RECORDS, ligne_inconnue
from domain.exchange.v1 import META_COLUMNS
from domain.fields import Value
from domain.registry import FORMS


def replay(connection: Connection) -> None:
    """Give their place to the columns and rows that this revision knows."""
    for form in FORMS.values():
        _columns(connection, form.name)
        _rows(connection, form.name)


def _columns(connection: Connection, kind: str) -> None:
    table = RECORDS[kind]
    aside = connection.execute(select(table.c.id, table.c.inconnu).where(table.c.inconnu.is_not(None))).all()
    for record, kept in aside:
        known, unknown = _sorted(kind, kept or {})
        connection.execute(
            update(table).where(table.c.id == record).values(**known, inconnu=unknown or null())
        )


def _rows(connection: Connection, kind: str) -> None:
    mine = ligne_inconnue.c.kind == kind
    for row in connection.execute(select(ligne_inconnue).where(mine)).all():
        meta = {name: row.ligne.get(name) for name in META_COLUMNS}
        fields = {name: value for name, value in row.ligne.items() if name not in meta}
        known, unknown = _sorted(kind, fields)
        values = {**meta, **known, "part_digest": row.part_digest, "inconnu": unknown or null()}
        connection.execute(insert(RECORDS[kind]).values(**values))
    connection.execute(delete(ligne_inconnue).where(mine))


def _sorted(kind: str, kept: dict[str, Value]) -> tuple[dict[str, Value], dict[str, Value]]:
    """Return what this program now knows, and what it still does not."""
    names = FORMS[kind].by_name
    return (
        {name: value for name, value in kept.items() if name in names and value is not None},
        {name: value for name, value in kept.items() if name not in names},
    )
