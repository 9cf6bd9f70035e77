from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.views.fields import EditeurTexte
from desktop.views.fields.menu_mot import CHERCHE
from desktop.views.fields.soulignement import Soulignement
from domain.fields import Value

FAUTIF = "Un acompagnement de qualité, et un logment."
FAUTES = ["acompagnement", "logment"]
Montrer = Callable[[Value], EditeurTexte]


def le_trait(made: EditeurTexte) -> Soulignement:
    assert made.area.soulignement is not None
    return made.area.soulignement


def soulignes(made: EditeurTexte) -> list[str]:
    return [selection.cursor.selectedText() for selection in made.area.extraSelections()]


def attendre(qtbot: QtBot, made: EditeurTexte, words: list[str]) -> None:
    qtbot.waitUntil(lambda: soulignes(made) == words, timeout=10_000)


def au_clavier(
    qtbot: QtBot,
    made: EditeurTexte,
    position: int,
    key: Qt.Key = Qt.Key.Key_Menu,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> QMenu:
    """Ask for the menu with its key, the caret in a word."""
    cursor = made.area.textCursor()
    cursor.setPosition(position)
    made.area.setTextCursor(cursor)
    made.area.setFocus()
    if key == Qt.Key.Key_Menu:  # of this key each platform makes an event, the offscreen one apart
        spot = made.area.cursorRect().center()
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, spot, made.area.mapToGlobal(spot))
        QApplication.sendEvent(made.area, asked)
    else:
        QTest.keyClick(made.area, key, modifier)
    return menu(qtbot, made)


def menu(qtbot: QtBot, made: EditeurTexte) -> QMenu:
    trait = le_trait(made)
    qtbot.waitUntil(lambda: trait.menu is not None and trait.menu.menu.isVisible(), timeout=10_000)
    assert trait.menu is not None
    menu = trait.menu.menu
    qtbot.waitUntil(lambda: CHERCHE not in textes(menu), timeout=10_000)
    return menu


def textes(menu: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions()]
