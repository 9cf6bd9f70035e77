"""The composition root: the one module that knows every part and ties them together.

Opening → main window and synchronisation → lock → opening again. Nothing of the trade is here.
"""

import logging
import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path
from PySide6.QtCore import QLockFile, QObject, QSize, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.services.correcteur import Correcteur
from desktop.services.ouverture import Portier
from desktop.services.preferences import Preferences
from desktop.sync.connexion import changer, connecter, deposer, remettre
from desktop.sync.signature import GuichetSignature
from desktop.sync.worker import Nouvelles, Synchroniseur
from desktop.vault.comptes import PRIVATE
from desktop.views import langue, style
from desktop.views.incident import Incidents, SansPropos
from desktop.views.main_window import MainWindow
from desktop.views.ouverture import Ouverture
from desktop.views.pages import toutes_les_pages
from desktop.views.palette import Niveau
from desktop.views.ramassage import Ramassage
from domain.clock import Clock, SystemClock
from domain.errors import RefusedError
from domain.ids import Ids

FIRST_SIZE = QSize(1280, 800)
FRAME = QSize(2, 32)  # what a window manager adds around a window
AGAIN_MS = 1_000
REVOKED = "Ce poste a été révoqué\u00a0: vos dernières modifications sont remises au service."
ALREADY_OPEN = "Permanence est déjà ouvert sur ce poste."


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line may say. ``donnees``: where replicas lie; the rest fills in the door."""

    donnees: Path
    serveur: str = ""
    identifiant: str = ""
    mot_de_passe: str = ""


def default_folder() -> Path:
    """Return where this user's replicas lie: local to the machine, never roaming (decision 38)."""
    return user_data_path("Permanence", appauthor=False, roaming=False)


class Application(QObject):
    """One running Permanence: the door, then the window of one account, and back."""

    def __init__(self, app: QApplication, options: Options, clock: Clock | None = None) -> None:
        super().__init__()
        self._app = app
        self._options = options
        self._clock = clock or SystemClock()
        self._ids = Ids(self._clock)
        self._incidents = Incidents()
        self._ramassage = Ramassage(self)
        self._preferences = Preferences(options.donnees)
        style.revetir(app, self._preferences.lire())
        app.styleHints().colorSchemeChanged.connect(self._dress_again)
        self.portier = Portier(options.donnees, self._clock, self._ids, connecter, deposer, changer, remettre)
        self.ouverture: Ouverture | None = None
        self.window: MainWindow | None = None
        self.synchroniseur: Synchroniseur | None = None
        self.bureau: Bureau | None = None
        self._revoque = ""  # since when this device is revoked, once all is handed over
        self.left_running = False  # an exchange that would not end is still waiting for the network

    def start(self) -> None:
        """Show the door; with an account on the command line, go straight through it."""
        if self._options.identifiant:
            known = {compte.identifiant for compte in self.portier.comptes()}
            name, password = self._options.identifiant, self._options.mot_de_passe
            try:
                self._opened(
                    self.portier.ouvrir(name, password)
                    if name in known
                    else self.portier.enroler(self._options.serveur, name, password)
                )
            except RefusedError as refused:
                self._door(str(refused))
        else:
            self._door()

    def _dress_again(self) -> None:
        """Follow the computer when night falls on it, if that is what was chosen."""
        style.revetir(self._app, self._preferences.lire())

    def _door(self, words: str = "", adieu: str = "") -> None:
        self.ouverture = Ouverture(self.portier, serveur=self._options.serveur, adieu=adieu)
        self.ouverture.dire(words)
        self.ouverture.ouvert.connect(self._opened)
        self._show(self.ouverture)

    def _opened(self, bureau: Bureau) -> None:
        self.bureau = bureau
        replique = bureau.poste.replique
        self.synchroniseur = Synchroniseur(replique, self._clock, self._ids)
        self.synchroniseur.nouvelles.connect(self._news)
        bureau.synchro.brancher(self.synchroniseur.demander)
        bureau.signature_sms.brancher(GuichetSignature())
        bureau.avant_fermeture(self._stop_sync)
        bureau.orthographe.brancher(Correcteur())
        self.window = MainWindow(bureau, toutes_les_pages())
        self.window.verrouillee.connect(self._locked)
        if self.portier.avertissement:
            self.window.bandeau.annonce.dire(self.portier.avertissement, Niveau.ATTENTION)
        self._show(self.window)
        if bureau.mon_compte is not None and bureau.mon_compte.a_changer:
            self.window.ouvrir_mon_compte()
        self.window.proposer_les_retouches()
        if self.ouverture is not None:
            self.ouverture.close()
            self.ouverture = None

    def _locked(self) -> None:
        window, bureau = self.window, self.bureau
        self.window, self.bureau = None, None
        if self._revoque and bureau is not None and bureau.mon_compte is not None:
            self.portier.oublier(bureau.mon_compte.identifiant, self._revoque)
            self._revoque = ""
        if window is not None and window.isVisible():  # locked, not closed
            self._door(adieu=bureau.adieu if bureau is not None else "")
            window.close()
            window.deleteLater()

    def _stop_sync(self) -> None:
        if self.synchroniseur is not None:
            self.left_running |= not self.synchroniseur.arreter()
            self.synchroniseur = None

    def _news(self, nouvelles: Nouvelles) -> None:
        if self.bureau is None:
            return
        self.bureau.synchro.signaler(
            en_ligne=nouvelles.en_ligne,
            en_cours=nouvelles.en_cours,
            message=nouvelles.message,
            a_reconnecter=nouvelles.a_reconnecter,
        )
        self.bureau.poste.replique.ecrivain.publish(Changes())
        if nouvelles.revoque and self.window is not None:
            self._hand_over_and_forget(self.window, self.bureau, nouvelles.revoque)

    def _hand_over_and_forget(self, window: MainWindow, bureau: Bureau, since: str) -> None:
        """Close what is shown, send the last words, and only then forget (decision 25)."""
        window.fermer_les_pages(REVOKED)
        try:
            bureau.saisie.flush()
            bureau.retouches.tout_reprendre()
        except RefusedError as refused:
            window.fermer_les_pages(str(refused))
            return  # tried again at the next exchange
        if bureau.mon_compte is None or not bureau.mon_compte.tout_remis:
            QTimer.singleShot(AGAIN_MS, self, bureau.synchro.demander)
            return
        self._revoque = since
        window.verrouiller()

    def _show(self, widget: QWidget) -> None:
        self._incidents.parent_des_boites = widget
        widget.resize(FIRST_SIZE.boundedTo(widget.screen().availableSize() - FRAME))
        widget.show()


def run(options: Options) -> int:
    """Run the application until it is closed; return the exit code."""
    log = logging.StreamHandler()
    log.setFormatter(SansPropos("%(asctime)s %(name)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[log])
    app = QApplication.instance() or QApplication([])
    if not isinstance(app, QApplication):
        raise TypeError("a Qt application without windows is already running")
    app.setApplicationName("Permanence")
    langue.installer(app)
    options.donnees.mkdir(PRIVATE, parents=True, exist_ok=True)
    lock = QLockFile(str(options.donnees / "permanence.lock"))
    lock.setStaleLockTime(0)
    if not lock.tryLock(100):
        QMessageBox.information(None, "Permanence", ALREADY_OPEN)
        return 1
    application = Application(app, options)
    application.start()
    code = app.exec()
    lock.unlock()
    if application.left_running:  # Qt would abort on its thread; everything is on disk
        os._exit(code)
    return code
