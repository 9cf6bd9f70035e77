"""A page in two zones side by side, one under the other when the window is too narrow."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

_MARGE = 32
_GOUTTIERE = 24
_CARACTERES = 88  # in fewer characters than these two zones cannot be read side by side


class DeuxZones(QScrollArea):
    """A scrolling page: ``tete`` over its whole width, then ``principale`` and ``secondaire``.

    The main zone takes three fifths, so that the eye knows where to begin.
    """

    def __init__(self, parts: tuple[int, int] = (3, 2)) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setProperty("role", "colonne")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(body)
        column.setContentsMargins(_MARGE, 28, _MARGE, _MARGE)
        column.setSpacing(_GOUTTIERE)
        self.tete = _column(4)
        self.principale = _column(16)
        self.secondaire = _column(16)
        self._zones = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._zones.setSpacing(_GOUTTIERE)
        for zone, part in ((self.principale, parts[0]), (self.secondaire, parts[1])):
            holder = QWidget()
            holder.setLayout(zone)
            self._zones.addWidget(holder, part, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self.tete)
        column.addLayout(self._zones)
        column.addStretch()
        self.setWidget(body)

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
