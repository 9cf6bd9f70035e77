"""What the server's answers do to the outbox and to the records they speak of.

An answered line leaves the outbox for ``envoye`` (kept 30 days, rule 15). What was not taken is an item
on the server, with the words written here, which comes by the next page: nothing is dropped, nothing
is chosen (rules 5 and 12). The record then shows what the server has. Lines written on top of it,
before the person could know, stay in the outbox: the server adds them to the item (decision 9).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from desktop.models.outbox import Line, as_change
from desktop.models.tables import RECORDS, changement, envoye
from domain.clock import instant
from domain.exchange.v1 import Answer, Op, Outcome
from domain.fields import Value
from domain.merge import rebase
from domain.registry import FORMS

KEPT_DAYS = 30
_TAKEN = (Outcome.APPLIED, Outcome.MERGED)
Fields = dict[str, dict[str, Value]]


def settle(connection: Connection, answers: Iterable[Answer], now: dt.datetime) -> list[tuple[Line, Answer]]:
    """Settle the lines the server answered; return each with its answer, for the receipt."""
    asked = list(answers)
    found = select(changement).where(changement.c.id.in_([answer.id for answer in asked]))
    lines = {line.id: line for line in connection.execute(found)} if asked else {}
    settled: list[tuple[Line, Answer]] = []
    taken: list[Line] = []
    for answer in asked:
        line = lines.pop(answer.id, None)
        if line is None:  # settled by an earlier answer that came twice
            continue
        taken.append(line)
        if answer.outcome not in _TAKEN and line.kind in RECORDS:
            _put_away(connection, taken, now)  # what shows again lies under the lines that still wait
            taken = []
            _take_back(connection, line, answer)
        settled.append((line, answer))
    _put_away(connection, taken, now)
    forget = instant(now - dt.timedelta(days=KEPT_DAYS))
    connection.execute(delete(envoye).where(envoye.c.repondu_le < forget))
    return settled


def _put_away(connection: Connection, lines: Sequence[Line], now: dt.datetime) -> None:
    """Move answered lines from the outbox to ``envoye``, in two statements."""
    if not lines:
        return
    connection.execute(delete(changement).where(changement.c.ordre.in_([line.ordre for line in lines])))
    kept = [
        {
            "id": line.id,
            "n": line.n,
            "dossier": line.dossier,
            "ligne": msgspec.to_builtins(as_change(line, line.n)),
            "repondu_le": instant(now),
        }
        for line in lines
    ]
    connection.execute(insert(envoye).prefix_with("OR REPLACE"), kept)


def _take_back(connection: Connection, line: Line, answer: Answer) -> None:
    """Show what the server has in place of what it did not take."""
    if line.op == Op.CREATE and answer.outcome is not Outcome.CONFLICT:
        table = RECORDS[line.kind]
        connection.execute(delete(table).where(table.c.id == line.record))
    dossier = RECORDS["dossier"].c.id
    here = connection.execute(select(dossier).where(dossier == line.dossier)).first()
    if here is None and answer.outcome is Outcome.QUARANTINED:
        return
    theirs = {contested.field: contested for contested in answer.contested}
    mine: dict[str, Value] = line.valeurs
    if line.op == Op.DELETE:
        _restore(connection, line)
    elif answer.outcome is Outcome.CONFLICT:
        mine = {name: mine.get(name) for name in theirs}
    before = {name: line.avant.get(name) for name in mine}
    _show(connection, line, before | {name: contested.value for name, contested in theirs.items()})
    for contested in answer.contested[:1]:
        _show(connection, line, {"modifie_par": contested.by, "modifie_le": contested.at})


def _restore(connection: Connection, line: Line) -> None:
    """Put back the row that a deletion had taken away, if the server has it."""
    row: dict[str, Any] | None = line.ligne
    table = RECORDS[line.kind]
    here = connection.execute(select(table.c.id).where(table.c.id == line.record)).first()
    if here is None and row is not None and row["part_digest"] is not None:
        known = {name: value for name, value in row.items() if name in table.c}
        connection.execute(insert(table).values(**known))


def _show(connection: Connection, line: Line, values: dict[str, Value]) -> None:
    """Write the server's values under the lines of this record that still wait."""
    table = RECORDS[line.kind]
    later = select(changement.c.valeurs).where(
        changement.c.record == line.record, changement.c.ordre > line.ordre
    )
    for typed in connection.execute(later.order_by(changement.c.ordre)).scalars():
        values = rebase(
            FORMS[line.kind], values, {name: typed[name] for name in values.keys() & typed.keys()}
        )
    known = {name: value for name, value in values.items() if name in table.c}
    if known:
        connection.execute(update(table).where(table.c.id == line.record).values(**known))
