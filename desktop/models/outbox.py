"""One write of the user = the row and a line of the outbox, in one transaction (rule 1).

Lines of the same record coalesce while they wait: first ``avant``, last ``valeurs`` (decision 3). An
append-only act (accord, change of state) *seals* the earlier lines of its record and of the
record's children, so that what follows the act can never be read as having come before it. The
number ``n`` is given when a line is frozen into a batch; a frozen line never changes.

``avant`` holds the value the editor was loaded with. A pull never rewrites it, else what came
meanwhile would be silently overwritten (decision 1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, func, insert, select, update

from desktop.models.replique import get, put
from desktop.models.tables import RECORDS, changement
from domain.clock import Clock, instant
from domain.exchange.v1 import Change, Op
from domain.fields import Kind, Value, same
from domain.ids import Ids
from domain.merge import codes_change
from domain.registry import FORMS

Line = Row[Any]
"""A row of the outbox."""

BATCH_LINES = 400
BATCH_CHARACTERS = 400_000
CUTS = 3


@dataclass(frozen=True, slots=True)
class Outbox:
    """Writes for one account. Every method runs inside the caller's transaction."""

    compte: str
    clock: Clock
    ids: Ids

    def create(
        self,
        connection: Connection,
        kind: str,
        dossier: str | None,
        values: Mapping[str, Value],
        record: str | None = None,
    ) -> str:
        """Insert a record born here, or ``record``, born elsewhere and taken in; return its identifier."""
        record, now = record or self.ids.new(), instant(self.clock.now())
        connection.execute(
            insert(RECORDS[kind]).values(
                id=record,
                dossier=dossier,
                cree_par=self.compte,
                cree_le=now,
                modifie_par=self.compte,
                modifie_le=now,
                **values,
            )
        )
        filled = {name: value for name, value in values.items() if value is not None}
        self._line(
            connection, kind, record, dossier=dossier, op=Op.CREATE, base_rev=0, valeurs=filled, avant={}
        )
        return record

    def set(
        self,
        connection: Connection,
        kind: str,
        record: str,
        values: Mapping[str, Value],
        seen: Mapping[str, Value],
    ) -> str | None:
        """Change fields of a record; return its dossier.

        A record that went while its editor was open (deleted elsewhere, dossier reassigned) still
        gets its line: the server brings it back, or hands the words to whoever has it now (rule 10).
        """
        table = RECORDS[kind]
        row = connection.execute(select(table).where(table.c.id == record)).first()
        if row is None:
            self._set_gone(connection, kind, record, values, seen)
            return None
        kept = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
        fresh = {name: value for name, value in values.items() if not same(value, kept[name])}
        if not fresh:
            return row.dossier  # type: ignore[no-any-return]
        connection.execute(
            update(table)
            .where(table.c.id == record)
            .values(modifie_par=self.compte, modifie_le=instant(self.clock.now()), **fresh)
        )
        # The rest of a group was relied upon too: it only makes sense together (decision 6).
        together = {mate for name in fresh for mate in FORMS[kind].groups[name]}
        before = {name: kept[name] for name in together} | {name: seen.get(name) for name in fresh}
        self._add(connection, kind, record, fresh, before, dossier=row.dossier, base_rev=row.rev)
        return str(row.dossier)

    def delete(self, connection: Connection, kind: str, record: str) -> str | None:
        """Delete a record; return its dossier. One that was never sent leaves no trace."""
        table = RECORDS[kind]
        row = connection.execute(select(table).where(table.c.id == record)).first()
        if row is None:
            return None
        connection.execute(delete(table).where(table.c.id == record))
        waiting = _of(kind, record) & changement.c.n.is_(None)
        unsent = connection.execute(
            select(changement).where(waiting).order_by(changement.c.ordre.desc())
        ).all()
        connection.execute(delete(changement).where(waiting))
        if not any(line.op == Op.CREATE for line in unsent):
            names = {field.name for field in FORMS[kind].fields}
            whole = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
            for line in unsent:  # what was never sent is no part of what the server is asked to delete
                whole |= line.avant
            self._line(
                connection,
                kind,
                record,
                dossier=row.dossier,
                op=Op.DELETE,
                base_rev=row.rev,
                valeurs={},
                avant={name: value for name, value in whole.items() if name in names},
                ligne=whole,
            )
        return str(row.dossier)

    def seal(self, connection: Connection, records: Iterable[str]) -> None:
        """Close the waiting lines of ``records``: an act has just been bound to what they say."""
        connection.execute(
            update(changement)
            .where(changement.c.record.in_(list(records)), changement.c.n.is_(None))
            .values(scelle=True)
        )

    def _set_gone(
        self,
        connection: Connection,
        kind: str,
        record: str,
        values: Mapping[str, Value],
        seen: Mapping[str, Value],
    ) -> None:
        """Write a line for a record that is no longer here, unless it was deleted here."""
        deleted = _of(kind, record), changement.c.op == Op.DELETE
        if connection.execute(select(changement.c.ordre).where(*deleted)).first() is None:
            before = {name: seen.get(name) for name in values}
            self._add(connection, kind, record, values, before, dossier=None, base_rev=0)

    def _add(
        self,
        connection: Connection,
        kind: str,
        record: str,
        values: Mapping[str, Value],
        before: Mapping[str, Value],
        **columns: object,
    ) -> None:
        """Add values to the line of the record that is still open, or open one."""
        line = self._open_line(connection, kind, record)
        if line is None:
            self._line(connection, kind, record, op=Op.SET, valeurs=values, avant=before, **columns)
            return
        known = {**before, **line.avant} if line.op == Op.SET else {}
        connection.execute(
            update(changement)
            .where(changement.c.ordre == line.ordre)
            .values(valeurs=line.valeurs | values, avant=known, fait_le=instant(self.clock.now()))
        )

    def _open_line(self, connection: Connection, kind: str, record: str) -> Line | None:
        last = connection.execute(
            select(changement).where(_of(kind, record)).order_by(changement.c.ordre.desc())
        ).first()
        if last is None or last.n is not None or last.scelle or last.op == Op.DELETE:
            return None
        return last

    def _line(self, connection: Connection, kind: str, record: str, **columns: object) -> None:
        connection.execute(
            insert(changement).values(
                id=self.ids.new(),
                kind=kind,
                record=record,
                fait_le=instant(self.clock.now()),
                par=self.compte,
                reglages=get(connection, "reglages", 0),
                **columns,
            )
        )


def _of(kind: str, record: str) -> ColumnElement[bool]:
    """Select what was typed of a record: what is offered of it to a restored server is another matter."""
    return (changement.c.kind == kind) & (changement.c.record == record)


def freeze(connection: Connection) -> list[Change]:
    """Give numbers to waiting lines and return the next batch, in order.

    Lines frozen by an earlier attempt that no answer has settled come first, unchanged. A batch
    is bounded (:func:`bounds`); what is over goes in the next one.
    """
    most, room = bounds(connection)
    lines = connection.execute(
        select(changement).order_by(changement.c.n.is_(None), changement.c.n, changement.c.ordre)
    )
    number = get(connection, "dernier_n", 0)
    batch: list[Change] = []
    numbered: list[dict[str, int]] = []
    size = 0
    for line in lines.fetchmany(most):
        size += weight(line.valeurs) + weight(line.avant)
        if batch and size > room:
            break
        n = line.n
        if n is None:
            n = number = number + 1
            numbered.append({"line": line.ordre, "number": n})
        batch.append(as_change(line, n))
    if numbered:
        one = update(changement).where(changement.c.ordre == bindparam("line"))
        connection.execute(one.values(n=bindparam("number")), numbered)
    put(connection, dernier_n=number)
    return batch


def bounds(connection: Connection) -> tuple[int, int]:
    """Return how many lines and characters a batch may have now (rule 17): see :func:`send_less`."""
    halved = get(connection, "allure", 0)
    return max(1, BATCH_LINES >> halved), max(1, BATCH_CHARACTERS >> halved)


def send_less(connection: Connection, sent: int) -> bool:
    """Make the next batches at most half of one of ``sent`` lines, which did not pass; False for one line.

    Kept in the replica: a network that lets nothing long pass does so after a restart too.
    """
    if sent <= 1:
        return False
    halved = get(connection, "allure", 0)
    while (BATCH_LINES >> halved) > sent // 2:
        halved += 1
    put(connection, allure=halved)
    return True


def was_cut(connection: Connection, sent: int) -> bool:
    """Send less once ``CUTS`` exchanges in a row were cut: one may be chance, and costs less sent again."""
    cuts = get(connection, "coupures", 0) + 1
    put(connection, coupures=cuts % CUTS)
    return cuts >= CUTS and send_less(connection, sent)


def send_more(connection: Connection) -> bool:
    """Make the next batches twice as long, up to what they were, because one has passed quickly."""
    halved: int = max(0, get(connection, "allure", 0) - 1)
    put(connection, allure=halved, coupures=0)
    return halved > 0


def weight(value: object) -> int:
    """Count the characters of a value, whatever holds them."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(map(weight, value.values()))
    return sum(map(weight, value)) if isinstance(value, list) else 0


def waiting(connection: Connection) -> int:
    """Count the changes the server has not answered yet."""
    return connection.execute(select(func.count()).select_from(changement)).scalar_one()


def pending(connection: Connection) -> dict[tuple[str, str], list[Line]]:
    """Return the unanswered lines by (kind, record), oldest first: what a pull must not clobber."""
    found: dict[tuple[str, str], list[Line]] = {}
    for line in connection.execute(select(changement).order_by(changement.c.ordre)):
        found.setdefault((line.kind, line.record), []).append(line)
    return found


def as_change(line: Line, n: int) -> Change:
    """Write a line of the outbox as the wire does."""
    form = FORMS.get(line.kind)  # none for what the replica says of itself: see server.sync.particuliers
    codes = {field.name for field in form.fields if field.kind is Kind.CODES} if form else set()
    values: dict[str, Value] = dict(line.valeurs)
    for name in codes & values.keys():
        values[name] = codes_change(line.avant.get(name), line.valeurs[name])
    return Change(
        id=line.id,
        n=n,
        kind=line.kind,
        record=line.record,
        dossier=line.dossier,
        op=Op(line.op),
        at=line.fait_le,
        by=line.par,
        base_rev=line.base_rev,
        set=values,
        was=dict(line.avant),
        settings=line.reglages,
    )
