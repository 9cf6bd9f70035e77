"""Asking for a reason on the spot, when a rule refuses what a recorded reason would allow (R-CER-14)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from desktop.views.blocs import Bouton, BoutonPrincipal, vider
from desktop.views.blocs.alerte import Alerte
from desktop.views.palette import Niveau


class DemandeMotif(QFrame):
    """The refusal in its own words, a line for the reason, and the act again."""

    donne = Signal(str)
    renonce = Signal()

    def __init__(self, acte: str) -> None:
        super().__init__()
        self.setProperty("role", "barre")
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 12, 32, 12)
        column.setSpacing(8)
        self._refus = QVBoxLayout()
        column.addLayout(self._refus)
        self.ligne = QLineEdit()
        self.ligne.setAccessibleName("Motif")
        self.ligne.setPlaceholderText("Motif, enregistré avec la soumission")
        self.ligne.textChanged.connect(self._follow)
        self.ligne.returnPressed.connect(self._give)
        self.bouton = BoutonPrincipal(acte)
        self.bouton.clicked.connect(self._give)
        self.renoncer = Bouton("Renoncer", discret=True)
        self.renoncer.clicked.connect(self._give_up)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.ligne, 1)
        row.addWidget(self.bouton)
        row.addWidget(self.renoncer)
        column.addLayout(row)
        self.hide()

    def demander(self, refus: str) -> None:
        """Show why it is refused, and ask."""
        vider(self._refus)
        self._refus.addWidget(Alerte(refus, Niveau.ATTENTION))
        self._follow()
        self.show()
        self.ligne.setFocus()

    def _follow(self) -> None:
        self.bouton.setEnabled(bool(self.ligne.text().strip()))

    def _give_up(self) -> None:
        self.hide()
        self.renonce.emit()

    def _give(self) -> None:
        if self.ligne.text().strip():
            self.hide()
            self.donne.emit(self.ligne.text().strip())
