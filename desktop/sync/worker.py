"""When to synchronise: at opening, soon after each write, every few minutes, when the network is back.

The only QObject of this package. It lives in its own thread with its own transport; the interface
hears of it through one signal and through the commits themselves. The timer is re-armed at the end
of every run, whatever happened in it (rule 13): a fault delays the next run, never prevents it, and
neither does a server that asks for patience.

What the system says of the network is a hint: it brings the next try forward. Only a real request
tells whether the server is there.
"""

import logging
import random
import threading
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot
from sqlalchemy import Connection

from desktop.models.changes import Changes
from desktop.models.replique import Replique, get, put
from desktop.sync.contenus import Contenus
from desktop.sync.moteur import Moteur
from desktop.sync.transport import AnsweredError, Transport, UnreachableError
from domain.clock import Clock
from domain.errors import RefusedError, trace
from domain.ids import Ids

SOON_MS, IDLE_MS = 2_000, 120_000
RETRY_MS = (5_000, 10_000, 20_000, 30_000)
HINT_MS = 3_000
STOP_MS = 5_000
SIGN_IN_AGAIN = (
    "Le serveur demande votre mot de passe\u00a0: verrouillez (Ctrl+L) puis rouvrez Permanence en ligne. "
    "Votre travail reste gardé ici en attendant."
)
UNEXPECTED = "La synchronisation s’est interrompue\u00a0: elle recommencera d’elle-même."
_UNAUTHORISED, _FORBIDDEN = 401, 403
_ABANDONED: list["Synchroniseur"] = []  # Qt aborts if a thread's object dies before its thread
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Nouvelles:
    """What the worker knows of the network; see ``Synchro.signaler``."""

    en_ligne: bool | None
    en_cours: bool
    message: str = ""
    a_reconnecter: bool = False
    revoque: str = ""


class _Ouvrier(QObject):
    """Runs in the worker's thread."""

    nouvelles = Signal(object)

    def __init__(self, replique: Replique, clock: Clock, ids: Ids) -> None:
        super().__init__()
        self._replique = replique
        self._clock = clock
        self._ids = ids
        self._transport: Transport | None = None
        self._failures = 0
        self._stopped = threading.Event()
        self._timer: QTimer | None = None
        self._pieces: QTimer | None = None
        self._contenus: Contenus | None = None
        self._fresh = False  # records have passed since the contents were looked at
        self._stumbles = 0  # pieces of contents that failed since one passed

    @Slot()
    def start(self) -> None:
        """Make the timer in the thread it belongs to, and run for the first time."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.run)
        self._pieces = QTimer(self)
        self._pieces.setSingleShot(True)
        self._pieces.timeout.connect(self.piece)
        self._timer.start(0)

    @Slot()
    def soon(self) -> None:
        """Run shortly: something was written. Offline, the retry already planned is soon enough."""
        if self._timer is not None and self._failures == 0:
            self._timer.start(
                min(SOON_MS, self._timer.remainingTime() if self._timer.isActive() else SOON_MS)
            )

    @Slot()
    def now(self) -> None:
        """Run at once: the person asked."""
        if self._timer is not None:
            self._timer.start(0)

    @Slot()
    def back(self) -> None:
        """Try at once: the system says there is a network, and there was none a moment ago."""
        if self._timer is not None and self._failures:
            self._timer.start(0)

    def abandon(self) -> None:
        """Let go of the network at once. Called from another thread."""
        self._stopped.set()
        if (transport := self._transport) is not None:
            transport.abandonner()

    @Slot()
    def run(self) -> None:
        """Synchronise once, say how it went, and arm the timer again."""
        self.nouvelles.emit(Nouvelles(None if self._failures else True, en_cours=True))
        try:
            bilan = self._moteur().run()
        except UnreachableError as error:
            self._failed(Nouvelles(en_ligne=False, en_cours=False, message=error.message), error.patience)
        except AnsweredError as error:
            again = error.status in {_UNAUTHORISED, _FORBIDDEN}
            words = SIGN_IN_AGAIN if error.status == _UNAUTHORISED else error.message
            if again:
                self._replique.ecrivain.submit(_token_refused)
            news = Nouvelles(en_ligne=True, en_cours=False, message=words, a_reconnecter=again)
            self._failed(news, error.patience)
        except RefusedError as error:
            self._failed(Nouvelles(en_ligne=True, en_cours=False, message=error.message))
        except Exception as error:  # noqa: BLE001 - a fault delays the next run, never prevents it
            _log.error("a synchronisation failed: %s", trace(error))
            self._failed(Nouvelles(en_ligne=True, en_cours=False, message=UNEXPECTED))
        else:
            self._failures = 0
            news = Nouvelles(en_ligne=True, en_cours=False, message=bilan.message, revoque=bilan.revoque)
            self.nouvelles.emit(news)
            self._arm(IDLE_MS)
            self._fresh = True
            if self._pieces is not None:
                self._pieces.start(0)

    @Slot()
    def piece(self) -> None:
        """Move one piece of a content; whatever else has come due passes before the next one."""
        try:
            more = self._carry()
        except (UnreachableError, AnsweredError, RefusedError):
            self._stumble()  # the records say by themselves how the network is
        except Exception as error:  # noqa: BLE001 - a document must not keep the records from passing
            _log.error("the content of a document failed: %s", trace(error))
            self._stumble()
        else:
            self._stumbles = 0
            if more and self._pieces is not None:
                self._pieces.start(0)

    def _carry(self) -> bool:
        """Move a piece, or see what there is to move if records have just passed; tell if there is more."""
        if self._transport is None:
            return False
        if self._contenus is None:
            self._contenus = Contenus(self._replique, self._transport, self._clock, self._ids)
        fresh, self._fresh = self._fresh, False
        return self._contenus.commencer() if fresh else self._contenus.morceau()

    def _stumble(self) -> None:
        self._arm(RETRY_MS[min(self._stumbles, len(RETRY_MS) - 1)])
        self._stumbles += 1

    def _moteur(self) -> Moteur:
        if self._transport is None:
            with self._replique.read() as connection:
                self._transport = Transport(get(connection, "serveur"))
            if self._stopped.is_set():  # while it was being made
                self._transport.abandonner()
        with self._replique.read() as connection:
            self._transport.token = get(connection, "jeton", "")
        return Moteur(self._replique, self._transport, self._clock, self._ids)

    def _failed(self, nouvelles: Nouvelles, patience: float = 0.0) -> None:
        """Say so and try again later: ``patience`` seconds at least, if the server asked for them."""
        if self._pieces is not None:
            self._pieces.stop()
        delay = max(RETRY_MS[min(self._failures, len(RETRY_MS) - 1)], round(patience * 1000))
        self._failures += 1
        self.nouvelles.emit(nouvelles)
        self._arm(delay + random.randrange(delay // 2))  # noqa: S311 - jitter, not a secret

    def _arm(self, delay: int) -> None:
        if self._timer is not None:
            self._timer.start(delay)


def _token_refused(connection: Connection) -> tuple[None, None]:
    """Remember, for the next unlocking, that the server wants the password again."""
    put(connection, a_reconnecter=True)
    return None, None


class Synchroniseur(QObject):
    """The worker and its thread, as the composition root holds them."""

    nouvelles = Signal(object)
    _soon = Signal()
    _now = Signal()
    _back = Signal()

    def __init__(self, replique: Replique, clock: Clock, ids: Ids) -> None:
        super().__init__()
        self._replique = replique
        self._thread = QThread()
        self._ouvrier = _Ouvrier(replique, clock, ids)
        self._ouvrier.moveToThread(self._thread)
        self._ouvrier.nouvelles.connect(self.nouvelles)
        self._thread.started.connect(self._ouvrier.start)
        self._thread.finished.connect(self._ouvrier.deleteLater)  # its timer must die in its own thread
        self._soon.connect(self._ouvrier.soon)
        self._now.connect(self._ouvrier.now)
        self._back.connect(self._ouvrier.back)
        QTimer.singleShot(HINT_MS, self, self._listen_to_the_system)
        replique.ecrivain.subscribe(self._written)
        self._thread.start()

    def demander(self) -> None:
        """Synchronise as soon as possible."""
        self._now.emit()

    def arreter(self) -> bool:
        """Let the running exchange end, a few seconds at most; tell whether it has ended.

        The exchange is cut, which takes a fifth of a second. One that the system would not cut is left
        to itself: it writes nothing once the replica is closed.
        """
        self._ouvrier.abandon()
        self._thread.quit()
        if not self._thread.wait(STOP_MS):
            _ABANDONED.append(self)
            return False
        return True

    def _listen_to_the_system(self) -> None:
        # Imported once the window is there: QtNetwork and its backend cost 40 ms.
        from PySide6.QtNetwork import QNetworkInformation  # noqa: PLC0415

        if QNetworkInformation.loadDefaultBackend():
            QNetworkInformation.instance().reachabilityChanged.connect(self._reached)

    def _reached(self, reachability: Enum) -> None:
        if reachability.name not in {"Unknown", "Disconnected"}:
            self._back.emit()

    def _written(self, changes: Changes) -> None:
        if changes.records and not changes.wide:
            self._soon.emit()
