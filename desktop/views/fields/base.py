"""What every editor has in common: label above, control, problem beneath, hint aside.

The hint is a widget of the editor that a page may lay in its right margin (``PageDefilante``
does); left alone it stands beneath the control.
"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.services.orthographe import Orthographe
from desktop.views import icones, style
from desktop.views.clavier import passer, valide
from domain.clock import Clock
from domain.fields import Field, Value
from domain.reglage.nomenclatures import Settings

_UNE_LIGNE = (QLineEdit, QComboBox, QCheckBox)
"""What Enter has no use for, so that it moves on; a long text takes it as a new line."""


@dataclass(frozen=True, slots=True)
class Outils:
    """What editors need besides their field: the lists of the département, the day it is, the spelling."""

    settings: Settings
    clock: Clock
    orthographe: Orthographe | None = None


class Editeur(QWidget):
    """An editor of one field.

    ``edited`` is emitted on the person's own edits only, never by :meth:`show_value`. ``left``
    is emitted when the keyboard leaves the whole editor, or when it is hidden: the moment to
    save at once, and to say what is malformed. ``value`` returns what was typed as it stands
    when it cannot be read: the service refuses it, and the text stays.
    """

    edited = Signal()
    left = Signal()

    #: Says whether a fault is worth showing while one is still typing. A half-typed date is
    #: always faulty; a text too long had better be known at once.
    fault_while_typing = False

    def __init__(self, field: Field, outils: Outils) -> None:
        super().__init__()
        self.field = field
        self.outils = outils
        self._controls: list[QWidget] = []
        self.label = QLabel(field.label)
        self.label.setProperty("role", "etiquette")
        self.label.setWordWrap(True)
        self.hint = QLabel(field.help)
        self.hint.setProperty("role", "conseil")
        self.hint.setWordWrap(True)
        if not field.help:  # never ``setVisible(True)`` on what has no parent yet: it would be a window
            self.hint.hide()
        self._problem = _Probleme()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(self.label)
        self.column.addWidget(self._problem)
        self.column.addWidget(self.hint)

    def value(self) -> Value:
        """Return the value, ``None`` when nothing is filled in."""
        raise NotImplementedError

    def show_value(self, value: Value) -> None:
        """Show a value, without emitting ``edited``."""
        raise NotImplementedError

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - Qt's own form of setter
        """Forbid or allow the edit; the text can still be selected and copied where there is any."""
        for control in self._controls:
            control.setEnabled(not read_only)

    def show_problem(self, text: str) -> None:
        """Show why the value is refused, or nothing when ``text`` is empty."""
        self._problem.say(text)
        for control in self._controls:
            if not isinstance(control, QAbstractButton):
                style.marquer(control, "faute", "true" if text else "false")
            control.setAccessibleDescription(text or self.field.help)

    def problem(self) -> str:
        """Return the problem shown, '' for none."""
        return self._problem.text()

    def show_hint(self, text: str) -> None:
        """Replace the hint; empty hides it, and the field's own help comes back for ``None``."""
        self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def has_focus(self) -> bool:
        """Tell whether the keyboard is in this editor."""
        return any(control.hasFocus() for control in self._controls)

    def add_control(self, control: QWidget, name: str = "") -> None:
        """Register a focusable control: its name for screen readers, its coming and going."""
        control.setAccessibleName(name or self.field.label)
        control.setAccessibleDescription(self.field.help)
        control.installEventFilter(self)
        if not self._controls:
            self.setFocusProxy(control)
            self.label.setBuddy(control)
        self._controls.append(control)

    def place(self, content: QWidget | QHBoxLayout) -> None:
        """Lay the control, or the row of them, under the label."""
        if isinstance(content, QWidget):
            self.column.insertWidget(1, content)
        else:
            self.column.insertLayout(1, content)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the keyboard leaves one control, perhaps for another of this editor."""
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._has_left)
        if isinstance(event, QKeyEvent) and isinstance(watched, _UNE_LIGNE) and valide(event):
            passer(watched, self)
            return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave: a page turned or closed must not wait for the next focus."""
        self.left.emit()
        super().hideEvent(event)

    def _has_left(self) -> None:
        if not self.has_focus():
            self.left.emit()


class _Probleme(QWidget):
    """A sentence with its sign, hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(6)
        sign = QLabel()
        icones.poser(sign, "circle-alert", "urgent", 18)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setProperty("niveau", "urgent")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    def say(self, text: str) -> None:
        self._text.setText(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        return self._text.text()
