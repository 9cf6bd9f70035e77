"""«Synchronisation»: the state in words, what a person has to settle, the receipts."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.services.reprises import AReprendre
from desktop.views.blocs import Defilant, Doux, SousTitre, Titre
from desktop.views.fields import Outils
from desktop.views.page import Navigateur, Page
from desktop.views.synchronisation.etat import CarteEtat
from desktop.views.synchronisation.recus import CarteRecus
from desktop.views.synchronisation.reprise import CarteReprise
from domain.errors import RefusedError
from domain.fields import Value

_BATTEMENT_MS = 1000
_MARGE = 32


class PageSynchronisation(Page):
    """Nothing here is urgent by itself: the work is safe on this computer, whatever the network."""

    titre = "Synchronisation"
    icone = "refresh-cw"

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__(bureau, navigateur)
        self.etat = CarteEtat(bureau.clock)
        self.etat.demandee.connect(bureau.synchro.demander)
        self.intertitre = SousTitre("À reprendre")
        self.explication = Doux(
            "Ces envois attendent votre choix. Rien n’est perdu\u00a0: les deux versions sont gardées."
        )
        self.cartes: dict[str, CarteReprise] = {}
        self._reprises = QVBoxLayout()
        self._reprises.setSpacing(16)
        self.recus = CarteRecus()
        self._tic = QTimer(self)
        self._tic.setInterval(_BATTEMENT_MS)
        self._tic.timeout.connect(self._show_state)
        self._lay_out()

    def concerne(self, changes: Changes) -> bool:  # noqa: ARG002 - an empty news is the network's
        """Follow everything: each commit may wait to be sent, and the network has news of its own."""
        return True

    def rafraichir(self) -> None:
        """Read again; a choice under way keeps its card."""
        self._show_state()
        items = self.bureau.reprises.a_reprendre()
        self._show_items(items)
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
        self.etat.montrer(self.bureau.synchro.etat())

    def _show_items(self, items: list[AReprendre]) -> None:
        present = {item.id: item for item in items}
        for record in [
            one for one, card in self.cartes.items() if one not in present or not card.montre(present[one])
        ]:
            card = self.cartes.pop(record)
            card.hide()
            card.deleteLater()
        for item in items:
            if item.id not in self.cartes:
                card = CarteReprise(item, Outils(self.bureau.settings, self.bureau.clock))
                card.reglee.connect(self._settle)
                card.dossier.connect(self.navigateur.ouvrir_dossier)
                self.cartes[item.id] = card
                self._reprises.addWidget(card)
        for widget in (self.intertitre, self.explication):
            widget.setVisible(bool(items))

    def _settle(self, item: str, choix: dict[str, Value] | None) -> None:
        try:
            self.bureau.reprises.regler(item, choix, self.cartes[item].lu() if choix else None)
        except RefusedError as refused:
            self.cartes[item].dire(str(refused))
        else:
            self.navigateur.annoncer("C’est réglé. Votre choix partira à la prochaine synchronisation.")

    def _lay_out(self) -> None:
        body = Defilant((_MARGE, 28, _MARGE, _MARGE), 24)
        inside = body.colonne
        inside.addWidget(Titre("Synchronisation"))
        inside.addWidget(self.etat)
        heading = QVBoxLayout()
        heading.setSpacing(4)
        heading.addWidget(self.intertitre)
        heading.addWidget(self.explication)
        self._reprises.addLayout(heading)
        inside.addLayout(self._reprises)
        inside.addWidget(self.recus)
        inside.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
