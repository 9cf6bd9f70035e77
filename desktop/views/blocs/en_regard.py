"""What is to be compared, side by side: three columns, two under the first, or one, as the width allows."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.views.blocs.textes import Petit

_ECART = 24
_CARACTERES_TEXTE = 34  # narrower than this a paragraph is a ladder of words
_CARACTERES_COURT = 16
_AU_PLUS = 3


class EnRegard(QWidget):
    """Cells of equal width, each with its title and a small line («Julie Perrin, le 19/11/2026»).

    ``depart``: the first is what the others started from, it goes above them before all are stacked.
    """

    def __init__(
        self, cellules: Sequence[tuple[str, str, QWidget]], *, long: bool, depart: bool = False
    ) -> None:
        super().__init__()
        self._caracteres = _CARACTERES_TEXTE if long else _CARACTERES_COURT
        self._depart = depart
        small = any(detail for _, detail, _ in cellules)
        self._cells = [_cell(*cellule, small=small) for cellule in cellules]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_ECART)
        self._grid.setVerticalSpacing(12)
        self._across = 0
        self._place(min(len(self._cells), _AU_PLUS))  # most windows are wide enough: laid out once

    def colonnes(self) -> int:
        """Return how many columns there are at the present width."""
        return self._across

    def minimumSizeHint(self) -> QSize:
        """Ask for no more than one column: the others may go beneath."""
        widest = max((cell.minimumSizeHint().width() for cell in self._cells), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold, or unfold."""
        super().resizeEvent(event)
        one = self.fontMetrics().averageCharWidth() * self._caracteres + _ECART
        self._place(max(1, min(len(self._cells), _AU_PLUS, (self.width() + _ECART) // one)))

    def _place(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        cells, above = self._cells, self._depart and across < len(self._cells)
        if above:
            self._grid.addWidget(cells[0], 0, 0, 1, across)
        for rank, cell in enumerate(cells[above:]):
            self._grid.addWidget(cell, rank // across + above, rank % across)
        for column in range(_AU_PLUS):
            self._grid.setColumnStretch(column, int(column < across))


def _cell(titre: str, detail: str, contenu: QWidget, *, small: bool) -> QWidget:
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    head = QLabel(titre)
    head.setProperty("role", "etiquette")
    head.setWordWrap(True)
    column.addWidget(head)
    if small:
        column.addWidget(Petit(detail))  # even empty: it keeps the columns level
    column.addWidget(contenu)
    column.addStretch()
    return cell
