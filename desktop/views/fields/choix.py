"""CHOICE: one value of a list of the département."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox

from desktop.views.fields.base import Editeur, Outils
from domain.fields import Field, Value

NOTHING = "Choisir…"


class Liste(QComboBox):
    """A combo box that only its own keys and its own popup change.

    The wheel belongs to the page: rolling over a form must not alter an answer unseen.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(20)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class EditeurChoix(Editeur):
    """A list. A retired code that a record still holds is shown, and no longer offered elsewhere.

    ``sans``: a code that an act of its own sets, with what goes with it; it is shown so too.
    """

    def __init__(self, field: Field, outils: Outils, sans: str = "") -> None:
        super().__init__(field, outils)
        self._sans = sans
        self.list = Liste()
        self.list.activated.connect(self._chosen)
        self._fill(None)
        self.place(self.list)
        self.add_control(self.list)

    def value(self) -> Value:
        """Return the code chosen."""
        code = self.list.currentData()
        return str(code) if code is not None else None

    def show_value(self, value: Value) -> None:
        """Choose a code, adding it if it is no longer offered."""
        code = None if value is None else str(value)
        if self.list.findData(code) < 0:
            self._fill(code)
        self.list.setCurrentIndex(max(self.list.findData(code), 0) if code is not None else 0)

    def _fill(self, kept: str | None) -> None:
        codes = self.field.codes or ""
        self.list.clear()
        self.list.addItem(NOTHING, None)
        for code in self.outils.settings.choices(codes):
            if code.code != self._sans:
                self.list.addItem(code.label, code.code)
        if kept is not None and self.list.findData(kept) < 0:
            self.list.addItem(self.outils.settings.label(codes, kept), kept)

    def _chosen(self, _index: int) -> None:
        self.edited.emit()
