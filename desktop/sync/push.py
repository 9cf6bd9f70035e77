"""What the server's answers do to the outbox and to the records they speak of.

An answered line leaves the outbox for ``envoye`` (kept 30 days, rule 15). What is refused or in
conflict becomes an item of ``a_reprendre``, with the words written here: nothing is dropped,
nothing is chosen (rules 5 and 12). The record then shows the server's value, and later unsent
edits of the same fields, made before the person could know, join the item (decisions 8 and 9).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from desktop.models.outbox import Line, as_change
from desktop.models.tables import RECORDS, a_reprendre, changement, envoye
from domain.clock import instant
from domain.exchange.v1 import Answer, Op, Outcome
from domain.fields import Value
from domain.registry import FORMS

KEPT_DAYS = 30
Fields = dict[str, dict[str, Value]]


def settle(connection: Connection, answers: Iterable[Answer], now: dt.datetime) -> list[tuple[Line, Answer]]:
    """Settle the lines the server answered; return each with its answer, for the receipt."""
    settled: list[tuple[Line, Answer]] = []
    for answer in answers:
        line = connection.execute(select(changement).where(changement.c.id == answer.id)).first()
        if line is None:  # settled by an earlier answer that came twice
            continue
        connection.execute(delete(changement).where(changement.c.ordre == line.ordre))
        connection.execute(
            insert(envoye)
            .prefix_with("OR REPLACE")
            .values(
                id=line.id,
                n=line.n,
                dossier=line.dossier,
                ligne=asdict(as_change(line, line.n)),
                repondu_le=instant(now),
            )
        )
        if answer.outcome is Outcome.CONFLICT:
            _contest(connection, line, answer, now)
        elif answer.outcome is Outcome.REFUSED:
            _refuse(connection, line, answer, now)
        settled.append((line, answer))
    forget = instant(now - dt.timedelta(days=KEPT_DAYS))
    connection.execute(delete(envoye).where(envoye.c.repondu_le < forget))
    return settled


def _contest(connection: Connection, line: Line, answer: Answer, now: dt.datetime) -> None:
    """Show the server's value of the contested fields and keep mine beside it."""
    if line.op == Op.DELETE:
        _restore(connection, line)
        _item(connection, line, answer, {}, now)
        return
    theirs = {contested.field: contested for contested in answer.contested}
    mine = {name: line.valeurs.get(name) for name in theirs}
    mine |= _take_later(connection, line, set(theirs))
    fields: Fields = {
        name: {
            "avant": line.avant.get(name),
            "moi": mine[name],
            "serveur": contested.value,
            "serveur_par": contested.by,
            "serveur_le": contested.at,
        }
        for name, contested in theirs.items()
    }
    _show(connection, line, {name: contested.value for name, contested in theirs.items()})
    _item(connection, line, answer, fields, now)


def _refuse(connection: Connection, line: Line, answer: Answer, now: dt.datetime) -> None:
    """Take a refused change back from the record, with what was built on it, into one item."""
    mine: dict[str, Value] = dict(line.valeurs)
    if line.op == Op.DELETE:
        _restore(connection, line)
    elif line.op == Op.CREATE:
        mine |= _take_later(connection, line, None)
        mine |= _take_children(connection, line)
        table = RECORDS[line.kind]
        connection.execute(delete(table).where(table.c.id == line.record))
    else:
        mine |= _take_later(connection, line, set(mine))
        _show(connection, line, {name: line.avant.get(name) for name in mine})
    theirs = {contested.field: contested for contested in answer.contested}
    if theirs:
        _show(connection, line, {name: contested.value for name, contested in theirs.items()})
    fields: Fields = {
        name: {
            "avant": line.avant.get(name),
            "moi": value,
            "serveur": theirs[name].value if name in theirs else line.avant.get(name),
        }
        for name, value in mine.items()
    }
    _item(connection, line, answer, fields, now)


def _take_later(connection: Connection, line: Line, names: set[str] | None) -> dict[str, Value]:
    """Take the later, unsent values of ``names`` (of every field if None) out of the outbox."""
    taken: dict[str, Value] = {}
    later = changement.c.record == line.record, changement.c.n.is_(None), changement.c.op == Op.SET
    for waiting in connection.execute(select(changement).where(*later).order_by(changement.c.ordre)).all():
        mine = {name: value for name, value in waiting.valeurs.items() if names is None or name in names}
        if not mine:
            continue
        taken |= mine
        rest = {name: value for name, value in waiting.valeurs.items() if name not in mine}
        here = changement.c.ordre == waiting.ordre
        if rest:
            connection.execute(update(changement).where(here).values(valeurs=rest))
        else:
            connection.execute(delete(changement).where(here))
    return taken


def _take_children(connection: Connection, line: Line) -> dict[str, Value]:
    """Take the unsent children of a record that was refused at birth: their words join its item."""
    taken: dict[str, Value] = {}
    for form in FORMS.values():
        if form.parent != line.kind:
            continue
        table = RECORDS[form.name]
        children = (
            connection.execute(select(table.c.id).where(table.c[line.kind] == line.record)).scalars().all()
        )
        for child in children:
            lines = changement.c.record == child, changement.c.n.is_(None)
            for waiting in connection.execute(select(changement).where(*lines)).all():
                taken |= {f"{form.name}:{child}:{name}": value for name, value in waiting.valeurs.items()}
                connection.execute(delete(changement).where(changement.c.ordre == waiting.ordre))
            connection.execute(delete(table).where(table.c.id == child))
    return taken


def _restore(connection: Connection, line: Line) -> None:
    """Put back the row a refused deletion had taken away."""
    row: dict[str, Any] = line.ligne
    table = RECORDS[line.kind]
    if connection.execute(select(table.c.id).where(table.c.id == line.record)).first() is None:
        connection.execute(insert(table).values(**row))


def _show(connection: Connection, line: Line, values: dict[str, Value]) -> None:
    table = RECORDS[line.kind]
    known = {name: value for name, value in values.items() if name in table.c}
    if known:
        connection.execute(update(table).where(table.c.id == line.record).values(**known))


def _item(connection: Connection, line: Line, answer: Answer, fields: Fields, now: dt.datetime) -> None:
    connection.execute(
        insert(a_reprendre).values(
            id=line.id,
            kind=line.kind,
            record=line.record,
            dossier=line.dossier,
            op=line.op,
            issue=answer.outcome,
            regle=answer.rule,
            message=answer.message,
            champs=fields,
            depuis=instant(now),
        )
    )
