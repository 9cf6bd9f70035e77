"""The news of the replica, brought from the writer's thread to the screens.

A ``Bureau`` calls its listeners from the thread that has just committed. A widget may only be
touched from the thread of the screen: emitting a Qt signal crosses over, provided that what it
is connected to is a *method* of a QObject (a lambda would run where it is emitted).

A pull may change everything: what is kept ready for the screens is first read again on a thread of its
own, so that they hear of it when there is nothing left to wait for. Pulls that follow each other are told
together.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from desktop.models.changes import Changes
from domain.errors import RefusedError


class Source(Protocol):
    """What publishes commits: a ``Bureau``."""

    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """Call ``listener`` after each commit, from another thread."""

    def relire(self) -> None:
        """Read again what is kept ready. Raises RefusedError once locked."""


class Actualite(QObject):
    """One signal for every change, whatever its origin."""

    changed = Signal(object)
    _committed = Signal(object)  # crosses over; what it brings after ``fermer`` is not passed on

    def __init__(self, source: Source, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._source = source
        self._lecteur = ThreadPoolExecutor(1, "lecteur")
        self._asked = False
        self._committed.connect(self._arrived)
        source.subscribe(self._published)

    def fermer(self) -> None:
        """Say nothing more, not even what is on its way: the replica is closed, the screens about to be."""
        self._open = False
        self._lecteur.shutdown(cancel_futures=True)

    def _published(self, changes: Changes) -> None:
        if not self._open:
            return
        if not changes.wide:
            self._committed.emit(changes)
        elif not self._asked:  # else the reading that is to begin will see this too
            self._asked = True
            self._lecteur.submit(self._read)

    def _read(self) -> None:
        self._asked = False
        try:
            self._source.relire()
        except RefusedError:  # locked meanwhile
            return
        except Exception:  # noqa: BLE001, S110 - the page that hears will read, and fail where it is told
            pass
        if self._open:
            self._committed.emit(Changes(wide=True))

    def _arrived(self, changes: Changes) -> None:
        if self._open:
            self.changed.emit(changes)
