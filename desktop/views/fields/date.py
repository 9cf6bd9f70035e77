"""DATE: typed freely, shown ``jj/mm/aaaa``, with a calendar for those who prefer to point."""

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.views import icones
from desktop.views.fields.base import Editeur, Outils
from desktop.views.fields.lecture import read_date
from domain.clock import today
from domain.fields import Field, Value
from domain.french import short_date

_WIDTH_CHARACTERS = 18


class EditeurDate(Editeur):
    """A day. On leaving, what was understood is written out in full, so that it is seen."""

    def __init__(self, field: Field, outils: Outils) -> None:
        super().__init__(field, outils)
        self.line = QLineEdit()
        self.line.setPlaceholderText("jj/mm/aaaa")
        self.line.setMaximumWidth(self.line.fontMetrics().averageCharWidth() * _WIDTH_CHARACTERS + 32)
        self.line.textEdited.connect(self._typed)
        self.button = QToolButton()
        self.button.setToolTip("Calendrier (Alt+Bas)")
        icones.poser(self.button, "calendar", "accent")
        self.button.clicked.connect(self.open_calendar)
        self._popup = Calendrier(self)
        self._popup.calendar.activated.connect(self._picked)
        self._popup.calendar.clicked.connect(self._picked)
        self.row = QHBoxLayout()
        self.row.setSpacing(4)
        self.row.addWidget(self.line)
        self.row.addWidget(self.button)
        self.row.addStretch()
        self.place(self.row)
        self.add_control(self.line)
        self.add_control(self.button, f"Calendrier\u00a0: {field.label}")

    def value(self) -> Value:
        """Return the day, or what was typed when no day can be read in it."""
        text = self.line.text().strip()
        if not text or text == self._partial_text:
            return self._partial if text else None
        return read_date(text, today(self.outils.clock)) or text

    def show_value(self, value: Value) -> None:
        """Show the day; a birth date of which only the year is known shows only its year."""
        text = "" if value is None else short_date(str(value))
        incomplete = isinstance(value, str) and "-00" in value
        self._partial = str(value) if incomplete else None
        self._partial_text = text if incomplete else None
        self.line.setText(text)

    _partial: str | None = None
    _partial_text: str | None = None

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - Qt's own form of setter
        """Forbid or allow the edit; the date can still be copied."""
        self.line.setReadOnly(read_only)
        self.button.setVisible(not read_only)

    def open_calendar(self) -> None:
        """Show the calendar under the field, on its day or today."""
        value = self.value()
        day = QDate.fromString(str(value), "yyyy-MM-dd") if value else QDate()
        if not day.isValid():
            day = QDate.fromString(today(self.outils.clock).isoformat(), "yyyy-MM-dd")
        self._popup.open_under(self.line, day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar on Alt+Down, as a list would."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def _typed(self, _text: str) -> None:
        self.edited.emit()

    def _picked(self, day: QDate) -> None:
        self._popup.hide()
        self.line.setText(day.toString("dd/MM/yyyy"))
        self.line.setFocus()
        self.edited.emit()

    def _has_left(self) -> None:
        if not self.has_focus() and not self._popup.isVisible():
            self._write_out()
            super()._has_left()

    def _write_out(self) -> None:
        read = read_date(self.line.text(), today(self.outils.clock))
        if read is not None and not self.line.isReadOnly():
            self.line.setText(short_date(read))


class Calendrier(QFrame):
    """A calendar in a popup that Escape or a click elsewhere closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "flottant")
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName("Calendrier")
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setGridVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.calendar)

    def open_under(self, field: QWidget, day: QDate) -> None:
        """Show under ``field``, with ``day`` chosen."""
        self.calendar.setSelectedDate(day)
        self.adjustSize()
        self.move(field.mapToGlobal(field.rect().bottomLeft()))
        self.show()
        self.calendar.setFocus()
