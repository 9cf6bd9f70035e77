from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop.views.file_active import PageFileActive
from desktop.views.file_active.criteres import VoletCriteres
from tests.views.essai import Essai


def titles(here: PageFileActive) -> list[str]:
    return [here.liste.entree(rank).titre for rank in range(here.liste.nombre())]


def criteria(here: PageFileActive, essai: Essai) -> VoletCriteres:
    essai.cliquer(here.filtrer)
    assert isinstance(here.volet, VoletCriteres)
    return here.volet


def entry(words: str) -> None:
    """Press the entry of the menu that is open."""
    menus = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()]
    (action,) = [action for action in menus[-1].actions() if action.text() == words]
    QTest.mouseClick(menus[-1], Qt.MouseButton.LeftButton, pos=menus[-1].actionGeometry(action).center())
