"""The pull: what a device must hold after what it said it holds.

Its cursor is a receipt. ``portee_appareil`` notes which page brought each dossier and which page
asks to retire it; a page that the cursor does not acknowledge was never stored, so what it
brought is sent again and what it retired is asked again. Dossiers that enter the scope come
whole; the others by the journal, row by row (rules 8 and 9 of the lessons on synchronisation).

A page is bounded in rows and in characters. One that was cut on its way is made half as long, one
that arrived may be followed by one twice as long (rule 17): on a bad line the first replica goes on
by pages that pass.

Rows leave the base as tuples and enter the page as they are: no object per row, no dictionary.
"""

import datetime as dt
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    delete,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy import insert as sql_insert

from domain.exchange.v1 import META_COLUMNS, Page, Tombstone
from domain.fields import Kind
from domain.registry import FORMS
from server.models import RECORDS, empreinte_dossier, journal, portee_appareil
from server.models.base import is_postgresql
from server.services.appelants import Appelant
from server.services.portee import open_to, visible_dossiers
from server.services.secret import Secret
from server.sync.curseur import Curseur
from server.sync.propres import Revisions, without_own_texts

ROWS, FIRST_ROWS, START_ROWS = 400, 10_000, 2_500
"""Rows of a page: few, which a replica writes in 20 ms (decision 4); many for its first state, after
a first page that arrives soon, so that it is being written while the second is prepared."""
CHARACTERS, FIRST_CHARACTERS = 2_000_000, 12_000_000
"""Characters of long text in a page, at most, unless one dossier alone has more."""

_TABLE = portee_appareil
COLUMNS = {name: [*META_COLUMNS, *(field.name for field in form.fields)] for name, form in FORMS.items()}
_LONG = {
    name: [len(META_COLUMNS) + at for at, field in enumerate(form.fields) if field.kind is Kind.TEXT]
    for name, form in FORMS.items()
}
_ID, _DOSSIER, _REV = (META_COLUMNS.index(name) for name in ("id", "dossier", "rev"))


class Envoi:
    """Prepares one page in one transaction, which must read one state throughout."""

    def __init__(
        self,
        connection: Connection,
        appelant: Appelant,
        cursor: Curseur,
        today: dt.date,
        *,
        wide: bool = False,
        own: Revisions | None = None,
    ) -> None:
        self._connection = connection
        self._appelant = appelant
        self._cursor = cursor
        self._page = cursor.page + 1
        self._wide = wide or cursor.page == 0
        self._own = own or {}
        self._room, self._characters = ROWS, CHARACTERS
        if cursor.premiere:
            self._room, self._characters = FIRST_ROWS if cursor.page else START_ROWS, FIRST_CHARACTERS
        self._lost = 0  # dossiers of pages that were sent and never stored
        self._device = (_TABLE.c.departement == appelant.departement) & (
            _TABLE.c.appareil == appelant.appareil
        )
        self._held = select(_TABLE.c.dossier).where(self._device, _TABLE.c.sort_page.is_(None))
        self._visible = visible_dossiers(appelant, today)
        self._rows: dict[str, list[Any]] = {}
        self._gone: list[Tombstone] = []

    def page(self, secret: Secret) -> Page:
        """Return the next page; ``more`` if another must follow."""
        self._acknowledge()
        leave = self._retire()
        if self._wide:
            self._collect_wide()
        position, caught_up = (self._head(), True) if self._cursor.page == 0 else self._follow_journal()
        enter, all_entered = self._enter() if caught_up else ([], False)
        more = not all_entered
        first, n = self._cursor.premiere and more, self._cursor.n
        cursor = Curseur(self._appelant.epoque, *position, page=self._page, premiere=first, n=n)
        nothing = not (leave or enter or self._rows or self._gone)
        if nothing and position == (self._cursor.seq, self._cursor.id, self._cursor.stamp) and not more:
            # Nothing to acknowledge: the same receipt keeps its number.
            cursor = Curseur(self._appelant.epoque, *position, page=self._cursor.page, premiere=False, n=n)
        rows, mine = without_own_texts(self._rows, COLUMNS, self._own, enter)
        written = cursor.write(secret, self._appelant.appareil)
        return Page(written, more, rows, self._gone, enter, leave, self._wide, mine)

    def _acknowledge(self) -> None:
        """Compare the cursor with what was sent (the receipt)."""
        execute, page = self._connection.execute, self._cursor.page
        forgotten = execute(
            delete(_TABLE)
            .where(self._device, or_(_TABLE.c.entre_page > page, _TABLE.c.sort_page <= page))
            .returning(_TABLE.c.entre_page)
        )
        self._lost = sum(brought > page for brought in forgotten.scalars())
        execute(update(_TABLE).where(self._device, _TABLE.c.sort_page > page).values(sort_page=None))

    def _retire(self) -> list[str]:
        """Ask to retire the dossiers that left the scope (R-ACC-2), all of them at once."""
        left = self._connection.execute(self._held.where(_TABLE.c.dossier.not_in(self._visible)))
        leave = sorted(left.scalars())
        if leave:
            self._connection.execute(
                update(_TABLE)
                .where(self._device, _TABLE.c.dossier.not_in(self._visible), _TABLE.c.sort_page.is_(None))
                .values(sort_page=self._page)
            )
        return leave

    def _enter(self) -> tuple[list[str], bool]:
        """Bring whole as many entering dossiers as there is room for; at least one."""
        dossier = RECORDS["dossier"].c.id
        counts = empreinte_dossier
        found = self._connection.execute(
            self._visible.add_columns(counts.c.nombre)
            .join_from(
                RECORDS["dossier"],
                counts,
                and_(counts.c.departement == self._appelant.departement, counts.c.dossier == dossier),
            )
            .where(dossier.not_in(select(_TABLE.c.dossier).where(self._device)))
            .order_by(dossier)
            .limit(self._room + 1)
        ).all()
        enter: list[str] = []
        room, most = self._room, self._most() if found else 0
        for identifier, count in found:
            if enter and (count > room or len(enter) == most):
                break
            enter.append(identifier)
            room -= count
        if enter:
            self._note_entering(enter)
            new = select(_TABLE.c.dossier).where(self._device, _TABLE.c.entre_page == self._page)
            for kind, form in FORMS.items():
                if form.in_dossier:
                    self._collect(kind, RECORDS[kind].c.dossier.in_(new), living=True)
            enter = self._that_fit(enter)
        return enter, len(enter) == len(found)

    def _most(self) -> int:
        """Return how many dossiers may enter: half of a lost page, or twice the last that came."""
        if self._lost:
            return max(1, self._lost // 2)
        came = select(func.count()).where(self._device, _TABLE.c.entre_page == self._cursor.page)
        return 2 * self._connection.execute(came).scalar_one() or self._room

    def _note_entering(self, enter: list[str]) -> None:
        key = {"departement": self._appelant.departement, "appareil": self._appelant.appareil}
        rows = [key | {"dossier": each, "entre_page": self._page} for each in enter]
        self._connection.execute(sql_insert(_TABLE), rows)

    def _that_fit(self, enter: list[str]) -> list[str]:
        """Keep the dossiers whose texts fit in the page, one at least; the others wait for the next."""
        weights = dict.fromkeys(enter, 0)
        for kind, rows in self._rows.items():
            for at in _LONG[kind]:
                for row in rows:
                    if row[at] and row[_DOSSIER] in weights:
                        weights[row[_DOSSIER]] += len(row[at])
        total = 0
        for rank, dossier in enumerate(enter):
            total += weights[dossier]
            if rank and total > self._characters:
                return self._put_off(enter, rank)
        return enter

    def _put_off(self, enter: list[str], rank: int) -> list[str]:
        later = set(enter[rank:])
        self._connection.execute(delete(_TABLE).where(self._device, _TABLE.c.dossier.in_(later)))
        for kind, rows in self._rows.items():
            self._rows[kind] = [row for row in rows if row[_DOSSIER] not in later]
        return enter[:rank]

    def _follow_journal(self) -> tuple[tuple[int, int, int], bool]:
        """Bring the rows written since the cursor; return the new position, and whether it is the head."""
        head = self._head()
        cursor = self._cursor
        if head == (cursor.seq, cursor.id, cursor.stamp):
            return head, True
        lines = self._connection.execute(
            self._journal(journal.c.seq, journal.c.id, journal.c.stamp, journal.c.kind)
            .order_by(journal.c.seq, journal.c.id)
            .limit(self._room + 1)
        ).all()
        caught_up = len(lines) <= self._room
        lines = lines[: self._room]
        position = head if caught_up else (lines[-1].seq, lines[-1].id, lines[-1].stamp)
        for kind in sorted({line.kind for line in lines}):
            until = tuple_(journal.c.seq, journal.c.id) <= tuple_(literal(position[0]), literal(position[1]))
            written = self._journal(journal.c.record).where(journal.c.kind == kind, until)
            self._collect(kind, RECORDS[kind].c.id.in_(written), living=False)
        self._room -= len(lines)
        return position, caught_up

    def _journal(self, *columns: Any) -> Select[Any]:  # noqa: ANN401 - columns of the journal
        """Select the lines after the cursor that concern what the device already holds."""
        cursor = self._cursor
        return select(*columns).where(
            journal.c.departement == self._appelant.departement,
            tuple_(journal.c.seq, journal.c.id) > tuple_(literal(cursor.seq), literal(cursor.id)),
            or_(journal.c.dossier.is_(None), journal.c.dossier.in_(self._held)),
        )

    def _head(self) -> tuple[int, int, int]:
        """Return the last line of the journal."""
        last = self._connection.execute(
            select(journal.c.seq, journal.c.id, journal.c.stamp)
            .where(journal.c.departement == self._appelant.departement)
            .order_by(journal.c.seq.desc(), journal.c.id.desc())
            .limit(1)
        ).first()
        return (0, 0, 0) if last is None else (int(last.seq), int(last.id), int(last.stamp))

    def _collect_wide(self) -> None:
        for kind, form in FORMS.items():
            if form.reserve or not form.in_dossier:
                self._collect(kind, RECORDS[kind].c.dossier.is_(None), living=True)

    def _collect(self, kind: str, which: ColumnElement[bool], *, living: bool) -> None:
        """Add rows of one kind to the page; tombstones apart."""
        table = RECORDS[kind]
        base = and_(table.c.departement == self._appelant.departement, which, open_to(self._appelant, kind))
        columns = [table.c[name] for name in COLUMNS[kind]]
        if living:
            alive = self._tuples(select(*columns).where(base, table.c.supprime.is_(False)))
        else:
            found = self._tuples(select(*columns, table.c.supprime).where(base))
            alive = [row[:-1] for row in found if not row[-1]]
            self._gone.extend(Tombstone(kind, row[_ID], row[_DOSSIER], row[_REV]) for row in found if row[-1])
        if alive:
            self._rows.setdefault(kind, []).extend(alive)

    def _tuples(self, query: Select[Any]) -> list[Any]:
        """Return plain tuples; those of PostgreSQL's driver, which hold what the wire writes already."""
        found = self._connection.execute(query)
        if not is_postgresql(self._connection) or found.cursor is None:
            return list(map(tuple, found))
        tuples = list(found.cursor.fetchall())
        found.close()
        return tuples
