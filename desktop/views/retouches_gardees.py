"""What was saved in Word and that its dossier would not take: seen at the opening, saved elsewhere."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.editions import Produit
from desktop.services.retouches import Gardee, Retouches
from desktop.views import apparence, style
from desktop.views.blocs import Alerte, Bouton, Carte, Defilant, Doux, Flux, Petit, SousTitre, Titre
from desktop.views.blocs.retrait import Retrait
from desktop.views.impression import enregistrer_sous
from desktop.views.palette import Niveau
from domain.document.contenu import WORD
from domain.errors import RefusedError

POURQUOI = (
    "Ces documents ont été enregistrés dans Word, mais leur dossier ne les a pas pris. Permanence a gardé "
    "vos mots, chiffrés\u00a0: enregistrez-les où vous voulez."
)
_LARGEUR, _HAUTEUR = 640, 480


class CarteGardee(Carte):
    """One of them: its name, why it is here, and the two ways out."""

    reglee = Signal()

    def __init__(self, retouches: Retouches, gardee: Gardee) -> None:
        super().__init__()
        self._retouches = retouches
        self._gardee = gardee
        self.enregistrer = Bouton("Enregistrer sous…", "download")
        self.enregistrer.setAccessibleName(f"Enregistrer {gardee.nom} sous…")
        self.enregistrer.clicked.connect(self._save)
        self.retrait = Retrait(gardee.nom, "Perdre ce texte\u00a0?", self._always)
        self.retrait.confirme.connect(self._forget)
        name = SousTitre(gardee.nom)
        name.setTextFormat(Qt.TextFormat.PlainText)
        self.ajouter(name)
        self.ajouter(Alerte(gardee.motif, Niveau.ATTENTION))
        self._refus = Petit()
        self.ajouter(self._refus)
        buttons = QWidget()
        row = Flux(buttons, ecart=12)
        row.addWidget(self.enregistrer)
        row.addWidget(self.retrait)
        self.ajouter(buttons)
        self._refus.hide()

    def _save(self) -> None:
        try:
            made = Produit(self._gardee.nom, WORD.media, self._gardee.octets, "")
            if enregistrer_sous(made, self) is not None:
                self._forget()
        except RefusedError as refused:
            self._refus.setText(str(refused))
            self._refus.show()

    def _forget(self) -> None:
        self._retouches.oublier(self._gardee.cle)
        self.hide()
        self.reglee.emit()

    def _always(self) -> bool:
        return True


class RetouchesGardees(QDialog):
    """A window over the page, that comes back at each opening until nothing is left in it."""

    def __init__(self, retouches: Retouches, gardees: tuple[Gardee, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Documents gardés")
        style.habiller(self)
        apparence.largeur(self, _LARGEUR)
        self.cartes = [CarteGardee(retouches, one) for one in gardees]
        body = Defilant((0, 0, 0, 0), 12)
        for card in self.cartes:
            card.reglee.connect(self._follow)
            body.colonne.addWidget(card)
        body.colonne.addStretch()
        later = Bouton("Fermer", "x")
        later.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(later)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Titre("Documents gardés"))
        column.addWidget(Doux(POURQUOI))
        column.addWidget(body, 1)
        column.addLayout(row)
        self.resize(self.width(), min(_HAUTEUR * apparence.echelle() // 100, parent.height()))

    def _follow(self) -> None:
        if all(card.isHidden() for card in self.cartes):
            self.accept()
