"""A laptop among others in one process: its window, its hands, and the cable that one pulls out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QPlainTextEdit

from desktop.app import Application, Options
from desktop.services.bureau import Bureau
from desktop.views.cer import PageCer
from desktop.views.main_window import MainWindow
from desktop.views.page import Page
from server import migrations
from server.models.base import open_engine
from tests.end_to_end.guichet import Guichet
from tests.end_to_end.pilote import Pilote
from tests.server.clients import PASSWORD
from tests.server.clocks import StoppedClock
from tests.server.monde import Monde, build_serveur

P = TypeVar("P", bound=Page)


@contextmanager
def un_monde(folder: Path) -> Iterator[Monde]:
    """Serve an empty département over real HTTP, on a SQLite file of its own."""
    engine = open_engine(f"sqlite:///{folder / 'serveur.sqlite3'}")
    migrations.upgrade(engine)
    try:
        with Monde.serving(build_serveur(engine, StoppedClock())) as monde:
            yield monde
    finally:
        engine.dispose()


class Poste:
    """One laptop: its window, its hands, its cable to the server."""

    def __init__(self, app: QApplication, monde: Monde, folder: Path, images: Path, identifiant: str) -> None:
        self.nom = identifiant
        self.cable = Guichet(monde.url)
        folder.mkdir(parents=True)
        options = Options(folder, self.cable.url, identifiant, PASSWORD)
        self.application = Application(app, options, monde.clock)
        self.application.start()
        self.pilote = Pilote(self.application, images, identifiant)
        self.pilote.attendre(lambda: self.application.window is not None, "la fenêtre")
        self.fenetre.resize(1366, 768)
        self.synchronise()

    @property
    def fenetre(self) -> MainWindow:
        """Return the open window."""
        assert self.application.window is not None
        return self.application.window

    @property
    def bureau(self) -> Bureau:
        """Return the services, to look at what the screen says, never to act."""
        assert self.application.bureau is not None
        return self.application.bureau

    def regarder(self) -> None:
        """Turn to this window: shortcuts go to the one that is active."""
        self.fenetre.activateWindow()
        self.pilote.attendre(self.fenetre.isActiveWindow, "la fenêtre active")

    def couper(self) -> None:
        """Leave for the village hall."""
        self.cable.couper()
        self.pilote.bouton("Synchroniser")
        self.pilote.attendre(lambda: self.bureau.synchro.etat().en_ligne is False, "le bandeau hors ligne")

    def retrouver(self) -> None:
        """Come back to the office."""
        self.cable.retablir()
        self.synchronise()

    def synchronise(self) -> None:
        """Ask for a synchronisation and wait until it has ended with nothing left to send."""
        synchro = self.bureau.synchro
        self.pilote.attendre(lambda: not synchro.etat().en_cours, "la fin de l’échange en cours", 60)
        synchro.signaler(en_ligne=None, en_cours=False, message="", a_reconnecter=False)
        self.pilote.bouton("Synchroniser")
        self.pilote.attendre(
            lambda: (etat := synchro.etat()).en_ligne and not etat.en_cours and not etat.en_attente,
            "une synchronisation complète",
            60,
            synchro.etat,
        )

    def ecrire(self, cer: str, situation: str) -> None:
        """Write the situation of a CER again, by hand."""
        self.fenetre.ouvrir_cer(cer)
        form = self.page(PageCer).formulaire
        area = form.form.editeurs["situation"].findChildren(QPlainTextEdit)[0]
        area.selectAll()
        self.pilote.taper(area, situation)
        self.pilote.quitter(area)
        form.montrer(area)
        self.pilote.attendre(
            lambda: self.bureau.cers.ouvrir(cer).values["situation"] == situation, "le texte sur le disque"
        )

    def page(self, kind: type[P]) -> P:
        """Return the page on screen, once it is of that kind."""
        self.pilote.attendre(lambda: isinstance(self.fenetre.page, kind), kind.__name__)
        page = self.fenetre.page
        assert isinstance(page, kind)
        return page

    def fermer(self) -> None:
        """Close the lid."""
        self.fenetre.close()
        self.cable.fermer()
