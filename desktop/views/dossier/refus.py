"""The place in a tab where the refusal of what has just been asked is read."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QVBoxLayout

from desktop.views.blocs import Alerte, vider
from desktop.views.palette import Niveau
from domain.errors import RefusedError

T = TypeVar("T")


class Refus(QVBoxLayout):
    """Holds the last refusal, above what it is about; empty otherwise."""

    def tenter(self, acte: Callable[[], T]) -> T | None:
        """Do something and return what it gives; ``None`` if it is refused, which is then shown."""
        vider(self)
        try:
            return acte()
        except RefusedError as refused:
            self.addWidget(Alerte(str(refused), Niveau.ATTENTION))
            return None
