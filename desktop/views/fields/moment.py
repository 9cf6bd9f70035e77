"""MOMENT: a day and an hour, local to the département."""

from PySide6.QtWidgets import QLabel, QLineEdit

from desktop.views.fields.base import Outils
from desktop.views.fields.date import EditeurDate
from desktop.views.fields.lecture import read_hour, show_hour
from domain.fields import Field, Value

_WIDTH_CHARACTERS = 9


class EditeurMoment(EditeurDate):
    """The editor of a day, followed by an hour typed freely («9», «14h30», «1430»)."""

    def __init__(self, field: Field, outils: Outils) -> None:
        super().__init__(field, outils)
        self.hour = QLineEdit()
        self.hour.setPlaceholderText("14\u00a0h\u00a030")
        self.hour.setMaximumWidth(self.hour.fontMetrics().averageCharWidth() * _WIDTH_CHARACTERS + 32)
        self.hour.textEdited.connect(self._typed)
        self.row.insertWidget(2, QLabel("à"))
        self.row.insertWidget(3, self.hour)
        self.add_control(self.hour, f"{field.label}\u00a0: heure")
        self.line.setAccessibleName(f"{field.label}\u00a0: jour")

    def value(self) -> Value:
        """Return the moment, or what was typed when it is not one yet."""
        day, typed = super().value(), self.hour.text().strip()
        if day is None and not typed:
            return None
        hour = read_hour(typed)
        return f"{day or ''}T{hour}" if hour else f"{day or ''} {typed}".strip()

    def show_value(self, value: Value) -> None:
        """Show the day and the hour."""
        day, _, hour = str(value or "").partition("T")
        super().show_value(day or None)
        self.hour.setText(show_hour(hour) if hour else "")

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - Qt's own form of setter
        """Forbid or allow the edit; day and hour can still be copied."""
        super().set_read_only(read_only)
        self.hour.setReadOnly(read_only)

    def _write_out(self) -> None:
        super()._write_out()
        if hour := read_hour(self.hour.text()):
            self.hour.setText(show_hour(hour))
