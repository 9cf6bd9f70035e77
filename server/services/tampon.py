"""Writes held back until somebody reads: a batch of a hundred changes becomes a few statements.

Each statement is a round trip to the base, and a savepoint is two: written one by one, 50 CERs and 50
entretiens took 425 statements and four fifths of their time. Nothing can be read without these
writes: the buffer empties itself before any other statement of its connection. It holds one line
per record, so that the order in which lines are written does not matter.
"""

from typing import Any

from sqlalchemy import Connection, bindparam, event, insert, update

from domain.fields import Value
from server.models import RECORDS

_OF_THE_RECORD = "_"  # no column begins so: marks the parameters that say which record is meant


class ImprudentError(Exception):
    """A change failed after it had written: what it wrote is to be undone with all the batch."""


class Tampon:
    """The writes that one transaction has not sent yet; all of them in one département."""

    def __init__(self, connection: Connection, departement: str) -> None:
        self._connection = connection
        self._departement = departement
        self._new: dict[tuple[str, str], dict[str, Value]] = {}
        self._changed: dict[tuple[str, str], dict[str, Value]] = {}
        self._emptying = False
        self.count = 0
        event.listen(connection, "before_cursor_execute", self._before)

    def inserer(self, kind: str, row: dict[str, Value]) -> None:
        """Hold back a new row."""
        self.count += 1
        self._new[kind, str(row["id"])] = dict(row)

    def modifier(self, kind: str, record: str, values: dict[str, Value]) -> None:
        """Hold back values of a row."""
        self.count += 1
        held = self._new if (kind, record) in self._new else self._changed
        held.setdefault((kind, record), {}).update(values)

    def vider(self) -> None:
        """Send what is held back. Raises what the base raises."""
        if self._emptying or not (self._new or self._changed):
            return
        self._emptying = True
        new, changed = self._new, self._changed
        self._new, self._changed = {}, {}
        try:
            self._insert(new)
            self._update(changed)
        finally:
            self._emptying = False

    def _insert(self, new: dict[tuple[str, str], dict[str, Value]]) -> None:
        by_kind: dict[str, list[dict[str, Value]]] = {}
        for (kind, _), row in new.items():
            by_kind.setdefault(kind, []).append(row)
        for kind, rows in by_kind.items():
            self._connection.execute(insert(RECORDS[kind]), rows)

    def _update(self, changed: dict[tuple[str, str], dict[str, Value]]) -> None:
        alike: dict[tuple[str, tuple[str, ...]], list[dict[str, Value]]] = {}
        for (kind, record), values in changed.items():
            lines = alike.setdefault((kind, tuple(sorted(values))), [])
            lines.append({**values, _OF_THE_RECORD: record})
        for (kind, names), lines in alike.items():
            table = RECORDS[kind]
            statement = update(table).where(
                table.c.departement == self._departement, table.c.id == bindparam(_OF_THE_RECORD)
            )
            self._connection.execute(statement.values({name: bindparam(name) for name in names}), lines)

    def _before(self, *_event: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own arguments
        self.vider()
