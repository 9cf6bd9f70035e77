"""Two or three fields side by side, one under the other when the column is too narrow for them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

_ECART = 16


class CoteACote(QWidget):
    """A row that folds: at 200 % a date and a duration no longer fit beside each other."""

    def __init__(self, *widgets: QWidget, parts: Sequence[int] = ()) -> None:
        super().__init__()
        self._widgets = widgets
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_ECART)
        for rank, widget in enumerate(widgets):
            self._row.addWidget(widget, parts[rank] if parts else 1)

    def minimumSizeHint(self) -> QSize:
        """Ask for no more than the widest: the row may fold."""
        widths = [widget.minimumSizeHint().width() for widget in self._widgets]
        return QSize(max(widths, default=0), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold, or unfold."""
        super().resizeEvent(event)
        widths = [widget.minimumSizeHint().width() for widget in self._widgets]
        needed = sum(widths) + _ECART * (len(widths) - 1)
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if self.width() < needed else direction.LeftToRight)
