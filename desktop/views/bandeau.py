"""The banner: where the work stands with the server, always in view, never in the way.

Icon, words and colour; never a modal about the network (design, §5).
"""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop.services.synchro import EtatSynchro
from desktop.views.blocs.actions import Bouton
from desktop.views.blocs.annonce import Annonce
from desktop.views.blocs.pastille import Pastille
from desktop.views.palette import Niveau
from domain.clock import Clock
from domain.french import ago, plural


class Bandeau(QFrame):
    """Online or not, last contact, what waits to go up, what has to be taken up again."""

    a_reprendre = Signal()
    synchroniser = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.setProperty("role", "bandeau")
        self.setAccessibleName("État de la synchronisation")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 16, 8)
        row.setSpacing(12)
        self.reseau = Pastille()
        self.derniere = QLabel()
        self.derniere.setProperty("role", "doux")
        self.attente = Pastille()
        self.reprendre = Bouton("À reprendre", "undo-2", discret=True)
        self.reprendre.clicked.connect(self.a_reprendre)
        self.bouton = Bouton("Synchroniser", "refresh-cw", discret=True)
        self.bouton.clicked.connect(self.synchroniser)
        for widget in (self.reseau, self.derniere, self.attente, self.reprendre):
            row.addWidget(widget)
        row.addStretch()
        self.annonce = Annonce()
        row.addWidget(self.annonce)
        row.addWidget(self.bouton)

    def montrer(self, etat: EtatSynchro) -> None:
        """Show the state; ``etat.message`` explains it in a tooltip."""
        self._network(etat)
        if etat.derniere is None:
            self._dire("Jamais synchronisé")
        else:
            self._dire(f"Synchronisé {ago(etat.derniere, self._clock.now())}")
        self.attente.setVisible(etat.en_attente > 0)
        waiting = plural(etat.en_attente, "changement")
        self.attente.montrer(f"{waiting} en attente", Niveau.INFO, "send")
        self.reprendre.setVisible(etat.a_reprendre > 0)
        self.reprendre.setText(f"{etat.a_reprendre} à reprendre")
        self.reprendre.setAccessibleName(f"{plural(etat.a_reprendre, 'envoi')} à reprendre")
        self.setToolTip(" ".join(filter(None, (self.derniere.text() + ".", etat.message))))
        self._fit()

    def _dire(self, words: str) -> None:
        self.derniere.setText(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what calls for attention; let the last contact go to the tooltip when it is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = (self.reseau, self.attente, self.reprendre, self.annonce, self.bouton)
        taken = sum(one.sizeHint().width() + 12 for one in shown if not one.isHidden())
        self.derniere.setVisible(taken + self.derniere.sizeHint().width() + 52 <= self.width())

    def _network(self, etat: EtatSynchro) -> None:
        self.bouton.setEnabled(not etat.en_cours)
        if etat.a_reconnecter:
            self.reseau.montrer("Reconnexion nécessaire", Niveau.ATTENTION, "key-round")
        elif etat.en_cours:
            self.reseau.montrer("Synchronisation en cours", Niveau.INFO, "refresh-cw")
        elif etat.en_ligne:
            self.reseau.montrer("En ligne", Niveau.SUCCES, "cloud")
        elif etat.en_ligne is None:
            self.reseau.montrer("Réseau non vérifié", Niveau.NEUTRE, "cloud")
        else:
            self.reseau.montrer("Hors ligne", Niveau.ATTENTION, "cloud-off")
