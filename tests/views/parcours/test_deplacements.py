"""Moving along the frise, by the keys, the wheel and the drag."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.services.bureau import Bureau
from desktop.views.dossier.parcours import OngletParcours
from desktop.views.frise import VueFrise
from desktop.views.main_window import MainWindow
from tests.builders import verser
from tests.views.essai import Essai
from tests.views.parcours.gestes import CTRL, K, click, marks


def test_a_group_comes_nearer_until_its_facts_are_told_apart(onglet: OngletParcours) -> None:
    vue = onglet.vue
    vue.voir(vue.tout())
    group = max(marks(vue, "entretien"), key=lambda mark: len(mark.faits))
    assert len(group.faits) > 3
    before = vue.fenetre()
    click(vue, group)
    assert vue.fenetre().duree < before.duree / 4
    shown = [mark for mark in marks(vue, "entretien") if mark.faits[0] in group.faits]
    assert all(mark.visible for mark in shown)
    assert len(shown) == len(group.faits)


def test_arrows_go_from_fact_to_fact_and_what_has_the_keyboard_is_said(
    onglet: OngletParcours, essai: Essai
) -> None:
    vue = onglet.vue
    vue.setFocus()
    assert vue.accessibleDescription().startswith("Depuis le 1er novembre 2026\u00a0: Camille Roche")
    essai.touche(vue, K.Key_Left)
    assert vue.accessibleDescription().startswith(
        "Du 15 septembre 2026 au 15 décembre 2026\u00a0: Lucie Sabatier"
    )
    for _ in range(2):
        essai.touche(vue, K.Key_Down)
    assert "CER n°\u00a015" in vue.accessibleDescription()
    essai.touche(vue, K.Key_Left)
    assert "CER n°\u00a014, validé" in vue.accessibleDescription()
    essai.touche(vue, K.Key_Up)
    assert "Droit ouvert" in vue.accessibleDescription()
    essai.touche(vue, K.Key_Home)
    assert "décembre 2016" in vue.accessibleDescription()
    held = vue.courante()
    assert held is not None
    assert held.visible
    essai.photo(onglet.carte, "parcours_clavier")
    essai.touche(vue, K.Key_Left)
    essai.touche(vue, K.Key_Up)
    assert vue.courante() == held
    essai.touche(vue, K.Key_End)
    assert "3 décembre 2026" in vue.accessibleDescription()


def test_the_keys_and_the_wheel_come_nearer_and_move(onglet: OngletParcours, essai: Essai) -> None:
    vue = onglet.vue
    assert [code for code, one in onglet.periodes.items() if one.isChecked()] == ["3"]
    before = vue.fenetre()
    essai.touche(vue, K.Key_Plus)
    assert vue.fenetre().duree == pytest.approx(before.duree / 1.5)
    assert not any(one.isChecked() for one in onglet.periodes.values())
    essai.touche(vue, K.Key_Minus)
    here = vue.fenetre()
    essai.touche(vue, K.Key_Left, CTRL)
    assert vue.fenetre().debut == pytest.approx(here.debut - here.duree * 0.2)
    here = vue.fenetre()
    _wheel(vue, 120)
    assert vue.fenetre().debut < here.debut
    here = vue.fenetre()
    pointed = vue._day(500)
    _wheel(vue, 120, CTRL)
    assert vue.fenetre().duree == pytest.approx(here.duree / 1.5)
    assert vue._day(500) == pytest.approx(pointed)
    essai.cliquer(onglet.periodes["tout"])
    assert onglet.periodes["tout"].isChecked()
    assert vue.fenetre() == vue.tout()
    _wheel(vue, 120)
    assert vue.fenetre() == vue.tout()


def test_the_axis_is_dragged_and_nothing_opens(onglet: OngletParcours, window: MainWindow) -> None:
    vue = onglet.vue
    here, mark = vue.fenetre(), marks(vue, "evenement_droit")[-1]
    place = QPoint(round(mark.cadre.x + 20), round(mark.cadre.y + 8))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(vue, left, pos=place)
    for step in (40, 80, 120):
        at, none = QPointF(place) + QPointF(step, 0), Qt.KeyboardModifier.NoModifier
        move = QMouseEvent(QEvent.Type.MouseMove, at, vue.mapToGlobal(at), left, left, none)
        QApplication.sendEvent(vue, move)
    QTest.mouseRelease(vue, left, pos=place + QPoint(120, 0))
    assert vue.fenetre().debut == pytest.approx(here.debut - 120 / vue.plan().jour)
    assert window.page.titre == "Dossier"


def test_a_lane_is_hidden_and_shown_again(onglet: OngletParcours, essai: Essai) -> None:
    vue, here = onglet.vue, onglet.vue.fenetre()
    essai.cliquer(onglet.pistes["evenement_droit"])
    assert marks(vue, "evenement_droit") == []
    assert (vue.fenetre(), vue.tout().debut) == (here, vue.tout().debut)
    essai.cliquer(onglet.pistes["evenement_droit"])
    assert marks(vue, "evenement_droit")
    for chip in onglet.pistes.values():
        essai.cliquer(chip)
    assert vue.plan().marques == ()
    vue.setFocus()
    for key in (K.Key_Left, K.Key_Down, K.Key_Home, K.Key_Return, K.Key_Plus):
        essai.touche(vue, key)


def test_what_arrives_is_drawn_and_the_view_stays(
    bureau: Bureau, onglet: OngletParcours, window: MainWindow, dossier: str, essai: Essai
) -> None:
    onglet.vue.voir(onglet.vue.autour(1))
    here, before = onglet.vue.fenetre(), len(marks(onglet.vue, "veille"))
    with essai.qtbot.waitSignal(window.actualite.changed):
        verser(bureau, "veille", {"dossier": dossier, "motif": "absence", "debut": "2026-11-15"})
    essai.qtbot.waitUntil(lambda: len(marks(onglet.vue, "veille")) == before + 1)
    assert onglet.vue.fenetre() == here


def _wheel(vue: VueFrise, notch: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = QPointF(500, 100)
    event = QWheelEvent(
        place, vue.mapToGlobal(place), QPoint(), QPoint(0, notch), Qt.MouseButton.NoButton, modifier,
        Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003 - Qt takes them by place
    )  # fmt: skip
    QApplication.sendEvent(vue, event)
