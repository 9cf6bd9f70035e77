"""Ten fingers and nothing else: real key events, sent where the system would send them, and counted.

No widget is named, called or given the focus here: a key goes to the window that has the keyboard, as
the system sends it, and Qt alone decides what becomes of it. After each key one looks: something has the
keyboard, it is on screen, and it looks otherwise than without it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QWidget

NOMS = {
    Qt.Key.Key_Return: "Entrée",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backtab: "Maj+Tab",
    Qt.Key.Key_Down: "Bas",
    Qt.Key.Key_Up: "Haut",
    Qt.Key.Key_Left: "Gauche",
    Qt.Key.Key_Space: "Espace",
    Qt.Key.Key_Escape: "Échap",
}
_MODIFIERS = (
    (Qt.KeyboardModifier.ControlModifier, "Ctrl"),
    (Qt.KeyboardModifier.AltModifier, "Alt"),
    (Qt.KeyboardModifier.ShiftModifier, "Maj"),
)
_SETTLE_MS = 30
_PATIENCE_S = 1.0  # of a loaded computer; a screen that is at rest is not waited for
_LONG = 38


@dataclass(frozen=True, slots=True)
class Frappe:
    """One key, or one run of text: what was pressed, on which screen, and what has the keyboard then."""

    quoi: str
    ecran: str
    clavier: str
    texte: bool = False


class Doigts:
    """Presses keys and types text; keeps what was pressed and what was amiss."""

    def __init__(self, fenetre: Callable[[], QWidget], ecran: Callable[[], str]) -> None:
        self._fenetre = fenetre
        self._ecran = ecran
        self.frappes: list[Frappe] = []
        self.fautes: list[str] = []

    @property
    def touches(self) -> int:
        """Return how many keys were pressed, the text left out."""
        return sum(not one.texte for one in self.frappes)

    def touche(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is, and look at where it is then."""
        names = [name for flag, name in _MODIFIERS if modifier & flag]
        self._poser()
        window = QGuiApplication.focusWindow()
        assert window is not None, "no window has the keyboard"
        rank = self._commencer("+".join([*names, NOMS.get(key, key.name.removeprefix("Key_"))]), texte=False)
        QTest.keyClick(window, key, modifier)  # returns once a dialog that it opens is closed
        self._poser()
        self._regarder(rank)

    def texte(self, mots: str) -> None:
        """Type a text as an input method commits it, accents included (a key for what takes none)."""
        self._poser()
        said = mots.strip()
        rank = self._commencer(f"«{said if len(said) < _LONG else said[:_LONG] + '…'}»", texte=True)
        for character in mots:
            target = QGuiApplication.focusObject()
            assert target is not None, f"nothing takes «{character}»"
            if isinstance(target, QWidget) and not target.testAttribute(
                Qt.WidgetAttribute.WA_InputMethodEnabled
            ):
                nothing = Qt.KeyboardModifier.NoModifier
                QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, 0, nothing, character))
                continue
            commit = QInputMethodEvent()
            commit.setCommitString(character)
            QApplication.sendEvent(target, commit)
        self._poser()
        self._regarder(rank)

    def _commencer(self, quoi: str, *, texte: bool) -> int:
        self.frappes.append(Frappe(quoi, self._ecran(), "", texte))
        return len(self.frappes) - 1

    def _regarder(self, rank: int) -> None:
        held, frappe = au_clavier(), self.frappes[rank]
        where = nom(held)
        self.frappes[rank] = replace(frappe, ecran=self._ecran(), clavier=where)
        if held is not None and not held.window().isVisible():
            return  # a dialog just closed: the key that opened it, on its way back, looks at what follows
        if amiss := invisible(held):
            self.fautes.append(f"{frappe.quoi}, {where or 'rien'}\u00a0: {amiss}")

    def _poser(self) -> None:
        """Let the screen come to rest: a menu closes, a page scrolls; a person looks no sooner."""
        until = time.monotonic() + _PATIENCE_S
        QTest.qWait(_SETTLE_MS)
        while time.monotonic() < until and (QGuiApplication.focusObject() is None or invisible(au_clavier())):
            if QGuiApplication.focusWindow() is None:  # a window manager goes back to the window beneath
                window = QApplication.activeModalWidget() or QApplication.activeWindow() or self._fenetre()
                window.windowHandle().requestActivate()
            QTest.qWait(_SETTLE_MS)


def au_clavier() -> QWidget | None:
    """Return what receives the keys: a menu that is open, else the widget that has the focus."""
    return QApplication.activePopupWidget() or QApplication.focusWidget()


def nom(held: QWidget | None) -> str:
    """Return what a person would call it: the entry of a menu, the accessible name, the choice of a list."""
    if isinstance(held, QMenu):
        entry = held.activeAction()
        return f"menu, «{entry.text().replace('&', '')}»" if entry is not None else "menu"
    if held is None:
        return ""
    name = held.accessibleName() or held.window().windowTitle()
    return f"{name} = {held.currentText()}" if isinstance(held, QComboBox) else name


def invisible(held: QWidget | None) -> str:
    """Say why one could not see where the keyboard is, '' if one can."""
    if held is None:
        return "le clavier n’est nulle part"
    if isinstance(held, QMenu):
        return ""
    if not held.isVisible() or held.visibleRegion().isEmpty():
        return "hors de l’écran"
    if held.focusPolicy() == Qt.FocusPolicy.NoFocus:
        return f"{type(held).__name__} ne se lit ni ne s’actionne"
    return ""
