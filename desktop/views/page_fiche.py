"""The page of one record that is written: its head, its body, and what to say when it has gone."""

from collections.abc import Collection

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.views.blocs import BarreActions, Bouton, EtatVide
from desktop.views.blocs.entete import Entete
from desktop.views.clavier import premier
from desktop.views.fields import Outils
from desktop.views.fields.binder import Binder
from desktop.views.page import Navigateur, Page
from desktop.views.synchronisation.badge import BadgeReprise
from domain.errors import RefusedError


class PageFiche(Page):
    """What the pages of an entretien and of a CER share; a subclass writes :meth:`lire`.

    «Enregistré sur ce poste» is said when the writer's thread has committed, not when the text was
    handed over: between the two the words are only in memory.
    """

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__(bureau, navigateur)
        self.outils = Outils(bureau.settings, bureau.clock, bureau.orthographe)
        self.binder = Binder(bureau.saisie, self)
        self._en_vol = 0
        self._attente = ""
        self.entete = Entete()
        self.entete.retour.connect(self.quitter)
        self.badge = BadgeReprise()
        self.badge.ouverte.connect(self._reprendre)
        self.corps = QStackedWidget()
        self.barre = BarreActions()
        self.colonne = QVBoxLayout(self)
        self.colonne.setContentsMargins(0, 0, 0, 0)
        self.colonne.setSpacing(0)
        self.colonne.addWidget(self.entete)
        self.colonne.addWidget(self.badge)
        self.milieu = QHBoxLayout()
        self.milieu.setSpacing(0)
        self.milieu.addWidget(self.corps, 1)
        self.colonne.addLayout(self.milieu, 1)
        self.colonne.addWidget(self.barre)
        self.binder.saved.connect(self._remis)
        navigateur.actualite.changed.connect(self._ecrit)

    def lire(self) -> None:
        """Read the record and show it. Raises RefusedError if it is no longer on this computer."""
        raise NotImplementedError

    def rafraichir(self) -> None:
        """Read again; a record that has gone leaves its sentence and the way back."""
        try:
            self.lire()
        except RefusedError as refused:
            self._partie(refused)

    def a_jour(self) -> bool:
        """Save all that was typed, before an act; tell whether the disk took it."""
        try:
            self.binder.flush()
        except RefusedError as refused:
            self.barre.dire(str(refused))
            return False
        return True

    def attendre(self, texte: str) -> None:
        """Say what the main action waits for; what has just been refused stays until something is typed."""
        if self.barre.mot() == self._attente:
            self.barre.dire(texte)
        self._attente = texte

    def signaler(self, records: Collection[str]) -> None:
        """Say that another version of this record, or of a part of it, waits for a choice (decision 8)."""
        items = self.bureau.reprises.a_reprendre()
        self.badge.montrer([item for item in items if item.record in records])

    def quitter(self) -> None:
        """Save and go back."""
        if self.a_jour():
            self.navigateur.retour()

    def montrer_corps(self, corps: QWidget) -> None:
        """Show one of the bodies of the page; the keyboard that was in another goes where this one begins."""
        if self.corps.currentWidget() is corps:
            return
        if self.corps.indexOf(corps) < 0:
            self.corps.addWidget(corps)
        self.corps.setCurrentWidget(corps)
        if self.isAncestorOf(self.window().focusWidget()):
            QTimer.singleShot(0, self, self.prendre_le_clavier)  # once what is around it has followed

    def accueil(self) -> QWidget | None:
        """Begin with the body of the page, not with the way back."""
        return premier(self.corps) or super().accueil()

    def _partie(self, refused: RefusedError) -> None:
        back = Bouton("Retour", "arrow-left")
        back.clicked.connect(self.navigateur.retour)
        self.montrer_corps(EtatVide("inbox", "Il n’est plus là", str(refused), back))
        for part in (self.entete, self.badge, self.barre):
            part.hide()

    def _reprendre(self, item: str) -> None:
        if self.a_jour():
            self.navigateur.ouvrir_reprise(item)

    def _remis(self, _kind: str, _record: str, _field: str) -> None:
        self._en_vol += 1
        self.barre.dire(self._attente)
        self.entete.enregistre(attend=True)

    def _ecrit(self, changes: Changes) -> None:
        if changes.origin is self.binder and self._en_vol:
            self._en_vol -= 1
            self.entete.enregistre(attend=self._en_vol > 0)
