"""The news of the replica, brought from the writer's thread to the screens.

A ``Bureau`` calls its listeners from the thread that has just committed. A widget may only be
touched from the thread of the screen: emitting a Qt signal crosses over, provided that what it
is connected to is a *method* of a QObject (a lambda would run where it is emitted).
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from desktop.models.changes import Changes


class Source(Protocol):
    """What publishes commits: a ``Bureau``."""

    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """Call ``listener`` after each commit, from another thread."""


class Actualite(QObject):
    """One signal for every change, whatever its origin."""

    changed = Signal(object)
    _committed = Signal(object)  # crosses over; what it brings after ``fermer`` is not passed on

    def __init__(self, source: Source, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._committed.connect(self._arrived)
        source.subscribe(self._published)

    def fermer(self) -> None:
        """Say nothing more, not even what is on its way: the replica is closed, the screens about to be."""
        self._open = False

    def _published(self, changes: Changes) -> None:
        if self._open:
            self._committed.emit(changes)

    def _arrived(self, changes: Changes) -> None:
        if self._open:
            self.changed.emit(changes)
