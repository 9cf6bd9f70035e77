"""Facts in two columns: what it is, quietly, and what is known of it."""

from collections.abc import Iterable

from PySide6.QtWidgets import QFormLayout

from desktop.views.blocs.textes import Corps, Doux


class Faits(QFormLayout):
    """Read, never typed in; laid out again whole, since they are few."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(16)
        self.setVerticalSpacing(8)

    def montrer(self, faits: Iterable[tuple[str, str]]) -> None:
        """Show the facts that say something; what is not known is not listed."""
        while self.rowCount():
            self.removeRow(0)
        for nom, valeur in faits:
            if valeur:
                self.addRow(Doux(nom), Corps(valeur))
