"""TEXT: a long text that grows with what is written, so that the page scrolls and not the box."""

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QContextMenuEvent, QResizeEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from desktop.services.orthographe import Orthographe
from desktop.views.fields.base import Editeur, Outils
from desktop.views.fields.soulignement import Soulignement
from domain.fields import Field, Value

LINES_AT_REST = 3
_LINE_ENDS = {0x2028: "\n", 0x2029: "\n"}  # how a document parts its lines


class EditeurTexte(Editeur):
    """A text kept as typed, plain: what is pasted loses its fonts, never its words."""

    fault_while_typing = True

    def __init__(self, field: Field, outils: Outils) -> None:
        super().__init__(field, outils)
        self.area = ZoneTexte()
        self.area.textChanged.connect(self._changed)
        if outils.orthographe is not None:
            self.area.verifier_avec(outils.orthographe)
        self._shown = ""
        self._showing = False
        self.place(self.area)
        self.add_control(self.area)

    def value(self) -> Value:
        """Return the text."""
        return self.area.words() or None

    def show_value(self, value: Value) -> None:
        """Show a text; the history of «Annuler» starts again from it."""
        self._shown = "" if value is None else str(value)
        self._showing = True
        self.area.setPlainText(self._shown)
        self.area.moveCursor(QTextCursor.MoveOperation.End)  # a text begun is gone on with
        self._showing = False

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - Qt's own form of setter
        """Forbid or allow the edit; the text can still be copied."""
        self.area.setReadOnly(read_only)
        # A read-only area takes Tab and arrows for itself unless told otherwise.
        self.area.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            if read_only
            else Qt.TextInteractionFlag.TextEditorInteraction
        )

    def _changed(self) -> None:
        # ``textChanged`` also fires for a dead key under way (^ before e) and for a mere change
        # of format: only another text is an edit.
        if self._showing or (text := self.area.words()) == self._shown:
            return
        self._shown = text
        self.edited.emit()


class ZoneTexte(QPlainTextEdit):
    """A plain text area as high as its text, with at least ``lines_at_rest`` lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines_at_rest = LINES_AT_REST
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.soulignement: Soulignement | None = None
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def verifier_avec(self, orthographe: Orthographe) -> None:
        """Underline the words that are not known, and offer what could be meant."""
        self.soulignement = Soulignement(self, orthographe)

    def words(self) -> str:
        """Return the text as typed.

        Not ``toPlainText``, which turns every no-break space into an ordinary one: reading a text
        written elsewhere would then be an edit of it.
        """
        return self.document().toRawText().translate(_LINE_ENDS)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu, by the mouse or by the keyboard; what a word could be comes first."""
        if self.soulignement is None:
            super().contextMenuEvent(event)
        else:
            by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
            self.soulignement.ouvrir_menu(None if by_key else event.pos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the text anew: narrower is higher."""
        super().resizeEvent(event)
        self._grow(self.document().size())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll: everything in here is already visible."""
        event.ignore()

    def _grow(self, size: QSizeF) -> None:
        # The layout of a plain document counts its height in lines, not in pixels.
        lines = max(self.lines_at_rest, int(size.height()))
        margins = self.contentsMargins()
        around = margins.top() + margins.bottom() + round(2 * self.document().documentMargin())
        padding = self.height() - self.viewport().height() - margins.top() - margins.bottom()
        height = lines * self.fontMetrics().lineSpacing() + around + max(padding, 12) + 2
        if height != self.height():
            self.setFixedHeight(height)
