"""The type: Atkinson Hyperlegible, five sizes, from 100 % to 200 %.

The face was drawn for people who see badly: its letters do not resemble one another. It is
bundled because Qt shows no text at all, and says nothing, where no font is installed.
"""

from enum import IntEnum

from PySide6.QtGui import QFont, QFontDatabase

import resources

FAMILLE = "Atkinson Hyperlegible"
_FICHIERS = (
    "AtkinsonHyperlegible_400Regular.ttf",
    "AtkinsonHyperlegible_400Regular_Italic.ttf",
    "AtkinsonHyperlegible_700Bold.ttf",
)
ECHELLES = (100, 110, 125, 150, 175, 200)


class Taille(IntEnum):
    """The five sizes, in logical pixels at 100 %."""

    PETIT = 13
    CORPS = 15
    INTERTITRE = 18
    TITRE = 24
    NOM = 32


def charger() -> None:
    """Give the bundled fonts to Qt. Raises RuntimeError if one is unreadable."""
    if FAMILLE in QFontDatabase.families():
        return
    for fichier in _FICHIERS:
        if QFontDatabase.addApplicationFont(str(resources.path("fonts", fichier))) < 0:
            raise RuntimeError(fichier)


def pixels(taille: Taille, echelle: int = 100) -> int:
    """Return a size in logical pixels at ``echelle`` percent."""
    return round(taille * echelle / 100)


def police(taille: Taille = Taille.CORPS, echelle: int = 100, *, gras: bool = False) -> QFont:
    """Return the font of a size; ``gras`` is the bold that was drawn, not a thickened one."""
    font = QFont(FAMILLE)
    font.setPixelSize(pixels(taille, echelle))
    font.setBold(gras)
    return font
