"""The one thread that writes to the replica (decision 4).

The interface hands a job over in well under a millisecond and never waits for the disk; jobs
run in order, one transaction each, and what they touched is published after the commit, from this
thread. A job marked ``tenace`` carries words someone typed: if the disk refuses them (full,
locked by an antivirus) it stays at the head of the queue and is tried again, so that the order of
a record's writes never changes and nothing typed is dropped while the program lives.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from desktop.models.changes import Changes
from domain.errors import RefusedError, trace

T = TypeVar("T")
Listener = Callable[[Changes], None]
RETRY_SECONDS = 1.0
DISK_FULL = (
    "L’ordinateur n’a pas pu enregistrer\u00a0: le disque est plein ou occupé. "
    "Le texte reste à l’écran et sera enregistré dès que possible\u00a0; libérez de la place sans fermer "
    "Permanence."
)
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Job(Generic[T]):
    work: Callable[[Connection], tuple[T, Changes | None]]
    future: "Future[T]"
    tenace: bool


class Ecrivain:
    """Runs write jobs in order on its own thread; start it by making it, end it with ``close``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: deque[_Job[Any]] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._listeners: list[Listener] = []
        self.probleme = ""  # the French sentence of the fault that holds the head of the queue
        self._thread = threading.Thread(target=self._run, name="ecrivain", daemon=True)
        self._thread.start()

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener`` after each commit, from the writer's thread."""
        self._listeners.append(listener)

    def publish(self, changes: Changes) -> None:
        """Tell the listeners; also of what is not a commit (the network came or went).

        One that fails is passed over: a screen at fault must not end the thread that writes.
        """
        for listener in self._listeners:
            try:
                listener(changes)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next words must reach the disk
                _log.error("a listener failed: %s", trace(error))

    def submit(
        self, work: Callable[[Connection], tuple[T, Changes | None]], *, tenace: bool = False
    ) -> "Future[T]":
        """Hand over a job. Its future gets the result, or the error that undid its transaction."""
        job = _Job(work, Future(), tenace)
        with self._changed:
            if self._closing:
                raise RefusedError("Permanence est en train de se fermer.")
            self._jobs.append(job)
            self._changed.notify()
        return job.future

    def flush(self, timeout: float) -> None:
        """Return when everything handed over before is on disk. Raises RefusedError if it cannot be."""
        done = self.submit(lambda _connection: (None, None))
        try:
            done.result(timeout)
        except TimeoutError as error:
            raise RefusedError(self.probleme or DISK_FULL) from error

    def close(self, timeout: float = 10.0) -> bool:
        """Write what is left and stop. Return False if the disk still refuses after ``timeout``."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            while not self._attempt(job):
                with self._changed:
                    self._changed.wait(RETRY_SECONDS)

    def _next(self) -> _Job[Any] | None:
        with self._changed:
            while not self._jobs:
                if self._closing:
                    return None
                self._changed.wait()
            return self._jobs.popleft()

    def _attempt(self, job: _Job[Any]) -> bool:
        """Run a job once; tell whether it is over (done, or failed for good)."""
        try:
            with self._engine.begin() as connection:
                result, changes = job.work(connection)
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for the job
            # Full, busy; or damaged, which has no class of its own.
            refused = isinstance(error, OperationalError) or type(error) is DatabaseError
            if refused and job.tenace:
                self.probleme = DISK_FULL
                _log.warning("the disk refused a write: %s", type(error).__name__)
                return False
            if job.tenace:  # nobody waits for it, as a rule
                _log.error("what was typed could not be written: %s", trace(error))
            job.future.set_exception(RefusedError(DISK_FULL) if refused else error)
            return True
        self.probleme = ""
        if changes is not None:
            self.publish(changes)
        job.future.set_result(result)
        return True
