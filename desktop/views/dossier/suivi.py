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
    """On the left what one writes at length, on the right what one answers. Made when first shown."""

    emploi: Emploi
    difficultes: Difficultes
    caracteristiques: Caracteristiques

    def __init__(self, bureau: Bureau, dossier: str) -> None:
        super().__init__(haut=16)
        self._bureau, self._dossier = bureau, dossier
        self._faite = False
        self.binder = Binder(bureau.saisie, self)
        self.refus = Refus()
        self.tete.addLayout(self.refus)

    def montrer(self, lu: DossierLu) -> None:
        """Read what is known around the person; an editor being typed in keeps its text."""
        if not self._faite:
            self._make()
        suivi = self._bureau.suivi.lire(self._dossier)
        self.difficultes.montrer(suivi)
        self.emploi.montrer(suivi, lu.values, modifiable=lu.modifiable)
        self.caracteristiques.montrer(suivi)

    def _make(self) -> None:
        """Lay the three cards out: a dossier that opens on another tab does not pay for them."""
        bureau = self._bureau
        outils = Outils(bureau.settings, bureau.clock, bureau.orthographe)
        self.difficultes = Difficultes(bureau, self._dossier, self.binder, outils, self.refus)
        self.emploi = Emploi(bureau, self._dossier, self.binder, outils, self.refus)
        self.emploi.choix.deplie.connect(self._reveal_soon)
        self.caracteristiques = Caracteristiques(bureau, self._dossier, outils, self.refus)
        for card in (self.difficultes, self.emploi):
            self.principale.addWidget(card)
        self.secondaire.addWidget(self.caracteristiques)
        self._faite = True

    def _reveal_soon(self) -> None:
        QTimer.singleShot(APRES_MS, self, self._reveal)

    def _reveal(self) -> None:
        """Bring into view the jobs that have just opened beneath the words."""
        self.ensureWidgetVisible(self.emploi.choix.liste, 0, 16)
