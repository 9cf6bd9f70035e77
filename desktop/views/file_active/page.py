"""The file active: everyone accompanied here, found as fast as one types (R-FA-1, R-GEN-8, R-REP-4)."""

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.services.file_active import Filtre, LigneFileActive
from desktop.views.blocs import Bouton, BoutonFiltre, Doux, Entree, EtatVide, Flux, Liste, Titre
from desktop.views.file_active.bandes import Puces
from desktop.views.file_active.criteres import VoletCriteres
from desktop.views.file_active.gardees import Gardees
from desktop.views.file_active.libelles import Libelles
from desktop.views.file_active.ligne import PAR_DEFAUT, Colonne, colonnes, decrire
from desktop.views.file_active.volet import Volet, VoletColonnes
from desktop.views.notes_en_cours import NotesEnCours
from desktop.views.page import Navigateur, Page
from domain.clock import today
from domain.french import plural
from domain.profils import Profile
from domain.recherche.criteres import Axe, Criteres

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
_LIGNE_CARACTERES = 90  # narrower than this, the buttons beside the words keep only their icon
_LISTE_CARACTERES = 48  # narrower than this beside a panel, the list gives it all the room


class PageFileActive(Page):
    """Words above, filters beneath them, and the whole list. The last consulted come first."""

    titre = "File active"
    icone = "users"

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__(bureau, navigateur)
        self.criteres = Criteres()
        self.lignes: list[LigneFileActive] = []
        self._proches: frozenset[str] = frozenset()
        self._toutes = colonnes(bureau.settings)
        self.colonnes: list[Colonne] = []
        self.liste = Liste("File active", self._describe, colonnes=(1,))
        self.liste.ouverte.connect(self._open)
        self.gardees = Gardees(bureau, navigateur, self.liste)
        self.gardees.demandee.connect(self.demander)
        self.gardees.colonnes.connect(self.ouvrir_colonnes)
        self.notes = NotesEnCours(bureau, navigateur)
        self._search_line()
        self.chips = {filtre: self._chip(filtre) for filtre in _FILTRES}
        self.puces = Puces()
        self.puces.change.connect(self.demander)
        self._choose_columns(bureau.file_active.colonnes() or PAR_DEFAUT)
        clear = Bouton("Voir toute la file active", "users")
        clear.clicked.connect(self._clear)
        self.vide = EtatVide(
            "search",
            "Personne ne répond à cette recherche",
            "Essayez un autre mot, ou retirez un critère.",
            clear,
        )
        self.neuve = EtatVide(
            "users",
            "Votre file active est vide",
            "Les personnes que vous accompagnez arrivent ici à la prochaine synchronisation.",
        )
        self.pile = QStackedWidget()
        for widget in (self.liste, self.vide, self.neuve):
            self.pile.addWidget(widget)
        self.pile.setMinimumHeight(1)  # else the room of an empty page would squeeze what stands above it
        self.mot = Doux()
        self.volet: Volet | None = None
        self._lay_out()

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
        self._show(keep=True)

    def demander(self, criteres: Criteres) -> None:
        """Ask for something else; the words of the search box follow."""
        same, self.criteres = criteres == self.criteres, criteres
        if self.ligne.text() != criteres.texte:
            self.ligne.setText(criteres.texte)  # which shows the list
        else:
            self._show(keep=same)

    def ouvrir_volet(self, volet: Volet) -> None:
        """Open a panel beside the list, in the place of another."""
        self.fermer_volet()
        self.volet = volet
        volet.ferme.connect(self.fermer_volet)
        self._cote.addWidget(volet)
        self._make_room()
        volet.show()
        self._show(keep=True)

    def fermer_volet(self) -> None:
        """Close the panel; the keyboard goes back to the list."""
        volet, self.volet = self.volet, None
        if volet is not None:
            self._cote.removeWidget(volet)
            volet.hide()
            volet.deleteLater()
            self.filtrer.setChecked(False)
            self._make_room()
            self.liste.setFocus()

    def ouvrir_colonnes(self) -> None:
        """Let one choose the columns; the département may have new ones."""
        self._toutes = colonnes(self.bureau.settings)
        volet = VoletColonnes(list(self._toutes.values()), [colonne.code for colonne in self.colonnes])
        volet.choisies.connect(self._columns_chosen)
        self.ouvrir_volet(volet)
        next(iter(volet.cases.values())).setFocus()

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width again."""
        super().resizeEvent(event)
        self._make_room()

    def _search_line(self) -> None:
        self.ligne = QLineEdit()
        self.ligne.setPlaceholderText("Nom, prénom, numéro, date de naissance, téléphone…")
        self.ligne.setAccessibleName("Chercher dans la file active")
        self.ligne.setToolTip("Ctrl+F")
        self.ligne.setClearButtonEnabled(True)
        for button in self.ligne.findChildren(QToolButton):
            button.setAccessibleName("Effacer la recherche")
        self.ligne.textChanged.connect(self._search)
        self.ligne.installEventFilter(self)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.ligne.setFocus)
        self.filtrer = Bouton("Filtrer", "list-filter")
        self.filtrer.setCheckable(True)
        self.filtrer.clicked.connect(self._panel)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.ligne, 1)
        for button in (self.filtrer, self.gardees.bouton, self.gardees.autres):
            head.addWidget(button)
        chips = Flux()
        for chip in self.chips.values():
            chips.addWidget(chip)
        self._cote = QHBoxLayout()
        self._cote.setSpacing(16)
        self._cote.addWidget(self.pile, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(16)
        column.addWidget(Titre("File active"))
        column.addWidget(self.notes)
        column.addLayout(head)
        column.addLayout(chips)
        column.addWidget(self.puces)
        for bande in (self.gardees.rappel, self.gardees.nommage, self.gardees.export):
            column.addWidget(bande)
        column.addLayout(self._cote, 1)
        column.addWidget(self.gardees.choisies)
        column.addWidget(self.mot)

    def _chip(self, filtre: Filtre) -> BoutonFiltre:
        chip = BoutonFiltre(filtre, _FILTRES[filtre])
        chip.setChecked(filtre is Filtre.TOUS)
        chip.clicked.connect(self._filtered)
        return chip

    def _describe(self, ligne: object) -> Entree:
        close = isinstance(ligne, LigneFileActive) and ligne.dossier in self._proches
        return decrire(ligne, today(self.bureau.clock), self.colonnes, proche=close)

    def _filtered(self) -> None:
        chip = self.sender()
        if isinstance(chip, BoutonFiltre):
            asked = () if chip.code == Filtre.TOUS else (chip.code,)
            self.demander(self.criteres.avec(Axe.FILTRE, *asked))

    def _search(self, words: str) -> None:
        self.criteres = replace(self.criteres, texte=words)
        self._show(keep=False)

    def _clear(self) -> None:
        self.gardees.oublier()
        self.demander(Criteres())
        self.ligne.setFocus()

    def _panel(self) -> None:
        if isinstance(self.volet, VoletCriteres):
            self.fermer_volet()
            return
        volet = VoletCriteres(self.bureau)
        volet.change.connect(self.demander)
        self.ouvrir_volet(volet)
        self.filtrer.setChecked(True)
        next(iter(volet.sections.values())).titre.setFocus()

    def _columns_chosen(self, codes: list[str]) -> None:
        self.bureau.file_active.garder_colonnes(codes)
        self._choose_columns(codes)
        self._show(keep=True)

    def _choose_columns(self, codes: Collection[str]) -> None:
        self.colonnes = [colonne for code, colonne in self._toutes.items() if code in codes]
        self.liste.disposer([colonne.largeur for colonne in self.colonnes])

    def _make_room(self) -> None:
        """Give the panel its width, and the words to type theirs; a narrow page shows the panel alone."""
        short = self.width() < self.fontMetrics().averageCharWidth() * _LIGNE_CARACTERES
        for button in (self.filtrer, self.gardees.bouton):
            button.setText("" if short else button.accessibleName())
            button.setToolTip(button.accessibleName() if short else "")
        if self.volet is None:
            self.pile.show()
            return
        width = self.volet.largeur()
        left = self.width() - 64 - width
        narrow = left < self.fontMetrics().averageCharWidth() * _LISTE_CARACTERES
        self.pile.setVisible(not narrow)
        self.volet.setMinimumWidth(0 if narrow else width)
        self.volet.setMaximumWidth(self.width() if narrow else width)

    def _show(self, *, keep: bool) -> None:
        file_active = self.bureau.file_active
        found = file_active.chercher(self.criteres)
        self.lignes = found.lignes
        self._proches = frozenset(ligne.dossier for ligne in found.proches)
        shown = [*found.lignes, *found.proches]
        self.liste.montrer(shown, _key if keep else None)
        if not keep or self.liste.courant() is None:
            self.liste.choisir(0)
        asked = self.criteres != Criteres()
        self.pile.setCurrentWidget(self.liste if shown else self.vide if asked else self.neuve)
        counts = file_active.facettes(self.criteres, Axe.FILTRE)
        current = self.criteres.valeur(Axe.FILTRE) or Filtre.TOUS
        for filtre, chip in self.chips.items():
            chip.compter(counts.get(filtre, 0), plural(counts.get(filtre, 0), "personne"))
            chip.setChecked(filtre == current)
        self.puces.montrer(self.criteres, Libelles(self.bureau.settings, file_active.referents()))
        if isinstance(self.volet, VoletCriteres):
            self.volet.montrer(self.criteres, len(found.lignes))
        self.gardees.suivre(self.criteres, found.lignes, [colonne.code for colonne in self.colonnes])
        self.mot.setText(self._word(len(found.proches)))
        self.mot.setVisible(bool(shown))

    def _word(self, near: int) -> str:
        many = plural(len(self.lignes), "personne")
        if near and not self.lignes:
            return f"Personne ne s’écrit ainsi\u00a0: voici {plural(near, 'nom proche', 'noms proches')}."
        if near:
            return f"{many}, puis {plural(near, 'nom proche', 'noms proches')} de ce que vous avez écrit."
        return f"{many}. Flèches pour choisir, Entrée pour ouvrir le dossier."

    def _open(self, ligne: object) -> None:
        if isinstance(ligne, LigneFileActive):
            self.navigateur.ouvrir_dossier(ligne.dossier)


def _key(ligne: object) -> object:
    return ligne.dossier if isinstance(ligne, LigneFileActive) else None
