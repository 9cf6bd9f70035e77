"""Acting on widgets as a person does: the hands shared by the tests of the screens and by the played day.

``QTest.keyClicks`` aborts on ``é``: text is committed as an input method would, which is also how
dead keys arrive.
"""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


class Mains:
    """A pair of hands."""

    def taper(self, widget: QWidget, texte: str) -> None:
        """Type a text, accents included, into what has or takes the keyboard."""
        target = widget.focusProxy() or widget
        target.setFocus()
        for character in texte:
            if character == "\n":
                QTest.keyClick(target, Qt.Key.Key_Return)
                continue
            if target.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
                commit = QInputMethodEvent()
                commit.setCommitString(character)
                QApplication.sendEvent(target, commit)
            else:  # a password, or what may not be changed: keys come one by one
                nothing = Qt.KeyboardModifier.NoModifier
                press = QKeyEvent(QEvent.Type.KeyPress, 0, nothing, character)
                QApplication.sendEvent(target, press)

    def quitter(self, widget: QWidget) -> None:
        """Take the keyboard away, as Tab does."""
        target = widget.focusProxy() or widget
        target.clearFocus()
        QApplication.sendEvent(target, QFocusEvent(QEvent.Type.FocusOut))
        QApplication.processEvents()

    def touche(self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press a key."""
        QTest.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)

    def cliquer(self, widget: QWidget) -> None:
        """Click."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
