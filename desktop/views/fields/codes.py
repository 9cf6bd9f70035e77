"""CODES: several values of a list, each a box to tick."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from desktop.views.fields.base import Editeur, Outils
from domain.fields import Field, Value

_COLUMNS = 2
_LEAST = 16  # characters


class EditeurCodes(Editeur):
    """A set of codes, in two columns where they fit. A retired code keeps its box as long as it is ticked."""

    def __init__(self, field: Field, outils: Outils) -> None:
        super().__init__(field, outils)
        self._boxes: dict[str, QCheckBox] = {}
        self._cases = _Cases()
        self.place(self._cases)
        for code in outils.settings.choices(field.codes or ""):
            self._add(code.code, code.label)

    def value(self) -> Value:
        """Return the codes ticked, sorted; ``None`` for none."""
        return sorted(code for code, box in self._boxes.items() if box.isChecked()) or None

    def show_value(self, value: Value) -> None:
        """Tick the boxes of a set of codes."""
        codes = {str(code) for code in value} if isinstance(value, list) else set()
        for code in sorted(codes - self._boxes.keys()):
            self._add(code, self.outils.settings.label(self.field.codes or "", code))
        for code, box in self._boxes.items():
            box.setChecked(code in codes)

    def _add(self, code: str, label: str) -> None:
        box = QCheckBox(label)
        box.setToolTip(label)  # cut short on a small screen in large text
        box.clicked.connect(self._clicked)
        self._cases.ajouter(box)
        self._boxes[code] = box
        self.add_control(box, f"{self.field.label}\u00a0: {label}")

    def _clicked(self) -> None:
        self.edited.emit()


class _Cases(QWidget):
    """Boxes in two columns, in one where two are too wide; it asks for the width of neither."""

    def __init__(self) -> None:
        super().__init__()
        self._boxes: list[QCheckBox] = []
        self._columns = _COLUMNS
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)

    def ajouter(self, box: QCheckBox) -> None:
        """Add a box at the end."""
        self._place(box, len(self._boxes))
        self._boxes.append(box)

    def minimumSizeHint(self) -> QSize:
        """Ask for the height only: boxes fold, and the last words of a long one may be cut."""
        least = self.fontMetrics().averageCharWidth() * _LEAST
        return QSize(least, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Ask for no width either: what is beside is not to be squeezed for it."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold, or unfold."""
        super().resizeEvent(event)
        widest = max((box.sizeHint().width() for box in self._boxes), default=0)
        columns = 1 if self.width() < _COLUMNS * widest else _COLUMNS
        if columns != self._columns:
            self._columns = columns
            for rank, box in enumerate(self._boxes):
                self._place(box, rank)

    def _place(self, box: QCheckBox, rank: int) -> None:
        self._grid.addWidget(box, rank // self._columns, rank % self._columns)
