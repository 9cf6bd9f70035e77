"""What nobody foresaw: written to the log without a word of a dossier, said once, counted.

A traceback's own lines are kept (file, line, function), never the message or the values: they may
hold what someone typed. Python would write them on three ways out, all closed here: a fault of the
screen, of another thread, and one that nobody can catch (an object that dies).
"""

import logging
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from domain.errors import trace

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_log = logging.getLogger(__name__)
WORDS = (
    "Quelque chose d’imprévu s’est produit. Ce que vous avez écrit est enregistré sur ce poste\u00a0; "
    "si cela se répète, fermez Permanence et rouvrez-le."
)


class SansPropos(logging.Formatter):
    """Writes the errors that libraries log themselves as ours are: the place, without the words."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Return where it happened."""
        return "" if ei[1] is None else trace(ei[1])


class Incidents(QObject):
    """Replaces the hooks of Python; a fault in another thread is said from the thread of the screen."""

    survenu = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.nombre = 0
        self.parent_des_boites: QWidget | None = None
        self._box: QMessageBox | None = None
        self.survenu.connect(self._say)
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread
        sys.unraisablehook = _unraisable

    def _caught(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, where)
            return
        self.nombre += 1
        _log.error("%s", trace(error))
        self.survenu.emit()

    def _caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._caught(args.exc_type, args.exc_value, args.exc_traceback)

    def _say(self) -> None:
        if self._box is not None and self._box.isVisible():
            return
        self._box = QMessageBox(
            QMessageBox.Icon.Warning,
            "Permanence",
            WORDS,
            QMessageBox.StandardButton.Ok,
            self.parent_des_boites,
        )
        self._box.setWindowModality(Qt.WindowModality.NonModal)
        self._box.show()


def _unraisable(args: "UnraisableHookArgs") -> None:
    """Log what no code can catch; nothing was being done for the person, who is told nothing."""
    if args.exc_value is not None:
        _log.error("%s", trace(args.exc_value))
