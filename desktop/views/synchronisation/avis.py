"""Quiet notices to whoever wrote on a dossier that had left: what became of that work, none of its words."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.reprises import AvisLu
from desktop.views.blocs import Alerte, Bouton, vider
from desktop.views.palette import Niveau


class ListeAvis(QWidget):
    """One sentence each, until it has been read."""

    lu = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[AvisLu] = []
        self._corps = QVBoxLayout(self)
        self._corps.setContentsMargins(0, 0, 0, 0)
        self._corps.setSpacing(8)
        self.hide()

    def montrer(self, avis: list[AvisLu]) -> None:
        """Show the notices that nobody has put away."""
        if avis == self._shown:
            return
        self._shown = avis
        vider(self._corps)
        for one in avis:
            button = Bouton("J’ai lu", "check", discret=True)
            button.setProperty("lien", True)  # noqa: FBT003 - the value of a property
            button.setProperty("avis", one.id)
            button.setAccessibleName(f"J’ai lu\u00a0: {one.texte}")
            button.clicked.connect(self._read)
            self._corps.addWidget(Alerte(one.texte, Niveau.INFO, button))
        self.setVisible(bool(avis))

    def _read(self) -> None:
        self.lu.emit(str(self.sender().property("avis")))
