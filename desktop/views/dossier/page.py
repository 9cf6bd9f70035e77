"""The page of a dossier: its head, its tabs, and at the bottom what one comes to do."""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QStackedLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.services.dossiers import DossierLu
from desktop.views.apercu_vierge import ApercuVierge
from desktop.views.blocs import BarreActions, Bouton, BoutonPrincipal, Defilant, EtatVide
from desktop.views.cer_suites import MenuSuites
from desktop.views.clavier import libre
from desktop.views.dossier.accompagnement import OngletAccompagnement
from desktop.views.dossier.cers import OngletCers
from desktop.views.dossier.documents import OngletDocuments
from desktop.views.dossier.entretiens import OngletEntretiens
from desktop.views.dossier.notes import OngletNotes
from desktop.views.dossier.parcours import OngletParcours
from desktop.views.dossier.resume import OngletResume
from desktop.views.dossier.suivi import OngletSituation
from desktop.views.dossier.tete import TeteDossier
from desktop.views.page import Navigateur, Page
from domain.errors import RefusedError
from domain.french import ago

_LIGNES = 12
_Onglet = (
    OngletResume
    | OngletParcours
    | OngletEntretiens
    | OngletCers
    | OngletDocuments
    | OngletSituation
    | OngletNotes
    | OngletAccompagnement
)


class _Pile(QStackedWidget):
    """The tabs. Each scrolls by itself: what one of them could fill is no reason to ask for it."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())


class PageDossier(Page):
    """One dossier. It says so calmly when the dossier has left this computer."""

    titre = "Dossier"
    icone = "folder"

    def __init__(self, bureau: Bureau, navigateur: Navigateur, dossier: str) -> None:
        super().__init__(bureau, navigateur)
        self.dossier = dossier
        self._lu: DossierLu | None = None
        self.tete = TeteDossier()
        self.tete.retour.connect(navigateur.retour)
        self.tete.reprise.connect(self._settle)
        # A tab more is a line here and a property below; ``_count`` says what it counts, if anything.
        self._parts: tuple[tuple[str, Callable[[], _Onglet]], ...] = (
            ("Résumé", lambda: self.resume),
            ("Parcours", lambda: self.parcours),
            ("Entretiens", lambda: self.entretiens),
            ("CER", lambda: self.cers),
            ("Documents", lambda: self.documents),
            ("Situation", lambda: self.situation),
            ("Notes", lambda: self.notes),
            ("Accompagnement", lambda: self.accompagnement),
        )
        self.onglets = QTabBar()
        self.onglets.setAccessibleName("Parties du dossier")
        self.onglets.setExpanding(False)
        self.pile = _Pile()
        for rank, (nom, _) in enumerate(self._parts, 1):
            self.onglets.addTab(nom)
            self.onglets.setTabToolTip(rank - 1, f"Alt+{rank}")
            QShortcut(QKeySequence(f"Alt+{rank}"), self).activated.connect(self._shortcut)
        self.onglets.currentChanged.connect(self._turn_to)
        self.barre = BarreActions()
        self.papier = Bouton("CER papier", "scan-line")
        menu = QMenu(self.papier)
        self.a_son_nom = menu.addAction("Imprimer un CER vierge à son nom…", self._blank)
        self.ressaisir = menu.addAction("Ressaisir un CER rempli à la main…", self._enter_paper)
        self.papier.setMenu(menu)
        self.nouveau_cer = Bouton("Nouveau CER", "file-text")
        self.suites = MenuSuites(bureau, navigateur, self.nouveau_cer)
        self.suites.refuse.connect(self.barre.dire)
        self.nouveau_cer.clicked.connect(self._new_cer)
        self.nouveau_cer.touche("Ctrl+Shift+C")
        self.nouvel_entretien = BoutonPrincipal("Nouvel entretien", "notebook-pen")
        self.nouvel_entretien.clicked.connect(self._new_entretien)
        self.barre.ajouter(self.papier)
        self.barre.ajouter(self.nouveau_cer)
        self.barre.ajouter(self.nouvel_entretien)
        self._tout = QStackedLayout(self)
        self._partie: EtatVide | None = None
        self._lay_out()

    @cached_property
    def resume(self) -> OngletResume:
        """The tab one opens on; each of them is made when one first turns to it."""
        made = OngletResume(self.bureau, self.navigateur, self.dossier)
        made.point.nouveau_cer.connect(self._new_cer)
        made.point.nouvel_entretien.connect(self._new_entretien)
        made.cv.connect(self._open_cv)
        return made

    @cached_property
    def parcours(self) -> OngletParcours:
        """The path on one axis of time."""
        return OngletParcours(self.bureau, self.navigateur)

    @cached_property
    def entretiens(self) -> OngletEntretiens:
        """The entretiens."""
        return OngletEntretiens(self.navigateur)

    @cached_property
    def cers(self) -> OngletCers:
        """The CERs."""
        return OngletCers(self.navigateur)

    @cached_property
    def documents(self) -> OngletDocuments:
        """The documents."""
        return OngletDocuments(self.bureau, self.navigateur, self.dossier)

    @cached_property
    def situation(self) -> OngletSituation:
        """What hinders, what is wished for, what is known."""
        return OngletSituation(self.bureau, self.dossier)

    @cached_property
    def notes(self) -> OngletNotes:
        """The notes."""
        return OngletNotes(self.bureau, self.dossier)

    @cached_property
    def accompagnement(self) -> OngletAccompagnement:
        """Veille, sortie, requests."""
        return OngletAccompagnement(self.bureau, self.navigateur, self.dossier)

    def concerne(self, changes: Changes) -> bool:
        """Follow this dossier only, and not that one has just opened it."""
        return changes.origin is not self.bureau.dossiers and changes.touches(dossier=self.dossier)

    def rafraichir(self) -> None:
        """Read the dossier again, or say that it has gone."""
        try:
            lu = self.bureau.dossiers.lire(self.dossier)
        except RefusedError as gone:
            self._gone(gone.message)
            return
        if self._lu is None:
            self.bureau.dossiers.marquer_consulte(self.dossier)
        self._lu = lu
        self._tout.setCurrentIndex(0)
        self._show(lu)

    def aller_a(self, partie: str) -> None:
        """Turn to the tab of that name."""
        self.onglets.setCurrentIndex([nom for nom, _ in self._parts].index(partie))

    def accueil(self) -> QWidget | None:
        """Begin with the tabs: arrows turn them, and Enter pressed once too often begins nothing."""
        return self.onglets if libre(self.onglets) else super().accueil()

    def _show(self, lu: DossierLu) -> None:
        self.tete.montrer(lu)
        self._turn_to(self.onglets.currentIndex())
        for rank, (nom, _) in enumerate(self._parts):
            count = _count(nom, lu)
            self.onglets.setTabText(rank, f"{nom}\u2002{count}" if count else nom)
        self.nouveau_cer.setEnabled(lu.redigeable)
        self.nouveau_cer.setToolTip("Ctrl+Maj+C" if lu.redigeable else "Réservé au référent du dossier")
        self.papier.setVisible(lu.redigeable)
        self.nouvel_entretien.setEnabled(lu.modifiable)
        if not lu.modifiable:
            self.barre.dire("Vous pouvez lire ce dossier, non y écrire.")
        elif lu.connu_le:
            self.barre.dire(f"Connu du serveur {ago(lu.connu_le, self.bureau.clock.now())}.")

    def _turn_to(self, rank: int) -> None:
        """Show a tab as the dossier now is; the others wait until one turns to them."""
        onglet = self._parts[rank][1]()
        if self.pile.indexOf(onglet) < 0:
            self.pile.addWidget(onglet)
        if self._lu is not None:
            onglet.montrer(self._lu)
        self.pile.setCurrentWidget(onglet)

    def _gone(self, sentence: str) -> None:
        if self._partie is None:
            to_list = Bouton("Ouvrir la file active", "users")
            to_list.clicked.connect(self._open_list)
            self._partie = EtatVide("folder", "Dossier retiré", sentence, to_list)
            self._tout.addWidget(self._partie)
        self._tout.setCurrentWidget(self._partie)

    def _lay_out(self) -> None:
        body = Defilant()
        body.colonne.addWidget(self.tete)
        tabs = QVBoxLayout()
        tabs.setContentsMargins(32, 0, 32, 0)
        tabs.addWidget(self.onglets, 0, Qt.AlignmentFlag.AlignLeft)
        body.colonne.addLayout(tabs)
        # In large text the head may fill a small screen: the whole page scrolls rather than the tab vanish.
        self.pile.setMinimumHeight(_LIGNES * self.fontMetrics().lineSpacing())
        body.colonne.addWidget(self.pile, 1)
        here = QWidget()
        column = QVBoxLayout(here)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(body, 1)
        column.addWidget(self.barre)
        self._tout.addWidget(here)

    def _shortcut(self) -> None:
        shortcut = self.sender()
        if isinstance(shortcut, QShortcut):
            self.onglets.setCurrentIndex(int(shortcut.key().toString()[-1]) - 1)

    def _new_entretien(self) -> None:
        try:
            record = self.bureau.entretiens.nouveau(self.dossier)
        except RefusedError as refused:
            self.barre.dire(str(refused))
        else:
            self.navigateur.ouvrir_entretien(record)

    def _open_cv(self, document: str) -> None:
        self.aller_a("Documents")
        self.documents.ouvrir(document)

    def _blank(self) -> None:
        ApercuVierge(self.bureau.editions, self, self.dossier).exec()

    def _enter_paper(self) -> None:
        self.navigateur.ouvrir_ressaisie(self.dossier)

    def _new_cer(self) -> None:
        self.suites.proposer(self.dossier)

    def _settle(self) -> None:
        here = [item.id for item in self.bureau.reprises.a_reprendre() if item.dossier == self.dossier]
        if len(here) == 1:
            self.navigateur.ouvrir_reprise(here[0])
        else:
            self.navigateur.ouvrir_place("synchronisation")

    def _open_list(self) -> None:
        self.navigateur.ouvrir_place("file_active")


def _count(nom: str, lu: DossierLu) -> int:
    match nom:
        case "Entretiens":
            return len(lu.entretiens)
        case "CER":
            return len(lu.cers)
        case "Documents":
            return len(lu.documents)
        case "Notes":
            return lu.notes
        case _:
            return 0
