"""What a page says when it has nothing to show: what to do, not only that it is empty."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.views import apparence, icones
from desktop.views.blocs.textes import Doux, SousTitre

_LARGEUR = 440


class EtatVide(QWidget):
    """A large quiet icon, what there is, what to do next, and the button that does it."""

    def __init__(self, icone: str, titre: str, aide: str, action: QPushButton | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 40, 24, 40)
        column.setSpacing(8)
        column.addStretch()
        sign = QLabel()
        icones.poser(sign, icone, "accent", 40)
        column.addWidget(sign, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        for words in (SousTitre(titre), Doux(aide)):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addLayout(_centre(words))
        if action is not None:
            column.addSpacing(12)
            column.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()


def _centre(words: QWidget) -> QHBoxLayout:
    # An aligned widget is given the height of its first guess, which cuts wrapped text: two
    # stretches on each side let it have its own height for its width.
    apparence.largeur(words, _LARGEUR, fixe=False)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(words, 100)
    row.addStretch(1)
    return row
