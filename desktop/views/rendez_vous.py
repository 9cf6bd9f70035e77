"""One appointment of the day: the hour large, the person, and the button that starts it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.services.journee import RendezVous
from desktop.views.blocs import Bouton, BoutonPrincipal, Doux, pastille_realisation
from domain.french import hour

_LARGEUR_HEURE = 8  # characters: «14 h 30»
_MOTS = 20  # characters


class LigneRendezVous(QWidget):
    """The next appointment has the one main button of the page (Ctrl+Enter), the others a quiet one."""

    demarrer = Signal(str)
    dossier = Signal(str)

    def __init__(self, rendez_vous: RendezVous, realisation: str, *, suivant: bool) -> None:
        super().__init__()
        self._rendez_vous = rendez_vous
        self.suivant = suivant
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._heure = QLabel(hour(rendez_vous.moment))
        self._heure.setProperty("role", "heure")
        self._heure.setMinimumWidth(self._heure.fontMetrics().averageCharWidth() * _LARGEUR_HEURE + 8)
        self.nom = Bouton(rendez_vous.nom_affiche, discret=True)
        self.nom.setProperty("lien", True)  # noqa: FBT003 - the value of a property
        self.nom.setToolTip("Ouvrir le dossier")
        self.nom.clicked.connect(self._file)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.nom, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(Doux("\u00a0· ".join(filter(None, (rendez_vous.lieu, rendez_vous.type_libelle)))))
        self._actions = QHBoxLayout()
        self._actions.setSpacing(12)
        if rendez_vous.realisation == "prevu":
            self.bouton = BoutonPrincipal("Démarrer l’entretien") if suivant else Bouton("Démarrer")
        else:
            self._actions.addWidget(pastille_realisation(rendez_vous.realisation, realisation))
            self.bouton = Bouton("Relire", discret=True)
        self.bouton.setAccessibleName(f"{self.bouton.text()}\u00a0: {rendez_vous.nom_affiche}")
        self.bouton.clicked.connect(self._start)
        self._actions.addWidget(self.bouton)
        self._actions.addStretch()
        self._pli = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pli.setSpacing(8)
        self._pli.addLayout(words, 1)
        self._pli.addLayout(self._actions)
        row.addWidget(self._heure, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._pli, 1)

    def minimumSizeHint(self) -> QSize:
        """Return the least width of the folded row: it folds rather than push the page wider."""
        width = (
            self._heure.minimumWidth()
            + 12
            + max(self._actions.minimumSize().width(), self.nom.minimumSizeHint().width())
        )
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the button beneath when beside it the words would be a column of syllables."""
        super().resizeEvent(event)
        beside = self.width() - self._heure.minimumWidth() - self._actions.sizeHint().width() - 20
        narrow = beside < self.fontMetrics().averageCharWidth() * _MOTS
        direction = QBoxLayout.Direction
        self._pli.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def _start(self) -> None:
        self.demarrer.emit(self._rendez_vous.entretien)

    def _file(self) -> None:
        self.dossier.emit(self._rendez_vous.dossier)
