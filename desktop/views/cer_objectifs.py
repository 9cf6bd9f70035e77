"""The objectifs of a CER, as cards that are added, moved and removed (R-CER-9)."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.cer_lu import ObjectifLu
from desktop.services.poste import Values
from desktop.services.precedents import Precedent
from desktop.views.blocs import Bouton, Carte
from desktop.views.blocs.cote_a_cote import CoteACote
from desktop.views.blocs.retrait import Retrait
from desktop.views.clavier import donner
from desktop.views.fields import Editeur, EditeurTexte, Outils, editeur
from desktop.views.fields.binder import Binder
from domain.cer.form import OBJECTIF
from domain.cer.rappel import apercu

LIGNES = 2
_APERCU = 60


class ObjectifsCer(QWidget):
    """The cards in their order, then «Ajouter un objectif» with the list of the département."""

    ajoute = Signal(object)

    def __init__(self, bureau: Bureau, binder: Binder, outils: Outils, cer: str) -> None:
        super().__init__()
        self._bureau = bureau
        self._binder = binder
        self._outils = outils
        self._cer = cer
        self._vient: str | None = None
        self._offerts: list[Values] = []
        self.cartes: dict[str, CarteObjectif] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        column.addLayout(self._cards)
        self.ajouter = Bouton("Ajouter un objectif", "plus")
        self.menu = QMenu(self)
        self.menu.triggered.connect(self._choose)
        self.ajouter.setMenu(self.menu)
        row = QHBoxLayout()
        row.addWidget(self.ajouter)
        row.addStretch()
        column.addLayout(row)

    def proposer(self, precedents: Sequence[Precedent]) -> None:
        """Offer the actions of the list, then the objectifs of the last CER to take up again (R-CER-9)."""
        offered = [objectif for one in precedents[:1] for objectif in one.objectifs]
        if self.menu.actions() and offered == self._offerts:
            return  # an action under way is not taken from under the hand
        self._offerts = offered
        self.menu.clear()
        for code in self._outils.settings.choices("themes_objectif"):
            self.menu.addAction(code.label).setData(("theme", code.code))
        for precedent in precedents[:1]:
            self.menu.addSeparator()
            self.menu.addAction(f"Reprendre du {precedent.nom}\u00a0:").setEnabled(False)
            for objectif in offered:
                self.menu.addAction(apercu(objectif, _APERCU).replace("&", "&&")).setData(
                    ("objectif", str(objectif["id"]))
                )

    def montrer(self, objectifs: Sequence[ObjectifLu]) -> None:
        """Show the objectifs; a card that stays is left alone, with its cursor."""
        order = [objectif.id for objectif in objectifs]
        for gone in self.cartes.keys() - set(order):
            self._binder.release("objectif", gone)
            card = self.cartes.pop(gone)
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        for objectif in objectifs:
            if objectif.id not in self.cartes:
                self._add(objectif)
            self._binder.refresh("objectif", objectif.id, objectif.values)
        for place, record in enumerate(order):
            card = self.cartes[record]
            if self._cards.indexOf(card) != place:
                self._cards.insertWidget(place, card)
            card.numeroter(place + 1, len(order))
        self._welcome()

    def _add(self, objectif: ObjectifLu) -> None:
        card = CarteObjectif(objectif.id, self._outils)
        for made in card.editeurs.values():
            self._binder.bind(made, "objectif", objectif.id, objectif.values)
        card.deplace.connect(self._bureau.cers.deplacer_objectif)
        card.retire.connect(self._remove)
        self._cards.addWidget(card)
        self.cartes[objectif.id] = card

    def _welcome(self) -> None:
        """Give the keyboard to the card that has just been asked for."""
        if self._vient in self.cartes:
            card = self.cartes[self._vient]
            self._vient = None
            self.ajoute.emit(card)
            donner(card.editeurs["personne"])

    def _choose(self, action: QAction) -> None:
        what, code = action.data()
        cers = self._bureau.cers
        add = cers.ajouter_objectif if what == "theme" else cers.reprendre_objectif
        self._vient = add(self._cer, code)

    def _remove(self, objectif: str) -> None:
        self._binder.release("objectif", objectif)
        self._bureau.cers.retirer_objectif(objectif)


class CarteObjectif(Carte):
    """One objectif: what it is and by when, what the person does, what the référent does."""

    deplace = Signal(str, int)
    retire = Signal(str)

    def __init__(self, objectif: str, outils: Outils) -> None:
        super().__init__(" ")
        self._id = objectif
        self.colonne.setSpacing(12)
        self.monter = Bouton("", "arrow-up", discret=True)
        self.descendre = Bouton("", "arrow-down", discret=True)
        self.monter.clicked.connect(self._up)
        self.descendre.clicked.connect(self._down)
        self.retrait = Retrait("cet objectif", "Retirer cet objectif\u00a0?", self._says)
        self.retrait.confirme.connect(self._confirmed)
        for widget in (self.monter, self.descendre, self.retrait):
            self.ajouter_en_tete(widget)
        self.editeurs: dict[str, Editeur] = {
            name: editeur(OBJECTIF.by_name[name], outils)
            for name in ("theme", "echeance", "personne", "referent")
        }
        self.ajouter(CoteACote(self.editeurs["theme"], self.editeurs["echeance"], parts=(3, 2)))
        for name in ("personne", "referent"):
            made = self.editeurs[name]
            if isinstance(made, EditeurTexte):
                made.area.lines_at_rest = LIGNES
            self.ajouter(made)

    def numeroter(self, rang: int, nombre: int) -> None:
        """Show its place among the others."""
        self.titre.setText(f"Objectif {rang}")
        self.monter.setAccessibleName(f"Monter l’objectif {rang}")
        self.descendre.setAccessibleName(f"Descendre l’objectif {rang}")
        self.monter.setToolTip("Monter")
        self.descendre.setToolTip("Descendre")
        self.monter.setEnabled(rang > 1)
        self.descendre.setEnabled(rang < nombre)
        self.monter.setVisible(nombre > 1)
        self.descendre.setVisible(nombre > 1)

    def _says(self) -> bool:
        return any(self.editeurs[name].value() for name in ("personne", "referent"))

    def _up(self) -> None:
        self.deplace.emit(self._id, -1)

    def _down(self) -> None:
        self.deplace.emit(self._id, 1)

    def _confirmed(self) -> None:
        self.retire.emit(self._id)
