"""The window: the rail, the pages and the way back, the banner, Ctrl+K, the lock.

It is what pages know as their ``Navigateur``. It knows no page by name: they are given to it.
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.views import style
from desktop.views.actualite import Actualite
from desktop.views.bandeau import Bandeau
from desktop.views.clavier import donner, suivant
from desktop.views.mon_compte import MonCompte
from desktop.views.page import Fiche, Page, Pages
from desktop.views.palette import Niveau
from desktop.views.rail import Rail
from desktop.views.recherche import Recherche
from desktop.views.retouches_gardees import RetouchesGardees
from desktop.views.veille import Veille
from domain.errors import RefusedError

PLUS_PETITE = (1000, 600)  # 1366×768 at 125 % is 1093×614, less the frame and the task bar
PAS_REPRIS = "Word\u00a0: une version n’est pas reprise. Voyez le document, dans son dossier."
_PROFONDEUR = 12
_ETAT_MS = 3000


class MainWindow(QMainWindow):
    """The window of one unlocked replica; ``verrouillee`` is emitted once all is closed."""

    verrouillee = Signal()

    def __init__(self, bureau: Bureau, pages: Pages) -> None:
        super().__init__()
        self._bureau = bureau
        self._pages = pages
        self._actualite = Actualite(bureau, self)
        self._actualite.changed.connect(self._etat)
        self._places: dict[str, Page] = {}
        self._passees: list[tuple[str, Page]] = []
        self._ici: tuple[str, Page] | None = None
        self._fermee = False
        ouvertes = [place for place in pages.places if place.ouverte_a(bureau.moi.profil)]
        self._par_nom = {place.nom: place for place in ouvertes}
        self.rail = Rail(ouvertes, f"{bureau.moi.prenom} {bureau.moi.nom}")
        self.bandeau = Bandeau(bureau.clock)
        self.pile = QStackedWidget()
        self._lay_out()
        self.recherche = Recherche(bureau.file_active, self)
        self._connect()
        self.setWindowTitle("Permanence")
        style.habiller(self)
        self.setMinimumSize(*PLUS_PETITE)
        self._battement = QTimer(self)
        self._battement.timeout.connect(self._etat)
        self._battement.timeout.connect(self._relever)
        self._battement.start(_ETAT_MS)
        self._veille = Veille(bureau.clock, int(bureau.settings["departement.verrouillage_minutes"]), self)
        self._veille.assez.connect(self.verrouiller)
        self._etat()
        self.ouvrir_place(ouvertes[0].nom)

    @property
    def actualite(self) -> Actualite:
        """The news of the replica, for the pages."""
        return self._actualite

    @property
    def places(self) -> tuple[str, ...]:
        """The names of the places of the rail, in their order."""
        return tuple(self._par_nom)

    @property
    def page(self) -> Page:
        """The page on screen."""
        if self._ici is None:
            raise RuntimeError("no page yet")
        return self._ici[1]

    def ouvrir_place(self, nom: str) -> None:
        """Go to a place of the rail. Raises KeyError if this profile has no such place."""
        if nom not in self._places:
            self._places[nom] = self._par_nom[nom].page(self._bureau, self)
            self.pile.addWidget(self._places[nom])
        self._aller(nom, self._places[nom])

    def ouvrir_dossier(self, dossier: str, partie: str = "") -> None:
        """Open the page of a dossier, at one of its tabs if ``partie`` names it."""
        self._ouvrir("dossier", self._pages.dossier, dossier)
        if partie:
            self.page.aller_a(partie)

    def ouvrir_entretien(self, entretien: str) -> None:
        """Open the page of an entretien."""
        self._ouvrir("entretien", self._pages.entretien, entretien)

    def ouvrir_cer(self, cer: str) -> None:
        """Open the editor of a CER."""
        self._ouvrir("cer", self._pages.cer, cer)

    def ouvrir_ressaisie(self, dossier: str = "") -> None:
        """Open what enters a paper CER again."""
        self._ouvrir("ressaisie", self._pages.ressaisie, dossier)

    def ouvrir_mon_compte(self) -> None:
        """Show one's own account over the page, without stopping what goes on behind."""
        if self._bureau.mon_compte is None or self.findChild(MonCompte) is not None:
            return
        moi = self._bureau.moi
        dialogue = MonCompte(self._bureau.mon_compte, f"{moi.prenom} {moi.nom}", self)
        dialogue.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialogue.show()

    def proposer_les_retouches(self) -> None:
        """Show what was saved in Word and that no dossier has taken, if there is any."""
        if kept := self._bureau.retouches.reproposer():
            RetouchesGardees(self._bureau.retouches, kept, self).show()

    def ouvrir_reprise(self, item: str) -> None:
        """Open one thing to take up again."""
        self._ouvrir("reprise", self._pages.reprise, item)

    def retour(self) -> None:
        """Go back to the page before, if there is one."""
        if not self._passees or self._ici is None:
            return
        quittee = self._ici
        self._ici = self._passees.pop()
        self._montrer()
        self._oublier(quittee)

    def annoncer(self, texte: str) -> None:
        """Say quietly, to the eyes and to a screen reader, that something is done."""
        self.bandeau.annonce.dire(texte)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, texte))

    def fermer_les_pages(self, texte: str) -> None:
        """Show no page any more, each editor saving as it is hidden; say why."""
        self.pile.hide()
        self.rail.setEnabled(False)
        self.bandeau.annonce.dire(texte, Niveau.ATTENTION)

    def verrouiller(self) -> bool:
        """Save what is being typed and close the replica; False if the disk would not take it.

        The text then stays on screen, with the reason: it can still be copied elsewhere.
        """
        self.pile.hide()  # each editor saves as it is hidden
        for dialogue in self.findChildren(QDialog):
            dialogue.reject()  # and a letter; a preview would stay readable, «Enregistrer sous» still write
        try:
            self._bureau.verrouiller()
        except RefusedError as refused:
            self.pile.show()
            self.bandeau.annonce.dire(str(refused), Niveau.URGENT)
            return False
        self._fermee = True
        self._battement.stop()
        self._veille.arreter()
        self._actualite.fermer()
        self.verrouillee.emit()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the gestures made in the window, which has a handle only now."""
        super().showEvent(event)
        self.windowHandle().installEventFilter(self._veille)
        self.page.prendre_le_clavier()  # it has read only now

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's own signature
        """Go on in the order of reading, what is reached brought into view."""
        held = suivant(self, self.focusWidget(), avant=next)
        if held is None:
            return super().focusNextPrevChild(next)
        reason = Qt.FocusReason
        donner(held, reason.TabFocusReason if next else reason.BacktabFocusReason)
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close as one locks: nothing typed may wait."""
        if self._fermee or self.verrouiller():
            super().closeEvent(event)
        else:
            event.ignore()

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.bandeau)
        right.addWidget(self.pile, 1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        self.rail.choisie.connect(self.ouvrir_place)
        self.rail.recherche.connect(self.recherche.ouvrir)
        self.rail.verrouillage.connect(self.verrouiller)
        self.rail.compte.connect(self.ouvrir_mon_compte)
        self.bandeau.a_reprendre.connect(self._a_reprendre)
        self.bandeau.synchroniser.connect(self._bureau.synchro.demander)
        self.recherche.trouvee.connect(self.ouvrir_dossier)
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(self.retour)

    def _ouvrir(self, sorte: str, fiche: Fiche, record: str) -> None:
        nom = f"{sorte}/{record}"
        if self._ici is not None and self._ici[0] == nom:
            return
        page = fiche(self._bureau, self, record)
        self.pile.addWidget(page)
        self._aller(nom, page)

    def _aller(self, nom: str, page: Page) -> None:
        if self._ici is not None and self._ici[1] is page:
            self.rail.montrer(nom)
            return
        if self._ici is not None:
            self._passees.append(self._ici)
        if len(self._passees) > _PROFONDEUR:
            self._oublier(self._passees.pop(0))
        self._ici = (nom, page)
        self._montrer()

    def _montrer(self) -> None:
        if self._ici is None:
            return
        nom, page = self._ici
        held = page.focusWidget()  # asked first: Qt gives the keyboard to the way back of a page it shows
        self.pile.setCurrentWidget(page)
        self.rail.montrer(nom)
        page.prendre_le_clavier(held)

    def _oublier(self, quittee: tuple[str, Page]) -> None:
        """Delete a page that nothing leads to any more; places stay."""
        nom, page = quittee
        if nom in self._places or any(one is page for _, one in self._passees):
            return
        self.pile.removeWidget(page)
        page.deleteLater()

    def _a_reprendre(self) -> None:
        if "synchronisation" in self._par_nom:
            self.ouvrir_place("synchronisation")

    def _relever(self) -> None:
        if refusees := self._bureau.retouches.relever():
            self.bandeau.annonce.dire(PAS_REPRIS, Niveau.URGENT, "\n".join(refusees))

    def _etat(self) -> None:
        self.bandeau.montrer(self._bureau.synchro.etat())
