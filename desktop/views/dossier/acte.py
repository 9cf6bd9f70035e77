"""An act on the accompaniment: a button, then what it asks, then it is done, or refused on the spot."""

from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.brouillons import Brouillons
from desktop.services.bureau import Bureau
from desktop.views.blocs import Alerte, Bouton, Carte, Doux, Flux, Petit, vider
from desktop.views.brouillon import Brouillon
from desktop.views.clavier import premier
from desktop.views.fields import Editeur, Outils
from desktop.views.page import Navigateur
from desktop.views.palette import Niveau
from domain.errors import RefusedError
from domain.fields import Value

CHANGED = "Le dossier vient de changer."
KEPT = "Ce que vous avez écrit reste ici, à relire ou à copier."


class Acte(QWidget):
    """What an act asks, hidden until ``bouton`` is pressed; ``confirme`` when it is meant.

    What is typed belongs to the act: it is written with it, all together, and kept on the screen when it
    is refused. Until then it is a draft, found again whatever has closed the act: a way back, a lock, a
    crash. ``ouvert`` is the moment to fill in what is proposed.
    """

    ouvert = Signal()
    confirme = Signal()
    deplie = Signal()

    def __init__(
        self,
        place: tuple[Brouillons, str, str],
        invite: str,
        icone: str,
        confirmer: str,
        *parts: QWidget,
        mot: str = "",
    ) -> None:
        """``place``: where its draft is kept, of which dossier, under which name."""
        super().__init__()
        self.possible = False
        self._invite = invite
        self._prochain = ""  # the record it will be about, once folded
        self._lecture = False
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
        self._brouillon = Brouillon(*place, self.editeurs, self)
        self._debut: QWidget = made[0] if made else self.renoncer  # Enter pressed twice undoes nothing
        self.hide()

    @property
    def est_ouvert(self) -> bool:
        """Tell whether the act is being filled in."""
        return not self.isHidden()

    @property
    def sur(self) -> str:
        """Return the record the act is about, '' if it begins one."""
        return self._brouillon.sur

    def valeurs(self) -> dict[str, Value]:
        """Return what is filled in."""
        return {name: one.value() for name, one in self.editeurs.items()}

    def remplir(self, values: Mapping[str, Value]) -> None:
        """Fill every field in: what was typed before, else what ``values`` propose, or nothing."""
        self._brouillon.remplir(values)

    def ouvrir(self) -> None:
        """Show what the act asks, and begin with its first question."""
        self._relire(seulement=False)
        self.ouvert.emit()
        self._dire("")
        self.show()
        self.deplie.emit()
        first = premier(self._debut)
        if first is not None:
            first.setFocus()

    def ouvrir_sur(self, record: str) -> None:
        """Open it about another record than the one its button is for."""
        self.hide()
        self._brouillon.sur = record
        self.ouvrir()

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
        self._brouillon.oublier()
        self.replier()
        return True

    def proposer(
        self, *, possible: bool, refus: str = "", sur: str = "", aussi: Collection[str] = ()
    ) -> None:
        """Offer the act, or not: what this user may not do is no dead button.

        One that is open stays, with what is written in it and why it can be done no more (``refus``), and
        about the record it was about; else it is about ``sur``. ``aussi``: the others it may be opened about.
        """
        self.possible = possible
        self._prochain = sur
        still = self.sur in aussi or (possible and self.sur == sur)
        if not self.est_ouvert:
            self._brouillon.sur = sur
            self.inviter(self._invite)
        elif not self.editeurs:
            self.setVisible(still)
        elif self._lecture == still:
            self._relire(seulement=not still)
            self._dire("" if still else f"{refus or CHANGED} {KEPT}")
        self.deplie.emit()

    def inviter(self, invite: str) -> None:
        """Name the act on its button, and whether it was begun."""
        self._invite = invite
        self.bouton.setText(f"{invite} (brouillon)" if self._brouillon.commence else invite)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is typed: the page may be leaving, or all of it about to be locked."""
        self._brouillon.garder()
        self._brouillon.sur = self._prochain
        self.inviter(self._invite)
        super().hideEvent(event)

    def _relire(self, *, seulement: bool) -> None:
        """Let what is written be changed, or only read and copied."""
        self._lecture = seulement
        self.confirmer.setVisible(not seulement)
        for one in self.findChildren(Editeur):
            one.set_read_only(seulement)

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

    def acte(self, nom: str, invite: str, icone: str, confirmer: str, *parts: QWidget, mot: str = "") -> Acte:
        """Make an act of this card; its draft is kept under ``nom``."""
        place = self.bureau.brouillons, self.dossier, f"{type(self).__name__}/{nom}"
        return Acte(place, invite, icone, confirmer, *parts, mot=mot)

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
