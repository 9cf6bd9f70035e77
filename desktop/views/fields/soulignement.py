"""Words that are not known, underlined in a text area: quietly, and never under what is being typed.

They are extra selections, painted over the text: unlike a QSyntaxHighlighter they never touch the document,
so nothing is modified, to undo, printed, nor saved. Qt moves them along with the text being typed.

The whole text is judged again a quarter of a second after the last change: 8,000 characters take a few
milliseconds, since their words have been looked up before; the new ones are looked up elsewhere, and asked
about again shortly. A hidden area waits until it is seen.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from desktop.services.mots import Mot, morceaux, mots
from desktop.services.orthographe import Orthographe
from desktop.views import apparence
from desktop.views.fields.menu_mot import MenuMot
from desktop.views.palette import Niveau

PAUSE_MS, AGAIN_MS = 250, 60
_LOOK_AGAIN = {QEvent.Type.Show, QEvent.Type.ReadOnlyChange, QEvent.Type.StyleChange}


class Soulignement(QObject):
    """The underlining of one area, and what its menu does to a word."""

    def __init__(self, area: QPlainTextEdit, orthographe: Orthographe) -> None:
        super().__init__(area)
        self.area = area
        self.orthographe = orthographe
        self.inconnus: list[Mot] = []  # as underlined when last judged, in positions of the document
        self.menu: MenuMot | None = None
        self._typing = False  # the word that the caret touches is not finished
        self._revision, self._caret = area.document().revision(), 0  # as of the last thing typed
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.juger)
        area.textChanged.connect(self._changed)
        area.cursorPositionChanged.connect(self._moved)
        area.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again when the area appears or changes its looks, and when it is left."""
        if event.type() in _LOOK_AGAIN:
            self._pause.start(PAUSE_MS)
        elif event.type() == QEvent.Type.FocusOut:
            self._finished()
        elif isinstance(event, QKeyEvent) and _asks_for_menu(event):
            self.ouvrir_menu()
            return True
        return super().eventFilter(watched, event)

    def juger(self) -> None:
        """Underline what is not known now; come back for what could not be judged yet."""
        if not self.area.isVisible():
            return
        found, complete = self._judged()
        if self._typing:
            caret = self.area.textCursor().position()
            found = [mot for mot in found if not mot.debut <= caret <= mot.fin]
        self.inconnus = found
        self.area.setExtraSelections([self._underlined(mot) for mot in found])
        if not complete:
            self._pause.start(AGAIN_MS)

    def inconnu_a(self, position: int) -> Mot | None:
        """Return the unknown word at a position, were it the one being typed."""
        return _at(self._judged()[0], position)

    def ajoute_a(self, position: int) -> Mot | None:
        """Return the word at a position that the user had added to the dictionary."""
        text = self.area.document().toRawText()
        pieces = [piece for mot in mots(text) for piece in morceaux(mot)]
        mot = _at(_in_document(pieces, text), position)
        return mot if mot and self.orthographe.est_ajoute(mot.texte) else None

    def remplacer(self, mot: Mot, choix: str) -> None:
        """Write ``choix`` in the place of a word, as if typed: one step of «Annuler».

        Nothing is done where the word is no more: another value may have been shown meanwhile.
        """
        cursor = self._selection(mot)
        if cursor.selectedText() == mot.texte and not self.area.isReadOnly():
            cursor.insertText(choix)
            self.area.setTextCursor(cursor)
            self._finished()

    def ouvrir_menu(self, mouse: QPoint | None = None) -> None:
        """Open the menu where the mouse is or, asked for by the keyboard, at the caret."""
        by_key = mouse is None
        cursor = self.area.textCursor() if mouse is None else self.area.cursorForPosition(mouse)
        spot = mouse or self.area.cursorRect(cursor).bottomLeft() + QPoint(0, 4)
        if self.menu is not None:
            self.menu.renoncer()
        self.menu = MenuMot(self, cursor.position(), self.area.viewport().mapToGlobal(spot), by_key=by_key)
        self.menu.montrer()

    def menu_ferme(self, menu: MenuMot) -> None:
        """Let go of a menu that is closed."""
        if self.menu is menu:
            self.menu = None

    def rejuger_la_page(self) -> None:
        """Judge every text of the window again: a word was added, or the checking switched."""
        for one in self.area.window().findChildren(Soulignement):
            one.juger()

    def _judged(self) -> tuple[list[Mot], bool]:
        if not self.orthographe.active or self.area.isReadOnly():
            return [], True
        text = self.area.document().toRawText()
        found, complete = self.orthographe.inconnus(text)
        return _in_document(found, text), complete

    def _changed(self) -> None:
        self._typed()
        self._pause.start(PAUSE_MS)

    def _moved(self) -> None:
        # An input method moves the caret several times for one letter: only elsewhere is away.
        if self.area.document().revision() != self._revision:
            self._typed()
        elif self.area.textCursor().position() != self._caret:
            self._finished()

    def _typed(self) -> None:
        self._revision = self.area.document().revision()
        self._caret = self.area.textCursor().position()
        self._typing = self.area.hasFocus()

    def _finished(self) -> None:
        self._typing = False
        self._pause.start(PAUSE_MS)

    def _selection(self, mot: Mot) -> QTextCursor:
        end = self.area.document().characterCount() - 1
        cursor = QTextCursor(self.area.document())
        cursor.setPosition(min(mot.debut, end))
        cursor.setPosition(min(mot.fin, end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _underlined(self, mot: Mot) -> QTextEdit.ExtraSelection:
        wave = QTextCharFormat()
        wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        wave.setUnderlineColor(QColor(apparence.palette().encre(Niveau.URGENT)))
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._selection(mot)
        selection.format = wave
        return selection


def _asks_for_menu(event: QKeyEvent) -> bool:
    """Tell Shift+F10, which Qt makes a menu of on Windows only; asked for twice, one menu opens."""
    shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return event.type() == QEvent.Type.KeyPress and shift and event.key() == Qt.Key.Key_F10


def _in_document(found: list[Mot], text: str) -> list[Mot]:
    """Return words with the positions Qt gives them: an emoji counts for two there."""
    if text.isascii() or max(text, default="") <= "\uffff":
        return found
    wide = [0]
    for character in text:
        wide.append(wide[-1] + (2 if character > "\uffff" else 1))
    return [Mot(wide[mot.debut], wide[mot.fin], mot.texte) for mot in found]


def _at(found: list[Mot], position: int) -> Mot | None:
    return next((mot for mot in found if mot.debut <= position <= mot.fin), None)
