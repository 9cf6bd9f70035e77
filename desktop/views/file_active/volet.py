"""What opens beside the list, never over it: the list answers while one chooses."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout

from desktop.views.blocs import Bouton, Defilant, Petit, SousTitre
from desktop.views.file_active.ligne import Colonne

_CARACTERES = 38


class Volet(QFrame):
    """A title, what closes it (Escape too), and a column that scrolls: ``corps``."""

    ferme = Signal()

    def __init__(self, titre: str) -> None:
        super().__init__()
        self.setProperty("role", "panneau")
        self.setAccessibleName(titre)
        self.fermer = Bouton("", "x", discret=True)
        self.fermer.setAccessibleName(f"Fermer\u00a0: {titre.lower()}")
        self.fermer.setToolTip("Échap")
        self.fermer.clicked.connect(self.ferme)
        self.corps = Defilant((16, 0, 16, 8), 4)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 0, 0)
        head.addWidget(SousTitre(titre), 1)
        head.addWidget(self.fermer)
        self.colonne = QVBoxLayout(self)
        self.colonne.setContentsMargins(0, 0, 0, 0)
        self.colonne.setSpacing(8)
        self.colonne.addLayout(head)
        self.colonne.addWidget(self.corps, 1)
        self.hide()

    def largeur(self) -> int:
        """Return the width it asks for, in pixels: so many characters of the present text."""
        return self.fontMetrics().averageCharWidth() * _CARACTERES + 48

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.ferme.emit()
            return
        super().keyPressEvent(event)


class VoletColonnes(Volet):
    """The columns of the list, each a box to tick; ``choisies`` brings their codes, in their order."""

    choisies = Signal(object)

    def __init__(self, colonnes: Sequence[Colonne], choisies: Sequence[str]) -> None:
        super().__init__("Colonnes")
        self.cases: dict[str, QCheckBox] = {}
        for colonne in colonnes:
            case = QCheckBox(colonne.titre)
            case.setAccessibleName(f"Colonne\u00a0: {colonne.titre}")
            case.setChecked(colonne.code in choisies)
            case.clicked.connect(self._clicked)
            self.cases[colonne.code] = case
            self.corps.colonne.addWidget(case)
        words = "Sur un écran étroit, les premières passent sous le nom. L’export Excel les a toutes."
        self.corps.colonne.addSpacing(8)
        self.corps.colonne.addWidget(Petit(words))
        self.corps.colonne.addStretch()

    def _clicked(self) -> None:
        self.choisies.emit([code for code, case in self.cases.items() if case.isChecked()])
