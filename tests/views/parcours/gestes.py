from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from desktop.views.dossier import PageDossier
from desktop.views.dossier.parcours import OngletParcours
from desktop.views.frise import VueFrise
from desktop.views.main_window import MainWindow
from domain.frise.plan import Marque
from tests.views.essai import Essai
from tests.views.fenetre import page

K, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def ouvrir(window: MainWindow, dossier: str, essai: Essai) -> OngletParcours:
    window.ouvrir_dossier(dossier)
    here = page(window, PageDossier)
    essai.touche(here, K.Key_2, Qt.KeyboardModifier.AltModifier)
    assert here.pile.currentWidget() is here.parcours
    return here.parcours


def marks(vue: VueFrise, piste: str) -> list[Marque]:
    return [mark for mark in vue.plan().marques if mark.piste.code == piste]


def click(vue: VueFrise, mark: Marque) -> None:
    left, right = max(mark.cadre.x, vue.plan().gauche), mark.cadre.x + mark.cadre.largeur
    place = QPoint(round((left + right) / 2), round(mark.cadre.y + mark.cadre.hauteur / 2))
    assert vue.marque_en(QPointF(place)) is mark
    QTest.mouseClick(vue, Qt.MouseButton.LeftButton, pos=place)
