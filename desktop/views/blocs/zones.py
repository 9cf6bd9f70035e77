"""A page in two zones side by side, one under the other when the window is too narrow."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.views.blocs.defilant import Defilant

_MARGE = 32
_GOUTTIERE = 24
_CARACTERES = 88  # in fewer characters than these two zones cannot be read side by side


class DeuxZones(Defilant):
    """A scrolling page: ``tete`` over its whole width, then ``principale`` and ``secondaire``.

    The main zone takes three fifths by default, so that the eye knows where to begin.
    """

    def __init__(self, parts: tuple[int, int] = (3, 2), haut: int = 28) -> None:
        super().__init__((_MARGE, haut, _MARGE, _MARGE), _GOUTTIERE)
        self.tete = _column(4)
        self.principale = _column(16)
        self.secondaire = _column(16)
        self._zones = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._zones.setSpacing(_GOUTTIERE)
        for zone, part in ((self.principale, parts[0]), (self.secondaire, parts[1])):
            holder = QWidget()
            # A stretch beneath, not an alignment: Qt gives an aligned widget the height of its first
            # guess, which cuts wrapped text.
            inside = _column(0)
            inside.addLayout(zone)
            inside.addStretch()
            holder.setLayout(inside)
            self._zones.addWidget(holder, part)
        self.colonne.addLayout(self.tete)
        self.colonne.addLayout(self._zones)
        self.colonne.addStretch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the zones side by side or one under the other."""
        super().resizeEvent(event)
        needed = self.fontMetrics().averageCharWidth() * _CARACTERES + 2 * _MARGE + _GOUTTIERE
        direction = QBoxLayout.Direction
        self._zones.setDirection(direction.TopToBottom if self.width() < needed else direction.LeftToRight)


def _column(space: int) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(space)
    return column
