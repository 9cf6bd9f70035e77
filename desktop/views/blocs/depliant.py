"""A line that unfolds what comes less often: the closed, the past."""

from PySide6.QtCore import Signal

from desktop.views import icones
from desktop.views.blocs.actions import Bouton


class Depliant(Bouton):
    """«3 notes closes»: pressed, it shows them; pressed again, it hides them. Hidden where there is none."""

    deplie = Signal(bool)

    def __init__(self, nom: str) -> None:
        super().__init__(nom, "chevron-right", discret=True)
        self.ouvert = False
        self.clicked.connect(self._turn)

    def compter(self, nombre: int, mots: str) -> None:
        """Say how many there are."""
        self.setText(mots)
        self.setAccessibleName(mots)
        self.setVisible(nombre > 0)

    def _turn(self) -> None:
        self.ouvert = not self.ouvert
        icones.poser(self, "chevron-down" if self.ouvert else "chevron-right", "accent", 18)
        self.deplie.emit(self.ouvert)
