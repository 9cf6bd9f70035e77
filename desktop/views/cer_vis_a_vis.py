"""The CER as it will print, beside the form, where the window is wide enough for both (R-CER-15)."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.views.apercu import Feuilles
from desktop.views.blocs import Petit

LARGEUR_FENETRE = 1500  # under it, the form keeps the whole place (decision 39)
_LARGEUR_FEUILLE = 470
_REPOS_MS = 400  # after the last change: a page is made and drawn in some 30 ms


class VisAVis(QWidget):
    """The pages, drawn again a moment after what they show has reached the disk."""

    def __init__(self, bureau: Bureau, cer: str) -> None:
        super().__init__()
        self._bureau = bureau
        self._cer = cer
        self.feuilles = Feuilles(_LARGEUR_FEUILLE)
        self.dessins = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 28, 8, 0)
        column.setSpacing(0)
        heading = Petit("Ce qui s’imprimera")
        heading.setIndent(24)  # over the sheet's own edge
        column.addWidget(heading)
        column.addWidget(self.feuilles, 1)
        self.setFixedWidth(_LARGEUR_FEUILLE + 80)
        self._repos = QTimer(self)
        self._repos.setSingleShot(True)
        self._repos.setInterval(_REPOS_MS)
        self._repos.timeout.connect(self._draw)
        self.hide()

    def suivre(self) -> None:
        """Draw again soon, if anyone is looking."""
        if self.isVisible():
            self._repos.start()

    def montrer(self, *, visible: bool) -> None:
        """Come or go; what is shown on coming is up to date."""
        if visible == self.isVisible():
            return
        self.setVisible(visible)
        if visible:
            self._draw()

    def _draw(self) -> None:
        place = self.feuilles.verticalScrollBar().value()
        self.feuilles.montrer(self._bureau.editions.cer(self._cer, "pdf").octets)
        self.feuilles.verticalScrollBar().setValue(place)
        self.dessins += 1
