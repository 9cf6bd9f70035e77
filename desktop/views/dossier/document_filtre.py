"""Many documents: kept by folder, with how many there are in each, and by a few words (R-DOC-1)."""

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop.services.document_lu import DocumentLu
from desktop.views.blocs import BoutonFiltre, Flux, vider
from domain.french import plural
from domain.text import fold

D_ABORD = 6
"""Up to so many, the list is read at a glance."""
_TOUS = ""


class FiltreDocuments(QWidget):
    """A line to search in, a button per folder; hidden where there are few documents."""

    change = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boutons: dict[str, BoutonFiltre] = {}
        self.ligne = QLineEdit()
        self.ligne.setPlaceholderText("Chercher un document\u00a0: nom, type, rangement…")
        self.ligne.setAccessibleName("Chercher un document")
        self.ligne.setClearButtonEnabled(True)
        for button in self.ligne.findChildren(QToolButton):
            button.setAccessibleName("Effacer la recherche")
        self.ligne.textChanged.connect(self.change)
        self._flot = Flux()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.ligne)
        column.addLayout(self._flot)
        self.hide()

    def montrer(self, documents: tuple[DocumentLu, ...]) -> None:
        """Count; a button that stays keeps its place and the choice."""
        self.setVisible(len(documents) > D_ABORD)
        labels = {_TOUS: "Tous"} | {one.rangement or "?": one.rangement_libelle for one in documents}
        if labels.keys() != self.boutons.keys():
            chosen = self._choisi()
            vider(self._flot)
            self.boutons = {
                code: BoutonFiltre(code, label or "Sans rangement") for code, label in labels.items()
            }
            for button in self.boutons.values():
                button.clicked.connect(self.change)
                self._flot.addWidget(button)
            self.boutons[chosen if chosen in self.boutons else _TOUS].setChecked(True)
        counts = Counter(one.rangement or "?" for one in documents)
        for code, button in self.boutons.items():
            count = len(documents) if code == _TOUS else counts[code]
            button.compter(count, plural(count, "document"))

    def garder(self, documents: tuple[DocumentLu, ...]) -> tuple[DocumentLu, ...]:
        """Return those that answer the folder and the words."""
        if len(documents) <= D_ABORD:
            return documents
        folder, words = self._choisi(), fold(self.ligne.text()).split()
        return tuple(
            one
            for one in documents
            if folder in (_TOUS, one.rangement or "?")
            and all(word in fold(f"{one.nom} {one.type_libelle} {one.rangement_libelle}") for word in words)
        )

    def _choisi(self) -> str:
        return next((code for code, button in self.boutons.items() if button.isChecked()), _TOUS)
