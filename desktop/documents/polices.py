"""The embedded fonts, read once for the life of the program.

Atkinson Hyperlegible draws everything it can: it was made for people who read with difficulty.
DejaVu Sans comes to the rescue for the other alphabets and the symbols. Reading a font costs 2 to
10 ms and a document has 40: fonts are read at the first document, the rescue font only when a text
needs it.
"""

from collections.abc import Collection
from functools import cache
from typing import Final

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from resources import path

NORMALE: Final = "Atkinson"
GRASSE: Final = "Atkinson-Gras"
ITALIQUE: Final = "Atkinson-Italique"
SECOURS: Final = "DejaVu"


def _register(name: str, file: str) -> Collection[int]:
    font = TTFont(name, str(path("fonts", file)))
    registerFont(font)
    return frozenset(font.face.charToGlyph)


@cache
def principale() -> Collection[int]:
    """Register the main font in its two weights; return the code points that both draw."""
    normal = _register(NORMALE, "AtkinsonHyperlegible_400Regular.ttf")
    return frozenset(normal) & frozenset(_register(GRASSE, "AtkinsonHyperlegible_700Bold.ttf"))


@cache
def italique() -> Collection[int]:
    """Register the italic, which only a Word document that came from elsewhere asks for."""
    return _register(ITALIQUE, "AtkinsonHyperlegible_400Regular_Italic.ttf")


@cache
def secours() -> Collection[int]:
    """Register the rescue font; return the code points it draws."""
    return _register(SECOURS, "DejaVuSans.ttf")
