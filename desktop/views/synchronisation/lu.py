"""A value to be read: plain, whole, and one's own to copy."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.views.fields.mots import RIEN


class Lu(QLabel):
    """A value in words; what is empty says so in softer ink."""

    def __init__(self, mots: str) -> None:
        super().__init__(mots)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", "doux" if mots == RIEN else "")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
