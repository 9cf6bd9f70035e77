"""Meeting a server put back from a backup: everything it lacks is offered before anything is taken.

Three steps, each resumed by the next run if it is cut, because the cursor of the former life of the
server stays in the replica until the last (decision 13, rule 15 of the lessons):

1. the changes that it answered and has forgotten, in the order of their numbers, then what waits;
2. the rows that it lacks or has otherwise, whoever wrote them: they wait for a person there;
3. the new cursor: everything is pulled again, by what exists.

Numbers make a chain without gaps: one whose content is no longer kept here (older than 30 days) is
offered empty.
"""

from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import Connection, func, insert, select

from desktop.models.outbox import bounds, weight
from desktop.models.replique import get
from desktop.models.tables import RECORDS, changement, envoye
from domain.clock import Clock, instant
from domain.exchange.v1 import Change, Doubt, Op, Proof
from domain.fields import Value
from domain.forms import Form
from domain.ids import Ids
from domain.registry import FORMS
from domain.reprise.rules import Statut

FORGOTTEN, FOUND = "oublie", "retrouve"
DOSSIERS_AT_ONCE = 200


def lacking(connection: Connection, first: int, clock: Clock, ids: Ids) -> list[Change]:
    """Return what the server once answered, from ``first`` on, and lacks: one batch of it.

    A batch is bounded in number and in characters (rule 17).
    """
    most, room = bounds(connection)
    unanswered = connection.execute(select(func.min(changement.c.n))).scalar()
    end = min(unanswered or get(connection, "dernier_n", 0) + 1, first + most)
    if first >= end:
        return []
    kept = connection.execute(
        select(envoye.c.n, envoye.c.ligne).where(envoye.c.n >= first, envoye.c.n < end).order_by(envoye.c.n)
    )
    lines = {line.n: line.ligne for line in kept}
    by, at = get(connection, "compte")["id"], instant(clock.now())
    batch: list[Change] = []
    size = 0
    for n in range(first, end):
        size += weight(lines.get(n))
        if batch and size > room:
            break
        nothing = Change(ids.new(), n, FORGOTTEN, ids.new(), None, Op.SET, at, by) if n not in lines else None
        batch.append(nothing or msgspec.convert(lines[n], Change))
    return batch


class Restauration:
    """The second step: rows compared dossier by dossier, and those that may be lost put in the outbox."""

    def __init__(self, connection: Connection) -> None:
        held: set[str] = set()
        for table in (RECORDS[form.name] for form in _offered()):
            known = table.c.part_digest.is_not(None) & table.c.dossier.is_not(None)
            held |= set(connection.execute(select(table.c.dossier).where(known).distinct()).scalars())
        self._left = sorted(held)
        self._asked: Sequence[str] = ()

    def next(self) -> Doubt | None:
        """Return the question about the next dossiers, ``None`` when all have been compared.

        The same question, until it has been answered: an answer may come to something else.
        """
        if not self._asked:
            self._asked, self._left = self._left[:DOSSIERS_AT_ONCE], self._left[DOSSIERS_AT_ONCE:]
        return Doubt(rows=list(self._asked)) if self._asked else None

    def compare(self, connection: Connection, proof: Proof, clock: Clock, ids: Ids) -> int:
        """Put in the outbox the rows of the dossiers asked about that the server may have lost.

        A row that the server has in a later revision went on without this replica, unless the replica
        had received what the server has lost: their revisions are then those of two lives, and it is
        offered. Words not sent yet are in the outbox already.
        """
        theirs = {
            (rows.kind, str(record)): (int(str(rev)), since)
            for rows in proof.rows
            for record, rev, since in rows.rows
        }
        waiting = _waiting(connection)
        found = 0
        for form in _offered():
            table = RECORDS[form.name]
            rows = connection.execute(
                select(table).where(table.c.dossier.in_(self._asked), table.c.part_digest.is_not(None))
            ).mappings()
            for row in rows:
                rev, since = theirs.get((form.name, row["id"]), (-1, None))
                gone_on = rev > row["rev"] and not proof.ahead
                if gone_on or (rev, since) == (row["rev"], row["modifie_le"]):
                    continue
                if form.name == "reprise" and row["statut"] != Statut.OUVERTE:
                    continue
                typed = waiting.get(row["id"])
                if typed is None or FOUND not in typed:
                    _offer(connection, form, dict(row), typed or frozenset(), clock, ids)
                    found += 1
        self._asked = ()
        return found


def _offered() -> Iterator[Form]:
    """Say which kinds are compared: what a département or the server itself writes, they write again.

    But the words that wait to be taken up, whose author may not be there to say them again.
    """
    return (form for form in FORMS.values() if form.in_dossier)


def _waiting(connection: Connection) -> dict[str, frozenset[str]]:
    """Return, by record, the fields whose words wait in the outbox; FOUND for a row already offered."""
    found: dict[str, frozenset[str]] = {}
    lines = connection.execute(select(changement.c.kind, changement.c.record, changement.c.valeurs))
    for kind, record, values in lines:
        names = {FOUND} if kind == FOUND else set(values)
        found[record] = found.get(record, frozenset()) | names
    return found


def _offer(
    connection: Connection,
    form: Form,
    row: dict[str, Value],
    typed: frozenset[str],
    clock: Clock,
    ids: Ids,
) -> None:
    values = {name: row[name] for name in form.by_name if name not in typed and row[name] is not None}
    said = {"sorte": form.name, "valeurs": values, "par": row["modifie_par"], "le": row["modifie_le"]}
    connection.execute(
        insert(changement).values(
            id=ids.new(),
            kind=FOUND,
            record=row["id"],
            dossier=row["dossier"],
            op=Op.SET,
            base_rev=row["rev"],
            valeurs=said,
            avant={},
            fait_le=instant(clock.now()),
            par=get(connection, "compte")["id"],
            reglages=0,
        )
    )
