"""The hints beside a field: an advice is quiet, what is probably wrong has its sign and its word."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.views import icones
from desktop.views.blocs.textes import vider
from domain.hint import Hint

ATTENTION = "À vérifier\u00a0: "


class Conseils(QWidget):
    """What the margin says of one field: its own help, then the remarks of the moment.

    The rule's identifier is in the tooltip: for who asks why, out of the way of who writes.
    """

    def __init__(self, aide: str = "") -> None:
        super().__init__()
        self._aide = aide
        self._shown: tuple[Hint, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        if aide:
            self._column.addWidget(_conseil(Hint("", aide, "", "conseil")))
        else:
            self.hide()

    def montrer(self, indications: Iterable[Hint]) -> None:
        """Show these remarks, the ones that call for attention first."""
        found = tuple(sorted(indications, key=lambda hint: hint.level != "attention"))
        if found == self._shown:
            return
        self._shown = found
        vider(self._column)
        for hint in found:
            self._column.addWidget(_attention(hint) if hint.level == "attention" else _conseil(hint))
        if self._aide:
            self._column.addWidget(_conseil(Hint("", self._aide, "", "conseil")))
        self.setVisible(bool(found or self._aide))

    def textes(self) -> tuple[str, ...]:
        """Return the remarks shown."""
        return tuple(hint.text for hint in self._shown)


def _conseil(hint: Hint) -> QLabel:
    words = QLabel(hint.text)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setWordWrap(True)
    words.setProperty("role", "conseil")
    words.setToolTip(hint.rule)
    return words


def _attention(hint: Hint) -> QWidget:
    row_widget = QWidget()
    row = QHBoxLayout(row_widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    sign = QLabel()
    icones.poser(sign, "triangle-alert", "attention", 16)
    words = _conseil(hint)
    words.setText(ATTENTION + _after_colon(hint.text))
    words.setProperty("niveau", "attention")
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return row_widget


def _after_colon(text: str) -> str:
    """Begin without a capital, unless the first word is written in capitals («CER»)."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
