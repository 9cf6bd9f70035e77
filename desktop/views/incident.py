"""What nobody foresaw: written to the log without a word of a dossier, said once, counted.

A traceback's own lines are kept (file, line, function), never the message or the values: they may
hold what someone typed.
"""

import logging
import sys
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from domain.errors import trace

_log = logging.getLogger(__name__)
WORDS = (
    "Quelque chose d’imprévu s’est produit. Ce que vous avez écrit est enregistré sur ce poste\u00a0; "
    "si cela se répète, fermez Permanence et rouvrez-le."
)


class Incidents(QObject):
    """Replaces ``sys.excepthook``; a fault in another thread is said from the thread of the screen."""

    survenu = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.nombre = 0
        self.parent_des_boites: QWidget | None = None
        self._box: QMessageBox | None = None
        self.survenu.connect(self._say)
        sys.excepthook = self._caught

    def _caught(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, where)
            return
        self.nombre += 1
        _log.error("%s", trace(error))
        self.survenu.emit()

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
