"""The duration of a CER: the usual ones in view, another one typed (R-CER-23)."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit

from desktop.views.fields import Editeur, Outils
from desktop.views.fields.options import Options
from domain.fields import Field, Value

_CARACTERES = 6


class EditeurDuree(Editeur):
    """A number of months: one click on 3, 6, 9 or 12 (a setting), or a number in the line."""

    def __init__(self, field: Field, outils: Outils) -> None:
        super().__init__(field, outils)
        self.label.setText("Durée")
        months = [int(number) for number in outils.settings["cer.durees_mois"]]
        self.options = Options("Durée", [(str(number), f"{number} mois") for number in months])
        self.line = QLineEdit()
        self.line.setPlaceholderText("autre")
        self.line.setMaximumWidth(self.line.fontMetrics().averageCharWidth() * _CARACTERES + 32)
        self.line.textEdited.connect(self._typed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.options, 1)
        row.addWidget(self.line)
        row.addWidget(QLabel("mois"))
        self.place(row)
        for number, button in self.options.boutons.items():
            button.clicked.connect(self._clicked)
            self.add_control(button, f"Durée\u00a0: {number} mois")
        self.add_control(self.line, "Autre durée, en mois")

    def value(self) -> Value:
        """Return the months, or what was typed when it is not a number."""
        typed = self.line.text().strip()
        if not typed:
            chosen = self.options.choisi()
            return int(chosen) if chosen else None
        return int(typed) if typed.isdecimal() else typed

    def show_value(self, value: Value) -> None:
        """Show a duration as a choice, or in the line when it is none of the usual ones."""
        code = "" if value is None else str(value)
        usual = code in self.options.boutons
        self.options.choisir(code if usual else None)
        self.line.setText("" if usual else code)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - Qt's own form of setter
        """Forbid or allow the edit."""
        self.options.setEnabled(not read_only)
        self.line.setReadOnly(read_only)

    def _clicked(self) -> None:
        self.line.clear()
        self.edited.emit()
        self.left.emit()

    def _typed(self, _text: str) -> None:
        self.options.choisir(None)
        self.edited.emit()
