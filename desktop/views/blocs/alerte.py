"""A sentence to read before anything else: longer than a status, never a dialog."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from desktop.views import icones
from desktop.views.blocs.pastille import ICONES
from desktop.views.palette import Niveau


class Alerte(QFrame):
    """An icon and a sentence on the wash of its level; ``action`` does what it asks for."""

    def __init__(self, texte: str, niveau: Niveau, action: QPushButton | None = None) -> None:
        super().__init__()
        self.setProperty("role", "alerte")
        self.setProperty("niveau", niveau.value)
        self.setAccessibleName(texte)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        sign = QLabel()
        icones.poser(sign, ICONES[niveau], niveau.value, 18)
        words = QLabel(texte)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setProperty("niveau", niveau.value)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        if action is not None:
            row.addWidget(action, 0, Qt.AlignmentFlag.AlignTop)
