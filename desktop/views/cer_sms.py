"""The accord by SMS on the screen: asked for, read and signed on the operator's page, followed (R-CER-19)."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.signature_sms import Possibilite, SignatureSms, Suivi
from desktop.views.blocs import Bouton, Doux, vider
from desktop.views.blocs.alerte import Alerte
from desktop.views.palette import Niveau
from desktop.views.tache import lancer
from domain.accord.sms import EtatSignature, lisible
from domain.errors import RefusedError

_BATTEMENT_MS = 5_000
_NIVEAUX = {
    EtatSignature.SIGNEE: Niveau.SUCCES,
    EtatSignature.REFUSEE: Niveau.ATTENTION,
    EtatSignature.EXPIREE: Niveau.ATTENTION,
    EtatSignature.ECHOUEE: Niveau.ATTENTION,
}


class ParSms(QWidget):
    """What to do, one step at a time; the server is asked off the screen's thread, one call at once."""

    demandee = Signal()  # what is typed is to be saved first, then :meth:`envoyer` called

    def __init__(self, service: SignatureSms, cer: str) -> None:
        super().__init__()
        self._service = service
        self._cer = cer
        self._suivi: Suivi | None = None
        self._possible: Possibilite | None = None
        self._acte: Callable[[str], Suivi] | None = None  # under way
        self.mode = Doux()
        self._dit = QVBoxLayout()
        self.demander = Bouton("Envoyer à la signature", "send")
        self.demander.clicked.connect(self.demandee)
        self.ouvrir = Bouton("Ouvrir la page de signature", "external-link")
        self.ouvrir.clicked.connect(self._open)
        self.annuler = Bouton("Annuler la demande", "x", discret=True)
        self.annuler.clicked.connect(self._cancel)
        row = QHBoxLayout()
        row.setSpacing(12)
        for button in (self.demander, self.ouvrir, self.annuler):
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.mode)
        column.addLayout(self._dit)
        column.addLayout(row)
        self._tic = QTimer(self)
        self._tic.setInterval(_BATTEMENT_MS)
        self._tic.timeout.connect(self._look)

    def montrer(self, possible: Possibilite) -> None:
        """Follow what the replica says of it."""
        self._possible = possible
        self._follow()

    def envoyer(self) -> None:
        """Ask the person to sign; a second click changes nothing."""
        self._call(self._service.demander)

    def showEvent(self, event: QShowEvent) -> None:
        """Look where it is: another computer, or this one yesterday, may have asked."""
        super().showEvent(event)
        self._tic.start()
        if self._suivi is None:
            self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask nothing when nobody looks."""
        self._tic.stop()
        super().hideEvent(event)

    def _look(self) -> None:
        if self._suivi is None or self._suivi.en_cours:
            self._call(self._service.lire)

    def _cancel(self) -> None:
        self._call(self._service.annuler)

    def _call(self, act: Callable[[str], Suivi]) -> None:
        if self._acte is not None:
            return
        self._acte = act
        cer = self._cer
        lancer(lambda: act(cer), self._told, self._refused)
        self._follow()

    def _told(self, suivi: Suivi) -> None:
        self._acte, self._suivi = None, suivi
        self._possible = self._service.possibilite(self._cer)
        self._say(suivi.phrase, _NIVEAUX.get(suivi.etat, Niveau.INFO) if suivi.etat else Niveau.INFO)

    def _refused(self, refused: RefusedError) -> None:
        self._acte = None
        self._say(str(refused), Niveau.ATTENTION)

    def _say(self, words: str, niveau: Niveau) -> None:
        vider(self._dit)
        if words:
            self._dit.addWidget(Alerte(words, niveau))
        self._follow()

    def _follow(self) -> None:
        waits = self._suivi is not None and self._suivi.en_cours
        possible = self._possible
        where = lisible(possible.telephone) if possible is not None else ""
        self.mode.setText(
            f"La personne lit le contrat jusqu’au bout sur la page qui s’ouvre, reçoit un code au {where}, "
            "et le tape pour signer."
        )
        self.demander.setVisible(not waits)
        self.demander.setEnabled(self._acte is None and possible is not None and possible.possible)
        sends = self._acte == self._service.demander
        self.demander.setText("Envoi en cours…" if sends else "Envoyer à la signature")
        self.ouvrir.setVisible(waits and bool(self._suivi and self._suivi.lien))
        self.annuler.setVisible(waits)
        self.annuler.setEnabled(self._acte is None)

    def _open(self) -> None:
        link = QUrl(self._suivi.lien if self._suivi is not None else "")
        if link.scheme() != "https" or not QDesktopServices.openUrl(link):
            self._say(
                f"Aucun navigateur ne s’ouvre ici. L’adresse\u00a0: {link.toString()}", Niveau.ATTENTION
            )
