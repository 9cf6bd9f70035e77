"""An act on the accompaniment: a button, then what it asks, then it is done, or refused on the spot."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.views.blocs import Alerte, Bouton, Carte, Doux, Flux, Petit, vider
from desktop.views.clavier import premier
from desktop.views.fields import Editeur, Outils
from desktop.views.page import Navigateur
from desktop.views.palette import Niveau
from domain.errors import RefusedError
from domain.fields import Value


class Acte(QWidget):
    """What an act asks, hidden until ``bouton`` is pressed; ``confirme`` when it is meant.

    What is typed belongs to the act: it is written with it, all together, and kept on the screen when it
    is refused. ``ouvert`` is the moment to fill in what is proposed.
    """

    ouvert = Signal()
    confirme = Signal()
    deplie = Signal()

    def __init__(self, invite: str, icone: str, confirmer: str, *parts: QWidget, mot: str = "") -> None:
        super().__init__()
        self.possible = False
        self.bouton = Bouton(invite, icone)
        self.bouton.clicked.connect(self.ouvrir)
        self.confirmer = Bouton(confirmer, "check")
        self.confirmer.clicked.connect(self.confirme)
        self.renoncer = Bouton("Renoncer", discret=True)
        self.renoncer.setAccessibleName(f"{invite}\u00a0: renoncer")
        self.renoncer.clicked.connect(self.replier)
        self._refus = QVBoxLayout()
        buttons = Flux(ecart=12)
        buttons.addWidget(self.confirmer)
        buttons.addWidget(self.renoncer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        if mot:
            column.addWidget(Doux(mot))
        for part in parts:
            column.addWidget(part)
        column.addLayout(self._refus)
        column.addLayout(buttons)
        made = self.findChildren(Editeur)
        self.editeurs = {one.field.name: one for one in reversed(made)}  # an editor before its own parts
        self._debut: QWidget = made[0] if made else self.renoncer  # Enter pressed twice undoes nothing
        self.hide()

    @property
    def est_ouvert(self) -> bool:
        """Tell whether the act is being filled in."""
        return not self.isHidden()

    def valeurs(self) -> dict[str, Value]:
        """Return what is filled in."""
        return {name: one.value() for name, one in self.editeurs.items()}

    def remplir(self, values: Mapping[str, Value]) -> None:
        """Fill every field in, from ``values`` or empty."""
        for name, one in self.editeurs.items():
            one.show_value(values.get(name))

    def ouvrir(self) -> None:
        """Show what the act asks, and begin with its first question."""
        self.ouvert.emit()
        self._dire("")
        self.show()
        self.deplie.emit()
        first = premier(self._debut)
        if first is not None:
            first.setFocus()

    def replier(self) -> None:
        """Go back to the button, which gets the keyboard."""
        self.hide()
        self.deplie.emit()
        if self.bouton.isVisible():
            self.bouton.setFocus()

    def tenter(self, faire: Callable[[], object]) -> bool:
        """Do it; tell whether it was taken. A refusal is said here, and what was typed stays."""
        try:
            faire()
        except RefusedError as refused:
            self._dire(str(refused))
            return False
        self.replier()
        return True

    def proposer(self, *, possible: bool) -> None:
        """Offer the act, or not: what this user may not do is no dead button."""
        self.possible = possible
        if not possible and self.est_ouvert:
            self.hide()
        self.deplie.emit()

    def _dire(self, words: str) -> None:
        vider(self._refus)
        if words:
            self._refus.addWidget(Alerte(words, Niveau.ATTENTION))


class CarteActes(Carte):
    """A part of the accompaniment: what is known of it, then the acts, one open at a time."""

    def __init__(self, titre: str, bureau: Bureau, navigateur: Navigateur, dossier: str) -> None:
        super().__init__(titre)
        self.bureau = bureau
        self.navigateur = navigateur
        self.dossier = dossier
        self.outils = Outils(bureau.settings, bureau.clock, bureau.orthographe)
        self.colonne.setSpacing(12)
        self.corps = QVBoxLayout()
        self.corps.setSpacing(8)
        self.ajouter(self.corps)
        self._boutons = QWidget()
        self._rangee = Flux(self._boutons, ecart=12)
        self.ajouter(self._boutons)
        self._actes: list[Acte] = []
        self._refus = Petit()
        self.ajouter(self._refus)

    def placer(self, *actes: Acte) -> None:
        """Lay acts out: their buttons in one row, what each asks beneath."""
        for acte in actes:
            self._actes.append(acte)
            self._rangee.addWidget(acte.bouton)
            self.colonne.insertWidget(self.colonne.count() - 1, acte)
            acte.ouvert.connect(self._seul)
            acte.deplie.connect(self._suivre)

    def dire(self, refus: str) -> None:
        """Say who does what this user may not."""
        self._refus.setText(refus)
        self._refus.setVisible(bool(refus))

    def faire(self, acte: Acte, quoi: Callable[[], object], dit: str) -> None:
        """Do an act, and say quietly that it is done."""
        if acte.tenter(quoi):
            self.navigateur.annoncer(dit)

    def _seul(self) -> None:
        for acte in self._actes:
            if acte is not self.sender():
                acte.hide()

    def _suivre(self) -> None:
        open_one = any(acte.est_ouvert for acte in self._actes)
        for acte in self._actes:
            acte.bouton.setVisible(acte.possible and not open_one)
        self._boutons.setVisible(any(not acte.bouton.isHidden() for acte in self._actes))


def ligne(*widgets: QWidget) -> QHBoxLayout:
    """Lay widgets side by side, on the left."""
    row = QHBoxLayout()
    row.setSpacing(12)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch()
    return row
