"""One synchronisation, from the first request to the last page; knows nothing of Qt.

Network first, then one write transaction, never both at once. Every step leaves the replica as it
could stay for ever: a kill or a cut between any two lines here is resumed by the next run, because
the outbox, the numbers and the cursor are in the replica and the server answers a change twice
with the same words.
"""

import base64
from collections.abc import Callable
from dataclasses import asdict
from enum import Enum, auto
from typing import TypeVar

from sqlalchemy import Connection, func, insert, select

from desktop import PROGRAM
from desktop.models.changes import Changes
from desktop.models.outbox import freeze, send_less, send_more, waiting, was_cut
from desktop.models.replique import Replique, get, put
from desktop.models.tables import RECORDS, recu
from desktop.sync.avance import Avance
from desktop.sync.bilan import Bilan
from desktop.sync.cle import renew_if_forked
from desktop.sync.controle import DIFFERS, Controle
from desktop.sync.diagnostic import OFFLINE
from desktop.sync.pull import apply
from desktop.sync.push import settle
from desktop.sync.restauration import Restauration, lacking
from desktop.sync.retraits import held_back, words_of
from desktop.sync.revocation import revoked_since
from desktop.sync.scelle import seal_the_departed
from desktop.sync.transport import TOO_LARGE, AnsweredError, Transport, UnreachableError
from desktop.vault.machine import relever
from domain.clock import Clock, instant, read_instant
from domain.exchange.v1 import VERSION, Change, Doubt, Request, Response, identity
from domain.ids import Ids

GAP = 409
MAX_ROUNDS = 2_000
QUICK_SECONDS = 10.0
T = TypeVar("T")


class Suite(Enum):
    """What one answer of the server leads to."""

    STORED = auto()  # the page and its cursor are in the replica
    RESTORED = auto()  # the server is in another life: the cursor stays until all is offered
    HELD = auto()  # nothing can be pulled for now; what is written here still goes up


class Moteur:
    """Synchronises one replica with one server; ``run`` may be called again at any time."""

    def __init__(self, replique: Replique, transport: Transport, clock: Clock, ids: Ids) -> None:
        self._replique = replique
        self._transport = transport
        self._clock = clock
        self._ids = ids
        self._ecart = 0
        self._restauration: Restauration | None = None

    def run(self, progress: Callable[[int], None] | None = None) -> Bilan:
        """Push what waits, pull what is new, compare. ``progress`` gets the rows received so far.

        Raises UnreachableError (quiet: try later), AnsweredError (401: sign in again) and
        RefusedError (the disk refuses).
        """
        bilan = Bilan(debut=instant(self._clock.now()))
        with Avance(lambda cursor: self._ask([], None, bilan, cursor)) as ahead:
            response = self._rounds(bilan, ahead, progress)
        bilan.fin = instant(self._clock.now())
        self._write(lambda connection: self._close(connection, bilan, response))
        self._replique.keep_a_copy(bilan.fin[:10], anew=bilan.retires > 0)
        return bilan

    def _rounds(self, bilan: Bilan, ahead: Avance, progress: Callable[[int], None] | None) -> Response:
        controle, self._restauration = Controle(self._replique), None
        offered: list[Change] = []
        doubt: Doubt | None = None
        for _ in range(MAX_ROUNDS):
            try:
                response = ahead.take() or self._exchange(offered or self._freeze(), doubt, bilan)
            except AnsweredError as error:
                if error.status != GAP or offered:
                    raise
                offered = self._lacking(int(error.data["attendu"]), bilan)
                continue
            ahead.begin(response, busy=self._more_to_send())
            suite = self._write(lambda connection: self._take(connection, response, bilan))  # noqa: B023 - run at once
            if progress is not None and bilan.recus:
                progress(bilan.recus)
            doubt, offered = None, self._lacking(response.acknowledged + 1, bilan)
            if offered or self._more_to_send():
                continue
            if suite is Suite.RESTORED:
                doubt = self._next_rows(response)
                continue
            if suite is Suite.STORED and response.page.more:
                continue
            doubt = controle.next(response, bilan) if suite is Suite.STORED else None
            if doubt is None:
                break
        return response

    def _exchange(self, changes: list[Change], doubt: Doubt | None, bilan: Bilan) -> Response:
        """Exchange as many of ``changes`` as pass: half of what is too long, now or at the next run."""
        try:
            return self._ask(changes, doubt, bilan)
        except AnsweredError as error:
            if error.status != TOO_LARGE or not self._send_less(changes):
                raise
        except UnreachableError as error:
            if error.moindre:
                less = was_cut if error.message == OFFLINE else send_less  # broken, or only too slow
                self._write(lambda connection: (less(connection, len(changes)), None))
            raise
        return self._exchange(changes[: len(changes) // 2], doubt, bilan)

    def _ask(
        self, changes: list[Change], doubt: Doubt | None, bilan: Bilan, cursor: str | None = None
    ) -> Response:
        """Exchange once; ``cursor``: of a page that is not stored yet (see ``avance``)."""
        with self._replique.read() as connection:
            device, server = get(connection, "appareil"), _server(connection)
            cursor = cursor or get(connection, "cursor")
        bilan.requetes += 1
        asked, began = self._clock.now(), self._clock.monotonic()
        timed = any(change.kind == "accord" for change in changes)
        clock = relever(self._clock).write() if timed else ""
        request = Request(device, PROGRAM, cursor, changes, server=server, doubt=doubt, clock=clock)
        response = self._transport.sync(request)
        if changes and self._clock.monotonic() - began < QUICK_SECONDS:
            self._send_more()
        halfway = asked + (self._clock.now() - asked) / 2
        self._ecart = round((read_instant(response.now) - halfway).total_seconds() * 1000)
        return response

    def _freeze(self) -> list[Change]:
        return self._write(lambda connection: (freeze(connection), None))

    def _send_less(self, changes: list[Change]) -> bool:
        return self._write(lambda connection: (send_less(connection, len(changes)), None))

    def _send_more(self) -> None:
        with self._replique.read() as connection:
            slowed = get(connection, "allure", 0) or get(connection, "coupures", 0)
        if slowed:
            self._write(lambda connection: (send_more(connection), None))

    def _take(self, connection: Connection, response: Response, bilan: Bilan) -> tuple[Suite, Changes | None]:
        """Settle the answers, then store the page and its cursor, unless they must wait."""
        settled = settle(connection, response.answers, read_instant(response.now))
        for line, answer in settled:
            bilan.note(line, answer)
        if response.acknowledged > get(connection, "dernier_n", 0):  # an older copy of this disk is back
            put(connection, dernier_n=response.acknowledged)
        if since := revoked_since(connection, response):
            bilan.revoque = since
            return Suite.HELD, Changes(wide=True)
        if not response.oldest <= VERSION <= response.version:
            return Suite.HELD, Changes(wide=True)
        if get(connection, "cursor") and get(connection, "epoque") not in (None, response.epoch):
            self._compare(connection, response, bilan)
            return Suite.RESTORED, Changes(wide=True)
        page = response.page
        if held_back(connection, page, bilan.supprimes):
            bilan.message = words_of(connection)
            return Suite.HELD, Changes(wide=True)
        moved = sum(len(rows.rows) for rows in page.rows) + len(page.gone) + len(page.leave)
        bilan.recus += moved
        bilan.retires += len(page.leave)
        bilan.supprimes += len(page.gone)
        apply(connection, page)
        renew_if_forked(connection, self._clock, self._ids)
        if page.leave or page.gone or settled:
            seal_the_departed(connection)
        put(connection, epoque=response.epoch)
        if any(rows.kind == "reglage" for rows in page.rows):
            revision = connection.execute(select(func.max(RECORDS["reglage"].c.revision))).scalar()
            put(connection, reglages=revision or 0)
        return Suite.STORED, Changes(wide=True) if settled or moved else None

    def _compare(self, connection: Connection, response: Response, bilan: Bilan) -> None:
        if self._restauration is None:
            self._restauration = Restauration(connection)
        if response.proof is not None:
            bilan.retrouves += self._restauration.compare(connection, response.proof, self._clock, self._ids)

    def _next_rows(self, response: Response) -> Doubt | None:
        """Ask about the next dossiers; when all is offered, begin again in the server's new life."""
        doubt = self._restauration.next() if self._restauration is not None else None
        if doubt is None:

            def begin_again(connection: Connection) -> tuple[None, None]:
                # Not the cursor of this answer: it may go with a page, which was not stored.
                put(connection, cursor=None, epoque=response.epoch)
                return None, None

            self._write(begin_again)
        return doubt

    def _close(self, connection: Connection, bilan: Bilan, response: Response) -> tuple[None, Changes | None]:
        put(
            connection,
            derniere_synchro=bilan.fin,
            contact=response.now,
            ecart_horloge_ms=self._ecart,
            annonce=response.notice,
        )
        if response.digest is not None:
            put(connection, digest=None if bilan.message == DIFFERS else asdict(response.digest))
        if bilan.moved:
            connection.execute(insert(recu).values(id=self._ids.new(), fin=bilan.fin, contenu=asdict(bilan)))
        return None, Changes(wide=False)

    def _more_to_send(self) -> bool:
        with self._replique.read() as connection:
            return waiting(connection) > 0

    def _lacking(self, first: int, bilan: Bilan) -> list[Change]:
        with self._replique.read() as connection:
            offered = lacking(connection, first, self._clock, self._ids)
        bilan.reproposes += len(offered)
        return offered

    def _write(self, work: Callable[[Connection], tuple[T, Changes | None]]) -> T:
        return self._replique.ecrivain.submit(work).result()


def _server(connection: Connection) -> str:
    """Return the name of the server this replica belongs to, if it ever learned it (rule 20)."""
    account, key = get(connection, "compte"), get(connection, "cle_serveur_signature")
    return identity(account["departement"], base64.b64decode(key)) if key else ""
