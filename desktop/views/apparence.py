"""The appearance in force: a palette, and the size of the text.

There is one application, hence one appearance; ``style.appliquer`` sets it, the rest asks.
"""

from desktop.views.palette import CLAIRE, Palette


class _Apparence:
    palette: Palette = CLAIRE
    echelle: int = 100


def palette() -> Palette:
    """Return the palette in force."""
    return _Apparence.palette


def echelle() -> int:
    """Return the size of the text in force, in percent."""
    return _Apparence.echelle


def choisir(palette: Palette, echelle: int) -> None:
    """Replace the appearance; only ``style.appliquer`` does, which also dresses what is open."""
    _Apparence.palette = palette
    _Apparence.echelle = echelle
