"""A quiet line that comes and goes: «Enregistré»."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.views import icones
from desktop.views.blocs.pastille import ICONES
from desktop.views.palette import Niveau

_DUREE_MS = 4000


class Annonce(QWidget):
    """The outcome of what one has just done, for four seconds, taking no click to dismiss."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._sign = QLabel()
        self._words = QLabel()
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DUREE_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def dire(self, texte: str, niveau: Niveau = Niveau.SUCCES, detail: str = "") -> None:
        """Show a sentence, ``detail`` under the mouse; a newer one replaces it, one that is urgent stays."""
        self.setToolTip(detail)
        icones.poser(self._sign, ICONES[niveau], niveau.value, 18)
        self._words.setText(texte)
        self.show()
        if niveau is Niveau.URGENT:
            self._timer.stop()
        else:
            self._timer.start()

    def texte(self) -> str:
        """Return the last sentence said."""
        return self._words.text()
