"""Locking by itself after a while without a key or a move (design, §2).

What reaches the window's own handle is watched, not every event of the application: that costs
nothing while pages paint. A laptop asleep counts as idle, though its monotonic clock may stop:
hence both clocks, whichever has gone further.
"""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from domain.clock import Clock

_RYTHME_MS = 10_000
_GESTES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


class Veille(QObject):
    """Emits ``assez`` after ``minutes`` without a gesture, and again at each look until it is heeded."""

    assez = Signal()

    def __init__(self, clock: Clock, minutes: int, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._seconds = minutes * 60
        self._geste()
        self._timer = QTimer(self)
        self._timer.setInterval(_RYTHME_MS)
        self._timer.timeout.connect(self.regarder)
        self._timer.start()

    def arreter(self) -> None:
        """Watch no longer."""
        self._timer.stop()

    def regarder(self) -> None:
        """See how long it has been."""
        asleep = (self._clock.now() - self._wall).total_seconds()
        if max(self._clock.monotonic() - self._last, asleep) >= self._seconds:
            self.assez.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice a gesture."""
        if event.type() in _GESTES:
            self._geste()
        return super().eventFilter(watched, event)

    def _geste(self) -> None:
        self._last = self._clock.monotonic()
        self._wall = self._clock.now()
