"""A column that scrolls when the window is too low for it, and never sideways."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class Defilant(QScrollArea):
    """``colonne`` is where to put things. The keyboard goes through it to what it holds."""

    def __init__(self, marges: tuple[int, int, int, int] = (0, 0, 0, 0), espace: int = 0) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setProperty("role", "colonne")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.colonne = QVBoxLayout(body)
        self.colonne.setContentsMargins(*marges)
        self.colonne.setSpacing(espace)
        self.setWidget(body)
