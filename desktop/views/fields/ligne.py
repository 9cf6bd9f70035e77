"""LINE, PHONE and MAIL: one line of text."""

import re

from PySide6.QtWidgets import QLineEdit

from desktop.documents.nommage import nom_conforme
from desktop.views.fields.base import Editeur, Outils
from domain.fields import Field, Value

_NATIONAL = re.compile(r"0\d{9}")
_SEPARATORS = re.compile(r"[\s.\-]")


class EditeurLigne(Editeur):
    """A line, kept as typed: no trimming, and a text too long is refused, never cut."""

    fault_while_typing = True

    def __init__(self, field: Field, outils: Outils) -> None:
        super().__init__(field, outils)
        self.line = QLineEdit()
        self.line.textEdited.connect(self._typed)
        self.place(self.line)
        self.add_control(self.line)

    def value(self) -> Value:
        """Return the line."""
        return self.line.text() or None

    def show_value(self, value: Value) -> None:
        """Show the line from its beginning."""
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - Qt's own form of setter
        """Forbid or allow the edit; the line can still be copied."""
        self.line.setReadOnly(read_only)

    def _typed(self, _text: str) -> None:
        self.edited.emit()


class EditeurTelephone(EditeurLigne):
    """A telephone number; a French one is spaced by pairs, as it is read aloud."""

    fault_while_typing = False

    def value(self) -> Value:
        """Return the number, spaced if it is a national one."""
        return spaced(self.line.text()) or None

    def show_value(self, value: Value) -> None:
        """Show the number, spaced if it is a national one."""
        super().show_value(spaced(value) if isinstance(value, str) else value)

    def _has_left(self) -> None:
        if not self.has_focus():
            self.line.setText(spaced(self.line.text()))
        super()._has_left()


class EditeurMail(EditeurLigne):
    """A mail address; the spaces that a paste brings along are not part of it."""

    fault_while_typing = False

    def value(self) -> Value:
        """Return the address without the spaces around it."""
        return self.line.text().strip() or None


def spaced(number: str) -> str:
    """Space a national number by pairs; leave any other as it stands.

    >>> spaced("0612345678"), spaced("+33 6 12")
    ('06 12 34 56 78', '+33 6 12')
    """
    digits = _SEPARATORS.sub("", number)
    if not _NATIONAL.fullmatch(digits):
        return number
    return " ".join(digits[start : start + 2] for start in range(0, 10, 2))


class EditeurNomFichier(EditeurLigne):
    """The name of a document: typed as one likes, kept as the naming grid wants it (R-DOC-2)."""

    fault_while_typing = False
    _extension = "pdf"

    def value(self) -> Value:
        """Return the name by the grid, with the extension of the one that was shown."""
        typed = self.line.text().strip()
        return nom_conforme(typed, self._extension) if typed else None

    def show_value(self, value: Value) -> None:
        """Show a name; its extension is not for the hand to change."""
        self._extension = str(value).rpartition(".")[2] if value and "." in str(value) else self._extension
        super().show_value(value)

    def _has_left(self) -> None:
        if not self.has_focus():
            self.line.setText(str(self.value() or ""))
        super()._has_left()
