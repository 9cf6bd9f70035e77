from PySide6.QtWidgets import QMenu

from desktop.services.bureau import Bureau
from desktop.services.suivi_lu import SuiviLu
from desktop.views.dossier import PageDossier
from desktop.views.dossier.suivi import OngletSituation
from desktop.views.main_window import MainWindow
from tests.views.fenetre import page


def ouvrir(window: MainWindow, dossier: str) -> OngletSituation:
    window.ouvrir_dossier(dossier, "Situation")
    here = page(window, PageDossier)
    assert here.pile.currentWidget() is here.situation
    return here.situation


def lu(bureau: Bureau, dossier: str) -> SuiviLu:
    bureau.saisie.flush()
    return bureau.suivi.lire(dossier)


def choose(menu: QMenu, *words: str) -> None:
    """Take an entry of a menu, by its words and those of the menus that lead to it."""
    for word in words[:-1]:
        inside = next(one for one in menu.actions() if one.text() == word).menu()
        assert isinstance(inside, QMenu)
        menu = inside
    next(one for one in menu.actions() if one.text() == words[-1]).trigger()
