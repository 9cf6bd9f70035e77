"""FLAG: a box to tick."""

from PySide6.QtWidgets import QCheckBox

from desktop.views.fields.base import Editeur, Outils
from domain.fields import Field, Value


class EditeurOuiNon(Editeur):
    """A box whose own words are the label; not filled in shows unticked."""

    def __init__(self, field: Field, outils: Outils) -> None:
        super().__init__(field, outils)
        self.label.hide()
        self.box = QCheckBox(field.label)
        self.box.clicked.connect(self._clicked)
        self.place(self.box)
        self.add_control(self.box)

    def value(self) -> Value:
        """Return whether the box is ticked."""
        return self.box.isChecked()

    def show_value(self, value: Value) -> None:
        """Tick the box or not."""
        self.box.setChecked(value is True)

    def _clicked(self) -> None:
        self.edited.emit()
