"""One synchronisation, from the first request to the last page; knows nothing of Qt.

Network first, then one write transaction, never both at once. Every step leaves the replica as it
could stay for ever: a kill or a cut between any two lines here is resumed by the next run, because
the outbox, the numbers and the cursor are in the replica and the server answers a change twice
with the same words.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from desktop import PROGRAM
from desktop.models.changes import Changes
from desktop.models.outbox import BATCH_LINES, Line, freeze, waiting
from desktop.models.replique import Replique, get, put
from desktop.models.tables import RECORDS, changement, envoye, ligne_inconnue, recu
from desktop.sync.pull import apply, digest
from desktop.sync.push import settle
from desktop.sync.transport import AnsweredError, Transport
from domain.clock import Clock, instant, read_instant
from domain.exchange.v1 import Answer, Change, Op, Outcome, Request, Response
from domain.ids import Ids
from domain.registry import FORMS

GAP = 409
FORGOTTEN = "oublie"
"""Kind of a change of which only the number is left; no server knows it, so it is kept aside."""
MAX_ROUNDS = 2_000


@dataclass(slots=True)
class Bilan:
    """What one run moved; kept as the receipt when it moved something."""

    debut: str
    fin: str = ""
    envoyes: int = 0
    pris: int = 0
    fusionnes: int = 0
    conflits: int = 0
    refuses: int = 0
    remis: int = 0  # handed over: the dossier had left the user's scope
    recus: int = 0
    requetes: int = 0
    message: str = ""
    repare: bool = False
    lignes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def moved(self) -> bool:
        """Tell whether anything went up or came down."""
        return bool(self.envoyes or self.recus or self.repare)


_COUNTED = {
    Outcome.APPLIED: "pris",
    Outcome.MERGED: "fusionnes",
    Outcome.CONFLICT: "conflits",
    Outcome.REFUSED: "refuses",
    Outcome.QUARANTINED: "remis",
}


DIFFERS = "Ce poste et le serveur n’ont pas exactement les mêmes données\u00a0: prévenez votre service."
T = TypeVar("T")
_log = logging.getLogger(__name__)


class Moteur:
    """Synchronises one replica with one server; ``run`` may be called again at any time."""

    def __init__(self, replique: Replique, transport: Transport, clock: Clock, ids: Ids) -> None:
        self._replique = replique
        self._transport = transport
        self._clock = clock
        self._ids = ids
        self._seen: set[str] | None = None  # identifiers met while everything is pulled again

    def run(self, progress: Callable[[int], None] | None = None) -> Bilan:
        """Push what waits, pull what is new, compare. ``progress`` gets the rows received so far.

        Raises UnreachableError (quiet: try later), AnsweredError (401: sign in again) and
        RefusedError (the disk refuses).
        """
        bilan = Bilan(debut=instant(self._clock.now()))
        self._seen = None
        offered: list[Change] = []
        for _ in range(MAX_ROUNDS):
            changes = offered or self._write(lambda connection: (freeze(connection), None))
            try:
                response = self._exchange(changes, bilan)
            except AnsweredError as error:
                if error.status != GAP or offered:
                    raise
                offered = self._lacking(int(error.data["attendu"]))
                continue
            self._write(lambda connection: self._apply(connection, response, bilan))  # noqa: B023 - run at once
            if progress is not None and bilan.recus:
                progress(bilan.recus)
            offered = self._lacking(response.acknowledged + 1)
            if offered or response.page.more or self._more_to_send():
                continue
            if self._equal(response, bilan):
                break
        bilan.fin = instant(self._clock.now())
        self._write(lambda connection: self._close(connection, bilan, response))
        return bilan

    def _exchange(self, changes: list[Change], bilan: Bilan) -> Response:
        with self._replique.read() as connection:
            device, cursor = get(connection, "appareil"), get(connection, "cursor")
        bilan.requetes += 1
        return self._transport.sync(Request(device, PROGRAM, cursor, changes))

    def _apply(self, connection: Connection, response: Response, bilan: Bilan) -> tuple[None, Changes | None]:
        settled = settle(connection, response.answers, read_instant(response.now))
        for line, answer in settled:
            bilan.envoyes += 1
            name = _COUNTED[answer.outcome]
            setattr(bilan, name, getattr(bilan, name) + 1)
            bilan.lignes.append((_words(connection, line, answer), answer.outcome))
        page = response.page
        moved = sum(len(rows.rows) for rows in page.rows) + len(page.gone) + len(page.leave)
        bilan.recus += moved
        apply(connection, page)
        if self._seen is not None:
            at = {rows.kind: rows.columns.index("id") for rows in page.rows}
            self._seen |= {str(row[at[rows.kind]]) for rows in page.rows for row in rows.rows}
        if any(rows.kind == "reglage" for rows in page.rows):
            revision = connection.execute(select(func.max(RECORDS["reglage"].c.revision))).scalar()
            put(connection, reglages=revision or 0)
        return None, Changes(wide=True) if settled or moved else None

    def _equal(self, response: Response, bilan: Bilan) -> bool:
        """Compare with the server's digest; on a difference start again from nothing, once.

        Nothing is wiped: rows are laid over what is there, and what the server does not have is
        removed only when all of it has come (rule 14).
        """
        theirs = response.digest
        if theirs is None:
            return True
        with self._replique.read() as connection:
            if not bilan.recus and get(connection, "digest") == asdict(theirs):
                return True
            equal = digest(connection) == theirs
        if not equal and self._seen is None:
            bilan.repare, self._seen = True, set()
            self._put(cursor=None)
            return False
        if not equal and self._seen is not None:
            seen = self._seen
            self._write(lambda connection: _remove_unseen(connection, seen))
            with self._replique.read() as connection:
                equal = digest(connection) == theirs
        # What still differs is said, and looked at again next time: their digest is never adopted.
        self._put(digest=asdict(theirs) if equal else None)
        if not equal:
            bilan.message = DIFFERS
            _log.error("the replica and the server still differ after a repair")
        return True

    def _put(self, **values: Any) -> None:  # noqa: ANN401 - any JSON value
        def work(connection: Connection) -> tuple[None, None]:
            put(connection, **values)
            return None, None

        self._write(work)

    def _close(self, connection: Connection, bilan: Bilan, response: Response) -> tuple[None, Changes | None]:
        put(
            connection,
            derniere_synchro=bilan.fin,
            epoque=response.epoch,
            ecart_horloge_ms=_offset(bilan.fin, response.now),
            annonce=response.notice,
        )
        if bilan.moved:
            connection.execute(insert(recu).values(id=self._ids.new(), fin=bilan.fin, contenu=asdict(bilan)))
        return None, Changes(wide=False)

    def _more_to_send(self) -> bool:
        with self._replique.read() as connection:
            return waiting(connection) > 0

    def _lacking(self, first: int) -> list[Change]:
        """Return what the server once answered, from ``first`` on, and lacks: it was restored (rule 15).

        Numbers make a chain without gaps: one whose content is no longer kept here (older than 30
        days, or of a dossier that left) is offered empty, and the server keeps it as unreadable.
        """
        with self._replique.read() as connection:
            unanswered = connection.execute(select(func.min(changement.c.n))).scalar()
            end = min(unanswered or get(connection, "dernier_n", 0) + 1, first + BATCH_LINES)
            if first >= end:
                return []
            kept = connection.execute(
                select(envoye.c.n, envoye.c.ligne).where(envoye.c.n >= first, envoye.c.n < end)
            ).all()
            by = get(connection, "compte")["id"]
        lines = {line.n: msgspec.convert(line.ligne, Change) for line in kept}
        return [lines.get(n) or self._forgotten(n, by) for n in range(first, end)]

    def _forgotten(self, n: int, by: str) -> Change:
        at = instant(self._clock.now())
        return Change(self._ids.new(), n, FORGOTTEN, self._ids.new(), None, Op.SET, at, by)

    def _write(self, work: Callable[[Connection], tuple[T, Changes | None]]) -> T:
        return self._replique.ecrivain.submit(work).result()


def _words(connection: Connection, line: Line, answer: Answer) -> str:
    """Say in a few words what a change was about, without a word of what it said."""
    dossier = RECORDS["dossier"]
    person = connection.execute(
        select(dossier.c.nom, dossier.c.prenom).where(dossier.c.id == line.dossier)
    ).first()
    label = FORMS[line.kind].label if line.kind in FORMS else line.kind
    who = f"{person.nom} {person.prenom}" if person else ""
    return "\u00a0– ".join(part for part in (label, who, answer.message) if part)


def _remove_unseen(connection: Connection, seen: set[str]) -> tuple[None, Changes]:
    for table in (*RECORDS.values(), ligne_inconnue):
        held = connection.execute(select(table.c.id).where(table.c.part_digest.is_not(None))).scalars().all()
        for record in set(held) - seen:
            connection.execute(delete(table).where(table.c.id == record))
    return None, Changes(wide=True)


def _offset(mine: str, theirs: str) -> int:
    return round((read_instant(theirs) - read_instant(mine)).total_seconds() * 1000)
