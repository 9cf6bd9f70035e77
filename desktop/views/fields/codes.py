"""CODES: several values of a list, each a box to tick."""

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from desktop.views.fields.base import Editeur, Outils
from domain.fields import Field, Value

_COLUMNS = 2


class EditeurCodes(Editeur):
    """A set of codes, in two columns. A retired code keeps its box as long as it is ticked."""

    def __init__(self, field: Field, outils: Outils) -> None:
        super().__init__(field, outils)
        self._boxes: dict[str, QCheckBox] = {}
        self._grid_widget = QWidget()
        self._grid = QGridLayout(self._grid_widget)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        self.place(self._grid_widget)
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
        box.clicked.connect(self._clicked)
        rank = len(self._boxes)
        self._grid.addWidget(box, rank // _COLUMNS, rank % _COLUMNS)
        self._boxes[code] = box
        self.add_control(box, f"{self.field.label}\u00a0: {label}")

    def _clicked(self) -> None:
        self.edited.emit()
