"""Where the work stands with the server, in sentences, and the button that asks for more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.services.synchro import EtatSynchro
from desktop.views import icones, style
from desktop.views.blocs import BoutonPrincipal, Carte, Doux, SousTitre
from desktop.views.blocs.cote_a_cote import CoteACote
from desktop.views.palette import Niveau
from domain.clock import Clock
from domain.french import ago, plural


class CarteEtat(Carte):
    """One large sentence, the details beneath it."""

    demandee = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._sign = QLabel()
        self.phrase = SousTitre()
        self.detail = Doux()
        self.message = Doux()
        self.bouton = BoutonPrincipal("Synchroniser maintenant", "refresh-cw")
        self.bouton.clicked.connect(self.demandee)
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self.phrase, self.detail, self.message):
            words.addWidget(label)
        said = QWidget()
        row = QHBoxLayout(said)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.ajouter(CoteACote(said, self.bouton, parts=(1, 0)))

    def montrer(self, etat: EtatSynchro) -> None:
        """Show the state."""
        phrase, niveau, icone = _sentence(etat)
        self.phrase.setText(phrase)
        icones.poser(self._sign, icone, niveau.value, 32)
        style.marquer(self.phrase, "niveau", niveau.value)
        if etat.derniere is None:
            last = "Ce poste n’a encore jamais été synchronisé."
        else:
            last = f"Dernière synchronisation {ago(etat.derniere, self._clock.now())}."
        waits = f"{plural(etat.en_attente, 'changement')} à envoyer" if etat.en_attente else ""
        said = [f"{part}." for part in (waits, etat.documents) if part]
        self.detail.setText(" ".join([last, *(said or ["Tout est envoyé."])]))
        # What leaves is said at more length, with its button, beneath.
        self.message.setText(etat.message if etat.retraits is None or etat.a_reconnecter else "")
        self.message.setVisible(bool(self.message.text()))
        self.bouton.setEnabled(not etat.en_cours)


def _sentence(etat: EtatSynchro) -> tuple[str, Niveau, str]:
    if etat.a_reconnecter:
        return "Reconnexion nécessaire", Niveau.ATTENTION, "key-round"
    if etat.en_cours:
        return "Synchronisation en cours…", Niveau.INFO, "refresh-cw"
    if etat.en_ligne:
        return "En ligne", Niveau.SUCCES, "cloud"
    if etat.en_ligne is None:
        return "Réseau non vérifié", Niveau.NEUTRE, "cloud"
    return "Hors ligne\u00a0: votre travail est gardé sur ce poste", Niveau.ATTENTION, "cloud-off"
