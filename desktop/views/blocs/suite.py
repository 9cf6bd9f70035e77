"""A column of widgets, one per record: what stays keeps its cursor, what has gone is taken away."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

W = TypeVar("W", bound=QWidget)


class Suite(Generic[W]):
    """``colonne`` is where it is laid out; ``par_id`` holds the widgets by their record."""

    def __init__(self, espace: int = 12) -> None:
        self.colonne = QVBoxLayout()
        self.colonne.setContentsMargins(0, 0, 0, 0)
        self.colonne.setSpacing(espace)
        self.par_id: dict[str, W] = {}

    def suivre(self, ordre: Sequence[str], faire: Callable[[str], W]) -> None:
        """Show these records in this order, ``faire`` making what is new."""
        for gone in self.par_id.keys() - set(ordre):
            widget = self.par_id.pop(gone)
            self.colonne.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for place, record in enumerate(ordre):
            if record not in self.par_id:
                self.par_id[record] = faire(record)
            if self.colonne.indexOf(self.par_id[record]) != place:
                self.colonne.insertWidget(place, self.par_id[record])
