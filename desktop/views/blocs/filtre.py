"""A filter of a list: one of several buttons in a line, of which one is pressed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from domain.french import number


class BoutonFiltre(QPushButton):
    """Says what it keeps and how many; ``code`` is what the page knows it by."""

    def __init__(self, code: str, texte: str) -> None:
        super().__init__(texte)
        self.code = code
        self._texte = texte
        self.setAccessibleName(texte)
        self.setProperty("role", "filtre")
        self.setAutoDefault(False)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def compter(self, nombre: int, quoi: str) -> None:
        """Show how many the filter keeps; ``quoi`` («3 personnes») is for who does not see it."""
        self.setText(f"{self._texte}\u2002{number(nombre)}")
        self.setAccessibleName(f"{self._texte}\u00a0: {quoi}")
