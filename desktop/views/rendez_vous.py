"""One appointment of the day: the hour large, the person, and the button that starts it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.services.journee import RendezVous
from desktop.views.blocs import Bouton, BoutonPrincipal, Doux, pastille_realisation
from domain.french import hour

_LARGEUR_HEURE = 8  # characters: «14 h 30»


class LigneRendezVous(QWidget):
    """The next appointment has the one main button of the page (Ctrl+Enter), the others a quiet one."""

    demarrer = Signal(str)
    dossier = Signal(str)

    def __init__(self, rendez_vous: RendezVous, realisation: str, *, suivant: bool) -> None:
        super().__init__()
        self._rendez_vous = rendez_vous
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        at = QLabel(hour(rendez_vous.moment))
        at.setProperty("role", "heure")
        at.setMinimumWidth(at.fontMetrics().averageCharWidth() * _LARGEUR_HEURE + 16)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.nom = Bouton(rendez_vous.nom_affiche, discret=True)
        self.nom.setProperty("lien", True)  # noqa: FBT003 - the value of a property
        self.nom.setToolTip("Ouvrir le dossier")
        self.nom.clicked.connect(self._file)
        words.addWidget(self.nom, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(Doux(" · ".join(filter(None, (rendez_vous.lieu, rendez_vous.type_libelle)))))
        row.addWidget(at, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        middle = Qt.AlignmentFlag.AlignVCenter
        if rendez_vous.realisation == "prevu":
            self.bouton = BoutonPrincipal("Démarrer l’entretien") if suivant else Bouton("Démarrer")
        else:
            row.addWidget(
                pastille_realisation(rendez_vous.realisation, realisation),
                0,
                middle,
            )
            self.bouton = Bouton("Relire", discret=True)
        self.bouton.setAccessibleName(f"{self.bouton.text()}\u00a0: {rendez_vous.nom_affiche}")
        self.bouton.clicked.connect(self._start)
        row.addWidget(self.bouton, 0, middle)

    def _start(self) -> None:
        self.demarrer.emit(self._rendez_vous.entretien)

    def _file(self) -> None:
        self.dossier.emit(self._rendez_vous.dossier)
