"""One CER under study: its text on the left, what is decided of it on the right."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.cer_lu import CerLu
from desktop.services.instruction import LigneEtude
from desktop.views.blocs import ETATS_CER, BarreActions, Bouton, BoutonPrincipal
from desktop.views.blocs.entete import Entete
from desktop.views.cer_attestation import montrer_attestation
from desktop.views.cer_lecture import LectureCer
from desktop.views.fields import Outils
from desktop.views.instruction_decision import PanneauDecision
from domain.errors import RefusedError
from domain.french import plural

# In characters: the panel at its best and at its least, and what both need to stand side by side.
_PANNEAU, _PANNEAU_AU_MOINS, _ENSEMBLE = 50, 40, 84
QWIDGETSIZE_MAX = 16_777_215  # Qt's own word for «as wide as you like», which PySide does not name


class Etude(QWidget):
    """The CER being studied; ``decide`` brings it with the sentence that tells what was done."""

    decide = Signal(str, str)
    liste = Signal()
    voisin = Signal(int)

    def __init__(self, bureau: Bureau, outils: Outils) -> None:
        super().__init__()
        self._bureau = bureau
        self._outils = outils
        self._lu: CerLu | None = None
        self.panneau: PanneauDecision | None = None
        self.entete = Entete()
        self.entete.muet()
        self.entete.bouton.setText("Liste")
        self.entete.bouton.setAccessibleName("Revenir à la liste des CER à étudier")
        self.entete.bouton.setToolTip("")
        self.entete.retour.connect(self.liste)
        self.lecture = LectureCer()
        self.lecture.atteste.connect(self._attester)
        self.barre = BarreActions()
        self.precedent = self._voisin("Précédent", "arrow-up", "Ctrl+PgUp")
        self.suivant = self._voisin("Suivant", "arrow-down", "Ctrl+PgDown")
        self.precedent.clicked.connect(self._before)
        self.suivant.clicked.connect(self._after)
        self.decider = BoutonPrincipal("Décider", "check")
        self.decider.clicked.connect(self._decide)
        self.barre.ajouter(self.decider)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(0)
        self._row.addWidget(self.lecture, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.entete)
        column.addLayout(self._row, 1)
        column.addWidget(self.barre)

    @property
    def cer(self) -> str | None:
        """Return the CER shown."""
        return self._lu.id if self._lu is not None else None

    def ouvrir(self, ligne: LigneEtude, rang: int, nombre: int) -> None:
        """Show a CER, or the same again: its panel stays as long as its state does."""
        lu = self._bureau.cers.ouvrir(ligne.cer)
        before = self._lu
        self._lu = lu
        age = f"soumis il y a {plural(ligne.jours, 'jour')}" if ligne.jours else "soumis aujourd’hui"
        sent = f"par {ligne.referent_nom}, {age}" if ligne.referent_nom else age
        icone, niveau = ETATS_CER[lu.etat]
        number = lu.values["numero"] or "?"
        detail = f"CER n°\u00a0{number} · {sent} · {rang} sur {nombre}"
        self.entete.montrer(lu.nom_affiche, detail, lu.etat_libelle, niveau, icone)
        self.precedent.setEnabled(rang > 1)
        self.suivant.setEnabled(rang < nombre)
        self.lecture.afficher(lu, "")
        same = before is not None and (before.id, before.etat) == (lu.id, lu.etat)
        if self.panneau is None or not same:
            self._nouveau_panneau(lu, ligne.alerte)
        else:
            self.panneau.binder.refresh("cer", lu.id, lu.values)

    def _attester(self) -> None:
        if self._lu is not None:
            self.barre.dire(montrer_attestation(self._bureau, self._lu, self))

    def fermer(self) -> None:
        """Save what is typed and let the panel go."""
        if self.panneau is not None:
            self.panneau.hide()  # each editor saves as it is hidden
            self._row.removeWidget(self.panneau)
            self.panneau.deleteLater()
        self.panneau = None
        self._lu = None

    def _nouveau_panneau(self, lu: CerLu, alerte: str) -> None:
        self.fermer()
        self._lu = lu
        self.panneau = PanneauDecision(self._bureau, self._outils, lu, alerte)
        self._row.addWidget(self.panneau, 0)
        self._share()
        self.panneau.commencer()
        self.barre.dire("")
        self.lecture.defilement.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width again."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Give the panel its width, or a place beneath where both cannot be read side by side."""
        if self.panneau is None:
            return
        letter = self.fontMetrics().averageCharWidth()
        narrow = self.width() < _ENSEMBLE * letter
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        wanted = max(_PANNEAU_AU_MOINS * letter, min(self.width() * 2 // 5, _PANNEAU * letter))
        self.panneau.setMinimumWidth(0 if narrow else wanted)
        self.panneau.setMaximumWidth(QWIDGETSIZE_MAX if narrow else wanted)

    def _voisin(self, mot: str, icone: str, touches: str) -> Bouton:
        button = Bouton(mot, icone)
        button.setShortcut(touches)
        button.setToolTip(touches.replace("PgUp", "Page haut").replace("PgDown", "Page bas"))
        self.barre.ajouter(button)
        return button

    def _before(self) -> None:
        self.voisin.emit(-1)

    def _after(self) -> None:
        self.voisin.emit(1)

    def _decide(self) -> None:
        if self.panneau is None or self._lu is None:
            return
        lu = self._lu
        try:
            vers = self.panneau.decider()
        except RefusedError as refused:
            self.barre.dire(str(refused))
            return
        self.decide.emit(lu.id, f"{lu.nom_affiche}\u00a0: {self._outils.settings.label('etats_cer', vers)}.")
