"""A status: an icon, a word and a colour, always the three together."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from desktop.views import icones, style
from desktop.views.palette import Niveau

ICONES = {
    Niveau.NEUTRE: "circle",
    Niveau.INFO: "info",
    Niveau.SUCCES: "circle-check",
    Niveau.ATTENTION: "triangle-alert",
    Niveau.URGENT: "circle-alert",
}


class Pastille(QFrame):
    """A status as a soft pill; ``icone`` defaults to that of its level."""

    def __init__(self, texte: str = "", niveau: Niveau = Niveau.NEUTRE, icone: str = "") -> None:
        super().__init__()
        self.setProperty("role", "pastille")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 10, 4)
        row.setSpacing(6)
        self._sign = QLabel()
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(self._sign)
        row.addWidget(self._words)
        self.montrer(texte, niveau, icone)

    def montrer(self, texte: str, niveau: Niveau = Niveau.NEUTRE, icone: str = "") -> None:
        """Show another status."""
        for widget in (self, self._words):
            style.marquer(widget, "niveau", niveau.value)
        icones.poser(self._sign, icone or ICONES[niveau], niveau.value, 16)
        self._words.setText(texte)
        self.setAccessibleName(texte)

    def texte(self) -> str:
        """Return the words."""
        return self._words.text()
