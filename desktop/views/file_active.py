"""The file active: everyone accompanied here, found as fast as one types (R-FA-1, R-GEN-8)."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.services.file_active import Filtre, LigneFileActive
from desktop.views.blocs import Bouton, BoutonFiltre, Doux, Entree, EtatVide, Flux, Liste, Titre
from desktop.views.ligne_file_active import COLONNES, decrire
from desktop.views.notes_en_cours import NotesEnCours
from desktop.views.page import Navigateur, Page
from domain.clock import today
from domain.french import plural
from domain.profils import Profile

_FILTRES = {
    Filtre.TOUS: "Toutes",
    Filtre.A_TRAITER: "À compléter",
    Filtre.A_RENOUVELER: "À renouveler",
    Filtre.SANS_CER: "Sans CER",
    Filtre.NOUVEAUX: "Nouvelles",
    Filtre.DROIT_A_VERIFIER: "Droit à vérifier",
}
PREMIERE = frozenset({Profile.SECRETARIAT_PROXIMITE, Profile.SECRETARIAT_STRUCTURE})
"""Those who open on this page: it tells them of the notes given to them."""
_DANS_LA_LISTE = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}
_VALIDE = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class PageFileActive(Page):
    """Words above, filters beneath them, and the whole list. The last consulted come first."""

    titre = "File active"
    icone = "users"

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__(bureau, navigateur)
        self.filtre = Filtre.TOUS
        self.ligne = QLineEdit()
        self.ligne.setPlaceholderText("Nom, prénom, numéro, date de naissance, commune…")
        self.ligne.setAccessibleName("Chercher dans la file active")
        self.ligne.setToolTip("Ctrl+F")
        self.ligne.setClearButtonEnabled(True)
        for button in self.ligne.findChildren(QToolButton):
            button.setAccessibleName("Effacer la recherche")
        self.ligne.textChanged.connect(self._search)
        self.ligne.installEventFilter(self)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.ligne.setFocus)
        self.chips = {filtre: self._chip(filtre) for filtre in _FILTRES}
        self.liste = Liste("File active", self._describe, colonnes=COLONNES)
        self.liste.ouverte.connect(self._open)
        clear = Bouton("Voir toute la file active", "users")
        clear.clicked.connect(self._clear)
        self.vide = EtatVide(
            "search", "Personne ne répond à ces mots", "Essayez un autre mot ou un autre filtre.", clear
        )
        self.neuve = EtatVide(
            "users",
            "Votre file active est vide",
            "Les personnes que vous accompagnez arrivent ici à la prochaine synchronisation.",
        )
        self.pile = QStackedWidget()
        for widget in (self.liste, self.vide, self.neuve):
            self.pile.addWidget(widget)
        self.mot = Doux()
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(16)
        column.addWidget(Titre("File active"))
        self.notes = NotesEnCours(bureau, navigateur)
        column.addWidget(self.notes)
        column.addWidget(self.ligne)
        chips = Flux()
        for chip in self.chips.values():
            chips.addWidget(chip)
        column.addLayout(chips)
        column.addWidget(self.pile, 1)
        column.addWidget(self.mot)

    def accueil(self) -> QWidget:
        """Begin with the words: one types at once."""
        return self.ligne

    def concerne(self, changes: Changes) -> bool:
        """Follow every dossier, not the settings of a colleague."""
        return changes.wide or bool(changes.dossiers)

    def rafraichir(self) -> None:
        """Count again and list again, keeping the words, the filter and the row."""
        if self.bureau.moi.profil in PREMIERE:
            self.notes.rafraichir()
        counts = self.bureau.file_active.compter()
        for filtre, chip in self.chips.items():
            chip.compter(counts[filtre], plural(counts[filtre], "personne"))
        self._show(keep=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Enter act on the list while the words stay under the fingers."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _DANS_LA_LISTE | _VALIDE:
                QApplication.sendEvent(self.liste, event)
                return True
            if event.key() == Qt.Key.Key_Escape and self.ligne.text():
                self.ligne.clear()
                return True
        return super().eventFilter(watched, event)

    def _chip(self, filtre: Filtre) -> BoutonFiltre:
        chip = BoutonFiltre(filtre, _FILTRES[filtre])
        chip.setChecked(filtre is Filtre.TOUS)
        chip.clicked.connect(self._filtered)
        return chip

    def _describe(self, ligne: object) -> Entree:
        return decrire(ligne, today(self.bureau.clock))

    def _filtered(self) -> None:
        chip = self.sender()
        if isinstance(chip, BoutonFiltre):
            self.filtre = Filtre(chip.code)
            self._show(keep=False)

    def _search(self, _words: str) -> None:
        self._show(keep=False)

    def _clear(self) -> None:
        self.chips[Filtre.TOUS].setChecked(True)
        self.filtre = Filtre.TOUS
        self.ligne.clear()
        self._show(keep=False)
        self.ligne.setFocus()

    def _show(self, *, keep: bool) -> None:
        lines = self.bureau.file_active.lister(self.ligne.text(), self.filtre)
        self.liste.montrer(lines, _key if keep else None)
        if not keep or self.liste.courant() is None:
            self.liste.choisir(0)
        asked = bool(self.ligne.text().strip()) or self.filtre is not Filtre.TOUS
        self.pile.setCurrentWidget(self.liste if lines else self.vide if asked else self.neuve)
        self.mot.setText(
            f"{plural(len(lines), 'personne')}. Flèches pour choisir, Entrée pour ouvrir le dossier."
        )
        self.mot.setVisible(bool(lines))

    def _open(self, ligne: object) -> None:
        if isinstance(ligne, LigneFileActive):
            self.navigateur.ouvrir_dossier(ligne.dossier)


def _key(ligne: object) -> object:
    return ligne.dossier if isinstance(ligne, LigneFileActive) else None
