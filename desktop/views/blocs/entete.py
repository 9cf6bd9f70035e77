"""The head of a record's page: the way back, whose it is, where it stands, that it is saved."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout

from desktop.views import icones
from desktop.views.blocs.actions import Bouton
from desktop.views.blocs.pastille import Pastille
from desktop.views.blocs.textes import Petit, Titre
from desktop.views.palette import Niveau

ENREGISTRE = "Enregistré sur ce poste"
EN_COURS = "Enregistrement…"
_CARACTERES = 84  # in fewer, a name and two statuses do not stand side by side


class Entete(QFrame):
    """Holds still above the form, so that one always sees whom one is writing about."""

    retour = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "entete")
        self.bouton = Bouton("Retour", "arrow-left", discret=True)
        self.bouton.setToolTip("Alt+Flèche gauche")
        self.bouton.clicked.connect(self.retour)
        self.titre = Titre()
        self.detail = Petit()
        self.pastille = Pastille()
        self._sign = QLabel()
        self._saved = Petit()
        self._saved.setWordWrap(False)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.titre)
        words.addWidget(self.detail)
        left, right = QHBoxLayout(), QHBoxLayout()
        left.setSpacing(12)
        right.setSpacing(12)
        left.addWidget(self.bouton)
        left.addLayout(words, 1)
        for widget in (self._sign, self._saved, self.pastille):
            right.addWidget(widget)
        right.addStretch()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(20, 10, 32, 10)
        self._row.setSpacing(12)
        self._row.addLayout(left, 1)
        self._row.addLayout(right)
        self.enregistre()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the statuses beneath the name when there is no room beside it."""
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _CARACTERES
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._row.setSpacing(4 if narrow else 12)

    def montrer(self, titre: str, detail: str, etat: str, niveau: Niveau, icone: str) -> None:
        """Show whose record it is and its state."""
        self.titre.setText(titre)
        self.detail.setText(detail)
        self.pastille.montrer(etat, niveau, icone)

    def enregistre(self, *, attend: bool = False) -> None:
        """Say that what was typed is on disk, or that it is about to be (``attend``)."""
        icones.poser(self._sign, "clock" if attend else "check", "texte_doux" if attend else "succes", 16)
        self._saved.setText(EN_COURS if attend else ENREGISTRE)

    def muet(self) -> None:
        """Say nothing of saving: the page cannot be written."""
        self._sign.hide()
        self._saved.hide()

    def parle(self) -> None:
        """Speak of saving again."""
        self._sign.show()
        self._saved.show()

    def etat_enregistrement(self) -> str:
        """Return the words about saving."""
        return self._saved.text()
