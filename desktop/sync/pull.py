"""Writing a page of the server's state into the replica, under the work that waits here.

Rows are upserted by the hundred in one statement per kind. A row with unsent changes keeps them
on top (rebased, never clobbered, rule 13); a row whose deletion waits stays hidden but is kept
with the waiting line, in case the server says no. The page and its cursor commit together: the
caller gives one transaction for both (rule 8).
"""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, func, select, union_all, update

from desktop.models import brouillons, contenus
from desktop.models.outbox import Line, pending
from desktop.models.replique import put
from desktop.models.tables import RECORDS, changement, consultation, ligne_inconnue
from domain.exchange.v1 import DIGEST_MASK, Digest, Op, Page, Rows, Tombstone, fingerprint
from domain.fields import Kind, Value
from domain.merge import rebase
from domain.registry import FORMS

_LOCAL = ("part_digest", "inconnu")
HALF = 0xFFFFFFFF


def apply(connection: Connection, page: Page) -> None:
    """Write one page and its cursor. Parents come before children, leaving dossiers first."""
    for dossier in page.leave:
        retire(connection, dossier)
    _replace(connection, page.enter)
    if page.wide:
        _replace_wide(connection)
    waiting = pending(connection) if page.rows or page.mine else {}
    order = list(FORMS)
    for rows in sorted(page.rows, key=lambda rows: order.index(rows.kind) if rows.kind in FORMS else 99):
        if rows.kind in FORMS:
            _upsert(connection, rows, waiting)
        else:
            _keep_unknown(connection, rows)
    for rows in page.mine:
        if rows.kind in FORMS:
            _upsert(connection, rows, waiting, mine=True)
    for tombstone in page.gone:
        _remove(connection, tombstone)
    put(connection, cursor=page.cursor)


def retire(connection: Connection, dossier: str) -> None:
    """Erase a dossier that left the user's scope (R-ACC-2); its unsent lines stay until answered.

    What was already sent is sealed: see ``scelle``.
    """
    for table in (*RECORDS.values(), consultation, ligne_inconnue):
        connection.execute(delete(table).where(table.c.dossier == dossier))
    contenus.leave(connection, dossier)
    brouillons.leave(connection, dossier)


def _replace(connection: Connection, dossiers: Sequence[str]) -> None:
    """Forget what the server once sent of dossiers that now come whole; what was born here stays."""
    if not dossiers:
        return
    for table in (*RECORDS.values(), ligne_inconnue):
        connection.execute(
            delete(table).where(
                table.c.dossier.in_(
                    select(func.json_each(json.dumps(dossiers)).table_valued("value").c.value)
                ),
                table.c.part_digest.is_not(None),
            )
        )


def _replace_wide(connection: Connection) -> None:
    """Forget what the server once sent that belongs to no dossier: all of it comes in this page."""
    for table in (*RECORDS.values(), ligne_inconnue):
        connection.execute(delete(table).where(table.c.dossier.is_(None), table.c.part_digest.is_not(None)))


def digest(connection: Connection) -> Digest:
    """Sum what the server has sent and this replica holds, in SQL: see ``exchange.v1.fingerprint``."""
    tables = (*RECORDS.values(), ligne_inconnue)
    parts = union_all(
        *(
            select(table.c.part_digest.label("part")).where(table.c.part_digest.is_not(None))
            for table in tables
        )
    ).subquery()
    total = select(
        func.count(),
        func.coalesce(func.sum(parts.c.part.op("&")(HALF)), 0),
        func.coalesce(func.sum(parts.c.part.op(">>")(32)), 0),
    ).select_from(parts)
    count, low, high = connection.execute(total).one()
    for (line,) in connection.execute(select(changement.c.ligne).where(changement.c.op == Op.DELETE)):
        if line is not None and line["part_digest"] is not None:
            count, low = count + 1, low + line["part_digest"]
    return Digest(count, (low + (high << 32)) & DIGEST_MASK)


def _upsert(
    connection: Connection, rows: Rows, waiting: dict[tuple[str, str], list[Line]], *, mine: bool = False
) -> None:
    """Write rows of one kind; those of ``mine`` only on what is here, which has the texts they lack.

    One that is no longer here stays away: the digest says so, and its dossier comes again.
    """
    table = RECORDS[rows.kind]
    known = [name for name in rows.columns if name in table.c and name not in _LOCAL]
    unknown = [name for name in rows.columns if name not in table.c]
    at = {name: index for index, name in enumerate(rows.columns)}
    identifier, revision = at["id"], at["rev"]
    as_json = [index for index, name in enumerate(rows.columns) if _is_json(rows.kind, name)]
    touched = {record for kind, record in waiting if kind == rows.kind}
    straight = known == rows.columns and not as_json
    values: list[tuple[object, ...]] = []
    for row in rows.rows:
        record = str(row[identifier])
        part = fingerprint(rows.kind, record, int(row[revision]))  # type: ignore[arg-type]
        if record in touched:
            kept = _rebased(connection, rows, row, waiting[rows.kind, record], part)
            if kept is None:
                continue
            row = kept  # noqa: PLW2901 - the same row, with my work on top
        if straight:
            values.append((*row, part, None))
            continue
        row = list(row)  # noqa: PLW2901 - JSON columns are written as text
        aside = {name: row[at[name]] for name in unknown}
        for index in as_json:
            row[index] = None if row[index] is None else json.dumps(row[index], ensure_ascii=False)
        values.append((*(row[at[name]] for name in known), part, json.dumps(aside) if aside else None))
    if not values:
        return
    columns = [*known, *_LOCAL]
    if mine:
        assigned = ", ".join(f'"{name}" = ?{rank}' for rank, name in enumerate(columns, 1))
        where = f"id = ?{columns.index('id') + 1}"
        connection.exec_driver_sql(f'UPDATE "{rows.kind}" SET {assigned} WHERE {where}', values)  # noqa: S608 - our own names
        return
    names = ", ".join(f'"{name}"' for name in columns)
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name != "id")
    connection.exec_driver_sql(
        f'INSERT INTO "{rows.kind}" ({names}) VALUES ({", ".join("?" * len(columns))}) '  # noqa: S608 - our own names
        f"ON CONFLICT (id) DO UPDATE SET {updates}",
        values,
    )


def _rebased(
    connection: Connection, rows: Rows, row: Sequence[Value], lines: Iterable[Line], part: int
) -> list[Value] | None:
    """Lay the waiting lines over a row; None if the record is deleted here and must stay hidden."""
    shown = dict(zip(rows.columns, row, strict=True))
    for line in lines:
        if line.op == Op.DELETE:
            connection.execute(
                update(changement)
                .where(changement.c.ordre == line.ordre)
                .values(ligne=(line.ligne or {}) | shown | {"part_digest": part, "inconnu": None})
            )
            return None
        shown |= rebase(FORMS[rows.kind], shown, line.valeurs)
    return [shown[name] for name in rows.columns]


def _keep_unknown(connection: Connection, rows: Rows) -> None:
    for row in rows.rows:
        line = dict(zip(rows.columns, row, strict=True))
        record, revision = str(line["id"]), int(line["rev"])  # type: ignore[arg-type]
        connection.execute(
            delete(ligne_inconnue).where(ligne_inconnue.c.kind == rows.kind, ligne_inconnue.c.id == record)
        )
        connection.execute(
            ligne_inconnue.insert().values(
                kind=rows.kind,
                id=record,
                dossier=line["dossier"],
                rev=revision,
                part_digest=fingerprint(rows.kind, record, revision),
                ligne=line,
            )
        )


def _remove(connection: Connection, tombstone: Tombstone) -> None:
    if tombstone.kind == "dossier":
        brouillons.leave(connection, tombstone.record)
    table = RECORDS.get(tombstone.kind, ligne_inconnue)
    connection.execute(delete(table).where(table.c.id == tombstone.record))
    # A deletion that waits here has nothing to put back any more, whatever its answer.
    connection.execute(update(changement).where(changement.c.record == tombstone.record).values(ligne=None))


def _is_json(kind: str, name: str) -> bool:
    field = FORMS[kind].by_name.get(name)
    return field is not None and field.kind in (Kind.CODES, Kind.DATA)
