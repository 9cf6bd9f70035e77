"""The real window around the page under test: rail, banner, way back."""

from PySide6.QtWidgets import QVBoxLayout

from desktop.services.bureau import Bureau
from desktop.views.blocs import EtatVide
from desktop.views.cer import PageCer
from desktop.views.entretien import PageEntretien
from desktop.views.instruction import PageInstruction
from desktop.views.main_window import MainWindow
from desktop.views.page import Navigateur, Page, Pages, Place
from domain.profils import INSTRUCTORS


class Depart(Page):
    """Where one comes from, and goes back to."""

    titre = "Ma journée"
    icone = "house"

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__(bureau, navigateur)
        column = QVBoxLayout(self)
        column.addWidget(
            EtatVide("calendar-days", "Aucun rendez-vous", "Ceux de la semaine s’afficheront ici.")
        )

    def rafraichir(self) -> None:
        pass


class PageDossier(Depart):
    """Stands where the page of a dossier does."""

    titre = "Dossier"

    def __init__(self, bureau: Bureau, navigateur: Navigateur, dossier: str) -> None:
        super().__init__(bureau, navigateur)
        self.dossier = dossier


def fenetre(bureau: Bureau) -> MainWindow:
    """Open the window of a replica on the pages of the screens under test."""
    places = (Place("journee", Depart), Place("instruction", PageInstruction, INSTRUCTORS))
    return MainWindow(bureau, Pages(places, dossier=PageDossier, entretien=PageEntretien, cer=PageCer))
