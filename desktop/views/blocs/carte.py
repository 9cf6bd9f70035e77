"""A part of a page on a lighter ground; never one inside another."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.views.blocs.textes import SousTitre


class Carte(QFrame):
    """A titled part of a page: ground and space set it off, no frame does."""

    def __init__(self, titre: str = "") -> None:
        super().__init__()
        self.setProperty("role", "carte")
        self.colonne = QVBoxLayout(self)
        self.colonne.setContentsMargins(24, 20, 24, 24)
        self.colonne.setSpacing(16)
        self.tete = QHBoxLayout()
        self.tete.setSpacing(12)
        self.titre = SousTitre(titre)
        if titre:
            self.tete.addWidget(self.titre, 1)
            self.colonne.addLayout(self.tete)

    def ajouter(self, contenu: QWidget | QLayout) -> None:
        """Add something under what is already there."""
        if isinstance(contenu, QWidget):
            self.colonne.addWidget(contenu)
        else:
            self.colonne.addLayout(contenu)

    def ajouter_en_tete(self, widget: QWidget) -> None:
        """Add something to the right of the title (an action of this part)."""
        self.tete.addWidget(widget)
