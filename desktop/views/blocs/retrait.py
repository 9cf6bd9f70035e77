"""Taking a part away, with a second thought on the spot rather than a box in the middle of the screen."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.views.blocs.actions import Bouton


class Retrait(QWidget):
    """«Retirer», which asks once when there is something to lose; ``confirme`` when it is meant.

    ``risque`` is asked at the click, of what is on screen: the last words may not be saved yet.
    """

    confirme = Signal()

    def __init__(self, quoi: str, question: str, risque: Callable[[], bool]) -> None:
        super().__init__()
        self._risque = risque
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.retirer = Bouton("Retirer", "trash-2", discret=True)
        self.retirer.setAccessibleName(f"Retirer {quoi}")
        self.question = QLabel(question)
        self.question.setProperty("niveau", "attention")
        self.garder = Bouton("Garder")
        self.garder.setAccessibleName(f"Garder {quoi}")
        self.oui = Bouton("Retirer", "trash-2")
        self.oui.setAccessibleName(f"Retirer {quoi}, confirmer")
        self._second = (self.question, self.garder, self.oui)
        for widget in (self.retirer, *self._second):
            row.addWidget(widget)
        self.retirer.clicked.connect(self._ask)
        self.garder.clicked.connect(self._keep)
        self.oui.clicked.connect(self._confirm)
        self._show(asking=False)

    def _ask(self) -> None:
        if not self._risque():
            self.confirme.emit()
            return
        self._show(asking=True)
        self.garder.setFocus()

    def _keep(self) -> None:
        self._show(asking=False)
        self.retirer.setFocus()

    def _confirm(self) -> None:
        self._show(asking=False)  # where it stays, it may be asked again
        self.confirme.emit()

    def _show(self, *, asking: bool) -> None:
        self.retirer.setVisible(not asking)
        for widget in self._second:
            widget.setVisible(asking)
