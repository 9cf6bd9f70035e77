from desktop.views.dossier import PageDossier
from desktop.views.main_window import MainWindow
from tests.views.fenetre import page


def ouvrir(window: MainWindow, dossier: str) -> PageDossier:
    window.ouvrir_dossier(dossier)
    return page(window, PageDossier)
