"""The appearance in force: a palette, and the size of the text.

There is one application, hence one appearance; ``style.appliquer`` sets it, the rest asks.
"""

from typing import Final

from PySide6.QtWidgets import QWidget

from desktop.views.palette import CLAIRE, Palette

_LARGEUR: Final = "largeur"


class _Apparence:
    palette: Palette = CLAIRE
    echelle: int = 100


def palette() -> Palette:
    """Return the palette in force."""
    return _Apparence.palette


def echelle() -> int:
    """Return the size of the text in force, in percent."""
    return _Apparence.echelle


def largeur(widget: QWidget, pixels: int, *, fixe: bool = True) -> None:
    """Give a widget a width, said for a text at 100 %, and again whenever the size of the text changes.

    ``fixe`` false: it is no wider.
    """
    widget.setProperty(_LARGEUR, (pixels, fixe))
    remesurer(widget)


def remesurer(widget: QWidget) -> None:
    """Set again the width that :func:`largeur` gave to ``widget``, if any."""
    said = widget.property(_LARGEUR)
    if said is None:
        return
    pixels, fixe = said
    (widget.setFixedWidth if fixe else widget.setMaximumWidth)(round(pixels * echelle() / 100))


def choisir(palette: Palette, echelle: int) -> None:
    """Replace the appearance; only ``style.appliquer`` does, which also dresses what is open."""
    _Apparence.palette = palette
    _Apparence.echelle = echelle
