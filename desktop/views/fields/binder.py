"""From an editor to the disk: the one place that decides when what is typed is saved.

600 ms after the last keystroke or 1 s after the first unsaved one, whichever comes first, and
at once when the keyboard leaves, the page is hidden, or :meth:`Binder.flush` is called
(decision 2). ``seen`` is what the editor was loaded with and becomes the change's ``was``
(decision 1): it moves only when a value is shown or saved, never because another arrived
underneath, else an editor open during a pull would overwrite it silently.

A form does: ``binder.bind(editor, "entretien", id, values)`` once, then ``binder.refresh(
"entretien", id, values)`` at **every** ``Changes`` that touches the record, its own included.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services.saisie import Saisie
from desktop.views.fields.base import Editeur
from domain.errors import RefusedError
from domain.fields import Value, same

IDLE_MS = 600
AT_MOST_MS = 1000


@dataclass
class _Liaison:
    """One editor at work.

    ``dirty``: typed and not yet saved; ``in_hand``: typed in since the keyboard came, saved or
    not; ``deferred``: what arrived meanwhile; ``stale``: values that a read older than our own
    save may still bring.
    """

    editor: Editeur
    kind: str
    record: str
    seen: Value
    dirty: bool = False
    in_hand: bool = False
    deferred: list[Value] = field(default_factory=list)
    stale: list[Value] = field(default_factory=list)


class Binder(QObject):
    """Ties the editors of one page to ``saisie``."""

    saved = Signal(str, str, str)  # kind, record, field: handed over to the writer

    def __init__(self, saisie: Saisie, parent: QObject) -> None:
        super().__init__(parent)
        self._saisie = saisie
        self._liaisons: dict[QObject, _Liaison] = {}
        self._idle = self._timer(IDLE_MS)
        self._at_most = self._timer(AT_MOST_MS)

    def bind(self, editor: Editeur, kind: str, record: str, values: Mapping[str, Value]) -> None:
        """Show the field of ``values`` in its editor, and save what is typed there."""
        liaison = _Liaison(editor, kind, record, values.get(editor.field.name))
        editor.show_value(liaison.seen)
        self._liaisons[editor] = liaison
        editor.edited.connect(self._edited)
        editor.left.connect(self._left)

    def release(self, kind: str, record: str) -> None:
        """Forget the editors of a record that leaves the page, after saving them."""
        for liaison in self._of(kind, record):
            self._save(liaison, final=True)
            del self._liaisons[liaison.editor]

    def refresh(self, kind: str, record: str, values: Mapping[str, Value]) -> None:
        """Show what has changed underneath, save in the field being typed in."""
        for liaison in self._of(kind, record):
            value = values.get(liaison.editor.field.name)
            if same(value, liaison.seen):
                liaison.stale.clear()
                liaison.deferred.clear()
            elif any(same(value, old) for old in liaison.stale):
                continue  # read before our own save reached the disk
            elif liaison.dirty or liaison.in_hand:
                liaison.deferred = [value]
            else:
                self._show(liaison, value)

    def flush(self) -> list[Editeur]:
        """Save everything on disk; return whose text is refused. Raises RefusedError if the disk refused."""
        self._save_all(final=True)
        self._saisie.flush()
        for liaison in self._liaisons.values():
            liaison.stale.clear()
        return [one.editor for one in self._liaisons.values() if one.dirty]

    def _of(self, kind: str, record: str) -> list[_Liaison]:
        return [one for one in self._liaisons.values() if (one.kind, one.record) == (kind, record)]

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self._save_all)
        return timer

    def _edited(self) -> None:
        if (liaison := self._liaisons.get(self.sender())) is None:
            return
        liaison.dirty = liaison.in_hand = True
        self._idle.start()
        if not self._at_most.isActive():
            self._at_most.start()

    def _left(self) -> None:
        if (liaison := self._liaisons.get(self.sender())) is None:
            return
        self._save(liaison, final=True)
        liaison.in_hand = False
        if liaison.deferred and not liaison.dirty:
            self._show(liaison, liaison.deferred[0])

    def _save_all(self, *, final: bool = False) -> None:
        self._idle.stop()
        self._at_most.stop()
        for liaison in list(self._liaisons.values()):
            self._save(liaison, final=final)

    def _save(self, liaison: _Liaison, *, final: bool) -> None:
        if not liaison.dirty:
            return
        editor, value = liaison.editor, liaison.editor.value()
        if not same(value, liaison.seen):
            name = editor.field.name
            try:
                self._saisie.save_field(liaison.kind, liaison.record, name, value, liaison.seen, self)
            except RefusedError as refused:
                if final or editor.fault_while_typing:
                    editor.show_problem(str(refused))
                return  # still dirty: the text stays, and is tried again at the next keystroke
            liaison.stale.append(liaison.seen)
            liaison.seen = value
            liaison.deferred.clear()
            self.saved.emit(liaison.kind, liaison.record, name)
        liaison.dirty = False
        editor.show_problem("")

    def _show(self, liaison: _Liaison, value: Value) -> None:
        liaison.seen = value
        liaison.stale.clear()
        liaison.deferred.clear()
        liaison.editor.show_value(value)
