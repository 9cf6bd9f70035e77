"""The tab «Situation»: what hinders, what is wished for, what is known (R-INF-1, R-INF-3, R-INF-5)."""

from PySide6.QtCore import QTimer

from desktop.services.bureau import Bureau
from desktop.services.dossiers import DossierLu
from desktop.views.blocs import DeuxZones
from desktop.views.clavier import APRES_MS
from desktop.views.dossier.caracteristiques import Caracteristiques
from desktop.views.dossier.difficultes import Difficultes
from desktop.views.dossier.emploi import Emploi
from desktop.views.dossier.refus import Refus
from desktop.views.fields import Outils
from desktop.views.fields.binder import Binder


class OngletSituation(DeuxZones):
    """On the left what one writes at length, on the right what one answers."""

    def __init__(self, bureau: Bureau, dossier: str) -> None:
        super().__init__(haut=16)
        self._bureau, self._dossier = bureau, dossier
        self.binder = Binder(bureau.saisie, self)
        self.refus = Refus()
        self.tete.addLayout(self.refus)
        outils = Outils(bureau.settings, bureau.clock, bureau.orthographe)
        self.difficultes = Difficultes(bureau, dossier, self.binder, outils, self.refus)
        self.emploi = Emploi(bureau, dossier, self.binder, outils, self.refus)
        self.emploi.choix.deplie.connect(self._reveal_soon)
        self.caracteristiques = Caracteristiques(bureau, dossier, outils, self.refus)
        for card in (self.difficultes, self.emploi):
            self.principale.addWidget(card)
        self.secondaire.addWidget(self.caracteristiques)

    def montrer(self, lu: DossierLu) -> None:
        """Read what is known around the person; an editor being typed in keeps its text."""
        suivi = self._bureau.suivi.lire(self._dossier)
        self.difficultes.montrer(suivi)
        self.emploi.montrer(suivi, lu.values, modifiable=lu.modifiable)
        self.caracteristiques.montrer(suivi)

    def _reveal_soon(self) -> None:
        QTimer.singleShot(APRES_MS, self, self._reveal)

    def _reveal(self) -> None:
        """Bring into view the jobs that have just opened beneath the words."""
        self.ensureWidgetVisible(self.emploi.choix.liste, 0, 16)
