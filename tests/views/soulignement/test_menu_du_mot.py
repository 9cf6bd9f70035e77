"""The menu of a word that is underlined, and what is chosen in it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.services.correcteur import Correcteur
from desktop.services.poste import row
from desktop.views.fields import EditeurTexte
from desktop.views.fields.binder import Binder
from desktop.views.fields.menu_mot import ABSENT, AJOUTER, RETIRER, RIEN, VERIFIER
from tests.builders import une_personne
from tests.views.essai import Essai
from tests.views.soulignement.gestes import (
    FAUTES,
    FAUTIF,
    Montrer,
    attendre,
    au_clavier,
    le_trait,
    menu,
    soulignes,
    textes,
)


def _a_la_souris(qtbot: QtBot, made: EditeurTexte, position: int) -> QMenu:
    cursor = QTextCursor(made.area.document())
    cursor.setPosition(position)
    spot = made.area.cursorRect(cursor).center()
    viewport = made.area.viewport()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, viewport.mapToGlobal(spot))
    QApplication.sendEvent(viewport, asked)
    return menu(qtbot, made)


def _choisir(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


@pytest.mark.usefixtures("avec")
@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    ],
    ids=["menu", "shift-f10"],
)
def test_suggestions_come_first_in_the_menu_of_the_keyboard_and_are_chosen_there(
    key: Qt.Key, modifier: Qt.KeyboardModifier, montrer: Montrer, qtbot: QtBot, essai: Essai
) -> None:
    made = montrer(FAUTIF)
    attendre(qtbot, made, FAUTES)
    menu = au_clavier(qtbot, made, FAUTIF.index("acomp") + 3, key, modifier)
    texts = textes(menu)
    assert texts[0] == "accompagnement"
    assert 1 < texts.index(AJOUTER) <= 6 + 1
    assert any("Coller" in text for text in texts)
    assert texts[-1] == VERIFIER
    active = menu.activeAction()
    assert active is not None
    assert active.text() == "accompagnement"
    essai.touche(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: made.value() == FAUTIF.replace("acomp", "accomp"))


@pytest.mark.usefixtures("avec")
def test_a_replaced_word_is_saved_like_typing_and_undone_in_one_step(
    bureau: Bureau, montrer: Montrer, qtbot: QtBot, essai: Essai
) -> None:
    dossier = une_personne(bureau)
    cer = bureau.cers.nouveau(dossier)
    made = montrer(None)
    binder = Binder(bureau.saisie, made)
    binder.bind(made, "cer", cer, {})
    essai.taper(made.area, "Un logment ")
    attendre(qtbot, made, ["logment"])
    menu = _a_la_souris(qtbot, made, 6)
    _choisir(menu, "logement")
    assert made.value() == "Un logement "
    binder.flush()
    with bureau.poste.replique.read() as connection:
        assert (row(connection, "cer", cer) or {})["situation"] == "Un logement "
    made.area.undo()
    assert made.value() == "Un logment "


@pytest.mark.usefixtures("avec")
def test_words_after_an_emoji_and_on_another_line_are_replaced_where_they_stand(
    montrer: Montrer, qtbot: QtBot
) -> None:
    text = "Très bien 👍👍\n\nd’un logment"
    made = montrer(text)
    attendre(qtbot, made, ["logment"])
    _choisir(_a_la_souris(qtbot, made, 24), "logement")
    assert made.value() == text.replace("logment", "logement")


@pytest.mark.usefixtures("avec")
def test_a_word_that_went_away_under_the_menu_replaces_nothing(montrer: Montrer, qtbot: QtBot) -> None:
    made = montrer(FAUTIF)
    attendre(qtbot, made, FAUTES)
    menu = _a_la_souris(qtbot, made, FAUTIF.index("logm") + 2)
    made.show_value("Autre")
    _choisir(menu, "logement")
    assert made.value() == "Autre"


@pytest.mark.usefixtures("avec")
def test_a_word_added_is_underlined_nowhere_and_can_be_taken_back(montrer: Montrer, qtbot: QtBot) -> None:
    made = montrer("Le troubadourium")
    other = made.window().findChildren(EditeurTexte)[1]
    other.show_value("Du troubadourium aussi")
    attendre(qtbot, made, ["troubadourium"])
    attendre(qtbot, other, ["troubadourium"])
    menu = _a_la_souris(qtbot, made, 6)
    assert AJOUTER in textes(menu)
    _choisir(menu, AJOUTER)
    assert soulignes(made) == soulignes(other) == []
    menu = _a_la_souris(qtbot, made, 6)
    assert textes(menu)[0] == RETIRER
    _choisir(menu, RETIRER)
    assert soulignes(made) == soulignes(other) == ["troubadourium"]


@pytest.mark.usefixtures("avec")
def test_a_word_nothing_resembles_says_so(montrer: Montrer, qtbot: QtBot) -> None:
    made = montrer("Un xqzwplk")
    attendre(qtbot, made, ["xqzwplk"])
    menu = _a_la_souris(qtbot, made, 5)
    assert textes(menu)[0] == RIEN
    assert not menu.actions()[0].isEnabled()
    menu.close()


@pytest.mark.usefixtures("avec")
def test_a_right_word_has_the_usual_menu(montrer: Montrer, qtbot: QtBot) -> None:
    made = montrer(FAUTIF)
    attendre(qtbot, made, FAUTES)
    menu = _a_la_souris(qtbot, made, FAUTIF.index("qualité") + 2)
    assert AJOUTER not in textes(menu)
    menu.close()


@pytest.mark.usefixtures("avec")
def test_the_checking_is_switched_off_and_on_from_the_menu(
    bureau: Bureau, montrer: Montrer, qtbot: QtBot
) -> None:
    made = montrer(FAUTIF)
    attendre(qtbot, made, FAUTES)
    _choisir(_a_la_souris(qtbot, made, 0), VERIFIER)
    assert soulignes(made) == []
    assert not bureau.orthographe.active
    menu = _a_la_souris(qtbot, made, FAUTIF.index("logm") + 2)
    assert AJOUTER not in textes(menu)
    assert not menu.actions()[-1].isChecked()
    _choisir(menu, VERIFIER)
    assert soulignes(made) == FAUTES


def test_without_a_dictionary_the_menu_says_so_and_nothing_is_underlined(
    bureau: Bureau, montrer: Montrer, qtbot: QtBot, tmp_path: Path
) -> None:
    absent = Correcteur(tmp_path)
    bureau.orthographe.brancher(absent)
    made = montrer(FAUTIF)
    le_trait(made).juger()
    assert soulignes(made) == []
    menu = au_clavier(qtbot, made, 5)
    assert textes(menu)[-1] == ABSENT
    assert not menu.actions()[-1].isEnabled()
    menu.close()
    absent.fermer()


@pytest.mark.usefixtures("avec")
def test_a_page_left_while_a_menu_is_being_prepared_opens_none(montrer: Montrer, qtbot: QtBot) -> None:
    made = montrer("Un déménagemment")
    attendre(qtbot, made, ["déménagemment"])
    viewport = made.area.viewport()
    spot = QPoint(40, 12)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, viewport.mapToGlobal(spot))
    QApplication.sendEvent(viewport, asked)
    made.window().hide()
    QTest.qWait(800)
    assert le_trait(made).menu is None
