"""The push: a batch of changes, applied in one transaction and answered after its commit.

Changes are applied in the order of their numbers. Their writes are first held back and sent together
(``tampon``), which is right as long as every obstacle is met before a word is written. If the base
itself refuses something, all is undone and the batch is taken again, each change under a savepoint,
so that the one at fault leaves the others untouched. Journal and counter come last (decision 12). If
even then the transaction as a whole fails (two batches waiting for each other), the batch is replayed
one change at a time; what was answered by then is answered again.
"""

import logging
from collections.abc import Sequence

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from domain.clock import instant, today
from domain.exchange.v1 import Answer, Change, Outcome
from server.models import appareil
from server.serveur import Serveur
from server.services.appelants import Appelant
from server.services.ecriture import Ecriture, Row
from server.services.erreurs import AttenduError, MalformeError, TropGrosError, describe
from server.services.reglages import settings_of
from server.services.tampon import ImprudentError
from server.sync.chaine import RENEWAL, Chaine
from server.sync.examen import Examen
from server.sync.garde import Garde, dossier_of, known_answers, to_answer, to_issue, written
from server.sync.lot import Lot, is_identifier
from server.sync.particuliers import Particuliers, open_sealed
from server.sync.reprises import Reprises
from server.sync.verdict import EcarteError, Verdict

_log = logging.getLogger("permanence.serveur")

MAX_CHANGES = 2_000
_N_MAX = 1 << 53


def receive(serveur: Serveur, appelant: Appelant, changes: Sequence[Change], clock: str = "") -> list[Answer]:
    """Take the changes in and return one answer for each, in their order; ``clock``: as the request says.

    Raises AttenduError if a number is missing before them, MalformeError, TropGrosError.
    """
    if not changes:
        return []
    _check(changes)
    changes = open_sealed(serveur.secret, changes)
    try:
        return _in_one_transaction(serveur, appelant, changes, clock, retenue=True)
    except OperationalError:
        _log.info("envoi repris modification par modification")
    except (DBAPIError, ImprudentError) as error:
        _log.info("envoi repris avec précaution (%s)", describe(error))
        try:
            return _in_one_transaction(serveur, appelant, changes, clock)
        except OperationalError:
            _log.info("envoi repris modification par modification")
    return [_in_one_transaction(serveur, appelant, [change], clock)[0] for change in changes]


def _check(changes: Sequence[Change]) -> None:
    if len(changes) > MAX_CHANGES:
        raise TropGrosError(
            f"Trop de modifications à la fois\u00a0: {len(changes)}, pour {MAX_CHANGES} au plus."
        )
    last = 0
    for change in changes:
        if not is_identifier(change.id) or not last < change.n < _N_MAX:
            raise MalformeError("Les modifications envoyées sont mal numérotées.")
        last = change.n


def _in_one_transaction(
    serveur: Serveur, appelant: Appelant, changes: Sequence[Change], clock: str, *, retenue: bool = False
) -> list[Answer]:
    with serveur.engine.begin() as connection:
        return Reception(serveur, appelant, connection, changes, clock, retenue=retenue).run()


class Reception:
    """One batch in one transaction."""

    def __init__(
        self,
        serveur: Serveur,
        appelant: Appelant,
        connection: Connection,
        changes: Sequence[Change],
        clock: str,
        *,
        retenue: bool = False,
    ) -> None:
        self._retenue = retenue
        self._appelant = appelant
        self._connection = connection
        self._changes = changes
        self._device = (appareil.c.departement == appelant.departement) & (appareil.c.id == appelant.appareil)
        # One batch of a device at a time: its numbers are a chain.
        self._last_n = int(
            connection.execute(
                select(appareil.c.dernier_n).where(self._device).with_for_update()
            ).scalar_one()
        )
        self._known = known_answers(connection, appelant, changes)
        self._check_chain()
        self._chaine = Chaine(connection, appelant, clock, instant(serveur.clock.now()))
        day = today(serveur.clock, appelant.fuseau)
        self._lot = Lot(connection, appelant, changes, day, self._chaine)
        self._ecriture = Ecriture(
            connection,
            appelant.departement,
            appelant.compte,
            serveur.clock,
            serveur.ids,
            appareil=appelant.appareil,
            settings=settings_of(connection, appelant.departement),
            retenue=retenue,
        )
        now = instant(serveur.clock.now())
        reprises = Reprises(connection, appelant, self._lot, self._ecriture, now)
        self._examen = Examen(connection, appelant, self._lot, self._ecriture, reprises)
        self._garde, self._reprises = Garde(appelant, reprises, now), reprises
        self._particuliers = Particuliers(connection, appelant, self._ecriture, now)

    def run(self) -> list[Answer]:
        """Apply the batch and return its answers, to be sent after the commit."""
        answers = [self._answer(change) for change in self._changes]
        self._reprises.bound()
        self._garde.store(self._connection)
        greatest = max(change.n for change in self._changes)
        if greatest > self._last_n:
            self._connection.execute(update(appareil).where(self._device).values(dernier_n=greatest))
        self._ecriture.terminer()
        return answers

    def _check_chain(self) -> None:
        """Refuse a change that comes before its predecessor; nothing of the batch is then taken.

        A number already used by another change is a fork (a disk image put back): it is taken
        (decision 31).
        """
        expected = self._last_n + 1
        for change in self._changes:
            if change.n > expected:
                raise AttenduError(expected)
            expected = max(expected, change.n + 1)

    def _answer(self, change: Change) -> Answer:
        known = self._known.get(change.id)
        dossier = dossier_of(change, self._lot)
        if known is None:
            self._chaine.enter(change)
            verdict = self._apply(change)
            self._garde.answer(change, verdict, dossier)
            return to_answer(change, to_issue(verdict), self._visible_row(change, dossier))
        if known.empreinte == written(change)[1]:
            return to_answer(change, known.issue, self._visible_row(change, dossier), duplicate=True)
        verdict = Verdict(
            Outcome.REFUSED,
            message="Une autre modification porte déjà cet identifiant\u00a0: les deux sont gardées.",
        )
        self._garde.keep(change, verdict, dossier)
        return to_answer(change, to_issue(verdict), None)

    def _apply(self, change: Change) -> Verdict:
        """Apply one change, and turn every obstacle into a verdict.

        Without savepoint, what is not met before the writes is left to the careful way.
        """
        for attempt in (1, 2):
            try:
                return self._examine(change)
            except EcarteError as error:
                return error.verdict
            except (OperationalError, ImprudentError):
                raise
            except IntegrityError:
                if self._retenue:
                    raise
                # Somebody else created the same record since it was read: look again, once.
                self._lot.put(change.kind, change.record)
                if attempt > 1:
                    break
            except Exception as error:
                if self._retenue:
                    raise ImprudentError from error
                _log.error("modification écartée (%s, %s)", change.op, describe(error))
                self._lot.put(change.kind, change.record)
                break
        return Verdict(
            Outcome.REFUSED,
            message="Le serveur n’a pas pu enregistrer cette modification\u00a0: elle y est gardée de côté.",
        )

    def _examine(self, change: Change) -> Verdict:
        with self._ecriture.tentative():
            if change.kind == RENEWAL:
                return self._chaine.renew(change)
            if self._particuliers.concern(change):
                return self._particuliers.apply(change)
            return self._examen.apply(change)

    def _visible_row(self, change: Change, dossier: str | None) -> Row | None:
        return self._lot.row(change.kind, change.record) if dossier in self._lot.visible else None
