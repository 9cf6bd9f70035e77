"""The rail on the left: at most seven places, each an icon and a word, and Ctrl+1…7."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from desktop.views import icones
from desktop.views.blocs.touche import BoutonATouche
from desktop.views.page import Place

AU_PLUS = 7
_LARGEUR = 208


class Rail(QFrame):
    """The places one may go to; ``choisie`` brings the name of the one asked for."""

    choisie = Signal(str)
    recherche = Signal()
    verrouillage = Signal()
    compte = Signal()

    def __init__(self, places: Sequence[Place], qui: str) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.setMinimumWidth(_LARGEUR)
        self._buttons: dict[str, BoutonATouche] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 20, 12, 16)
        column.setSpacing(4)
        product = QLabel("Permanence")
        product.setProperty("role", "produit")
        product.setContentsMargins(12, 0, 0, 12)
        column.addWidget(product)
        finder = self._button("Trouver une personne", "search")
        finder.setText("Trouver")
        finder.touche("Ctrl+K")
        finder.setToolTip("Trouver une personne (Ctrl+K)")
        finder.clicked.connect(self.recherche)
        column.addWidget(finder)
        column.addSpacing(12)
        for rank, place in enumerate(places[:AU_PLUS], 1):
            button = self._button(place.page.titre, place.page.icone)
            button.setCheckable(True)
            button.touche(f"Ctrl+{rank}")
            button.setProperty("place", place.nom)
            button.clicked.connect(self._asked)
            self._buttons[place.nom] = button
            column.addWidget(button)
        column.addStretch()
        name = QLabel(qui)
        name.setProperty("role", "petit")
        name.setWordWrap(True)
        name.setContentsMargins(12, 0, 0, 4)
        column.addWidget(name)
        self.mon_compte = self._button("Mon compte", "user-round")
        self.mon_compte.clicked.connect(self.compte)
        column.addWidget(self.mon_compte)
        lock = self._button("Verrouiller", "lock")
        lock.touche("Ctrl+L")
        lock.clicked.connect(self.verrouillage)
        column.addWidget(lock)

    def montrer(self, nom: str) -> None:
        """Mark the place where one is; '' for a page that is no place."""
        for each, button in self._buttons.items():
            button.setChecked(each == nom)

    def bouton(self, nom: str) -> QPushButton:
        """Return the button of a place. Raises KeyError."""
        return self._buttons[nom]

    def _button(self, words: str, icon: str) -> BoutonATouche:
        button = BoutonATouche(words)
        button.setAccessibleName(words)
        button.setProperty("role", "place")
        button.setAutoDefault(False)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        icones.poser(button, icon, "accent")
        return button

    def _asked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            button.setChecked(True)
            self.choisie.emit(str(button.property("place")))
