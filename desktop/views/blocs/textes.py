"""The words of a page, in the five sizes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLayout


class _Texte(QLabel):
    """Text that wraps and can be copied; it never reads as markup what a person typed."""

    ROLE = ""

    def __init__(self, texte: str = "") -> None:
        super().__init__(texte)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", self.ROLE)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)


class Nom(_Texte):
    """The person's name, the largest thing of a dossier."""

    ROLE = "nom"


class Titre(_Texte):
    """The title of a page."""

    ROLE = "titre"


class SousTitre(_Texte):
    """The title of a part of a page."""

    ROLE = "sous_titre"


class Corps(_Texte):
    """What someone wrote, to be read: ordinary text, in ordinary ink."""

    ROLE = "corps"


class Doux(_Texte):
    """Secondary text, of the ordinary size."""

    ROLE = "doux"


class Petit(_Texte):
    """Small secondary text."""

    ROLE = "petit"


class Filet(QFrame):
    """A hair line between two parts."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "filet")


def vider(layout: QLayout) -> None:
    """Remove and delete everything in a layout, before laying out what was read again."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            vider(inner)
