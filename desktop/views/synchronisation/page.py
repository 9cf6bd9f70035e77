"""«Synchronisation»: the state in words, what a person has to settle, what was settled, the receipts."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.views.apercu import Apercu
from desktop.views.blocs import Defilant, Titre
from desktop.views.page import Navigateur, Page
from desktop.views.synchronisation.attente import CarteAReprendre
from desktop.views.synchronisation.avis import ListeAvis
from desktop.views.synchronisation.etat import CarteEtat
from desktop.views.synchronisation.recus import CarteRecus
from desktop.views.synchronisation.reglees import CarteReglees
from desktop.views.synchronisation.retraits import DemandeRetraits

_BATTEMENT_MS = 1000
_MARGE = 32


class PageSynchronisation(Page):
    """Nothing here is urgent by itself: the work is safe on this computer, whatever the network."""

    titre = "Synchronisation"
    icone = "refresh-cw"

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__(bureau, navigateur)
        self.etat = CarteEtat(bureau.clock)
        self.setFocusProxy(self.etat.bouton)  # coming back from an item, the keyboard stays in the page
        self.etat.demandee.connect(bureau.synchro.demander)
        self.retraits = DemandeRetraits()
        self.retraits.acceptee.connect(bureau.synchro.accepter_les_retraits)
        self.avis = ListeAvis()
        self.avis.lu.connect(bureau.reprises.avis_lu)
        self.attente = CarteAReprendre()
        self.attente.ouverte.connect(navigateur.ouvrir_reprise)
        self.reglees = CarteReglees(bureau.settings)
        self.recus = CarteRecus()
        self.recus.impression.connect(self._print)
        self._tic = QTimer(self)
        self._tic.setInterval(_BATTEMENT_MS)
        self._tic.timeout.connect(self._show_state)
        self._lay_out()

    def concerne(self, changes: Changes) -> bool:  # noqa: ARG002 - an empty news is the network's
        """Follow everything: each commit may wait to be sent, and the network has news of its own."""
        return True

    def rafraichir(self) -> None:
        """Read again."""
        reprises = self.bureau.reprises
        self._show_state()
        self.avis.montrer(reprises.avis())
        self.attente.montrer(reprises.a_reprendre())
        self.reglees.montrer(reprises.reglees())
        self.recus.montrer(self.bureau.synchro.recus())

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the network while one looks."""
        super().showEvent(event)
        self._tic.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Follow nothing when nobody looks."""
        self._tic.stop()
        super().hideEvent(event)

    def _show_state(self) -> None:
        etat = self.bureau.synchro.etat()
        self.etat.montrer(etat)
        self.retraits.montrer(etat.retraits)

    def _print(self, recu: str) -> None:
        """Show the receipt as it prints: what has left since is no longer named."""
        made = self.bureau.editions.recu(next(one for one in self.bureau.synchro.recus() if one.id == recu))
        Apercu("Reçu de synchronisation", made, self).exec()

    def _lay_out(self) -> None:
        body = Defilant((_MARGE, 28, _MARGE, _MARGE), 24)
        inside = body.colonne
        inside.addWidget(Titre("Synchronisation"))
        for part in (self.etat, self.retraits, self.avis, self.attente, self.reglees, self.recus):
            inside.addWidget(part)
        inside.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
