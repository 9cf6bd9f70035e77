"""Icons: Lucide's drawings (ISC, see the licence beside them), inked with the palette.

To use a new one: copy its SVG from Lucide into ``resources/icons`` and name it here nowhere: an
icon is called by its file's name. Its colour is the name of a field of :class:`Palette`.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

import resources
from desktop.views import apparence

_COTES = (16, 20, 24, 32, 40, 48)  # the sizes drawn, so that none is ever enlarged up to 200 %


def icone(nom: str, encre: str = "texte") -> QIcon:
    """Return the icon ``nom`` in the colour ``encre`` of the present palette."""
    return _icone(nom, str(getattr(apparence.palette(), encre)))


def image(nom: str, cote: int, encre: str = "texte", rapport: float = 1.0) -> QPixmap:
    """Return the icon as an image of ``cote`` logical pixels for a screen of that pixel ratio."""
    return _dessin(nom, str(getattr(apparence.palette(), encre)), cote, rapport)


def poser(cible: QWidget, nom: str, encre: str = "texte", cote: int = 20) -> None:
    """Put an icon on a button or a label, and again whenever the appearance changes."""
    cible.setProperty("icone", (nom, encre, cote))
    repeindre(cible)


def repeindre(cible: QWidget) -> None:
    """Ink again the icon that :func:`poser` put on ``cible``, if any."""
    pose = cible.property("icone")
    if pose is None:
        return
    nom, encre, cote = pose
    cote = round(cote * apparence.echelle() / 100)
    if isinstance(cible, QAbstractButton):
        # Qt leaves 4 pixels between an icon and its words, whatever the style says: too few.
        air = round(cote / 3) if cible.text() else 0
        cible.setIcon(_icone(nom, str(getattr(apparence.palette(), encre)), cote, air))
        cible.setIconSize(QSize(cote + air, cote))
    elif isinstance(cible, QLabel):
        cible.setPixmap(image(nom, cote, encre, cible.devicePixelRatioF()))


@cache
def _icone(nom: str, couleur: str, cote: int = 0, air: int = 0) -> QIcon:
    icon = QIcon()
    for one in (cote,) if cote else _COTES:
        icon.addPixmap(_dessin(nom, couleur, one, 1.0, air))
        icon.addPixmap(_dessin(nom, couleur, one, 2.0, air))
    return icon


@cache
def _dessin(nom: str, couleur: str, cote: int, rapport: float, air: int = 0) -> QPixmap:
    svg = resources.path("icons", f"{nom}.svg").read_bytes().replace(b"currentColor", couleur.encode())
    pixmap = QPixmap(QSize(round((cote + air) * rapport), round(cote * rapport)))
    pixmap.setDevicePixelRatio(rapport)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, cote, cote))
    painter.end()
    return pixmap
