"""Text becomes paragraphs: the type scale of the editions, and the care taken of each line.

Paragraphs are built from fragments, never from reportlab's XML mark-up: «A & B <urgent>» is then
literal by construction, and 8,000 characters cost no parsing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from desktop.documents import bidi, polices
from desktop.documents.caracteres import nettoyer, segments
from domain.reglage.apparence import teintes

TEXTE: Final = HexColor("#17212B")
SECONDAIRE: Final = HexColor("#4A5A66")  # 7:1 on white
BLANC: Final = HexColor("#FFFFFF")


class Couleurs:
    """The tints of a document, as the page takes them."""

    def __init__(self, couleur: str) -> None:
        drawn = teintes(couleur)
        self.accent, self.pale, self.filet = map(HexColor, (drawn.accent, drawn.pale, drawn.filet))


_LISTED: Final = re.compile("[-–—•*][ \u00a0\t]")
_RETRAIT: Final = 9.0


@dataclass(frozen=True)
class Style:
    """One size of the type scale, in points."""

    corps: float
    interligne: float
    couleur: Color = TEXTE
    gras: bool = False
    droite: bool = False
    retrait: float = 0  # of the lines after the first, for lists typed with a dash

    @property
    def police(self) -> str:
        """Return the name of the registered font."""
        return polices.GRASSE if self.gras else polices.NORMALE


TITRE: Final = Style(20, 24, gras=True)
ETIQUETTE: Final = Style(8.5, 11, SECONDAIRE)
MENTION: Final = Style(8.5, 11, SECONDAIRE)


@cache
def _paragraph_style(style: Style) -> ParagraphStyle:
    polices.principale()
    return ParagraphStyle(
        f"style-{hash(style)}",
        fontName=style.police,
        fontSize=style.corps,
        leading=style.interligne,
        textColor=style.couleur,
        leftIndent=style.retrait,
        firstLineIndent=-style.retrait,
        alignment=TA_RIGHT if style.droite else 0,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
    )


@cache
def _fragment(style: ParagraphStyle) -> object:
    """Return the fragment reportlab itself makes of a plain text in this style, to copy."""
    return Paragraph("x", style).frags[0]


def _line(texte: str, style: Style) -> Paragraph:
    chosen = _paragraph_style(style)
    model = _fragment(chosen)
    frags = [
        model.clone(text=run, **({"fontName": polices.SECOURS} if rescued else {}))  # type: ignore[attr-defined]
        for rescued, run in segments(texte, polices.principale(), polices.secours)
    ]
    return Paragraph(texte, chosen, frags=frags)


def largeur(texte: str, style: Style) -> float:
    """Return the width of a line in points, the rescue font being counted where it draws."""
    return sum(
        float(stringWidth(run, polices.SECOURS if rescued else style.police, style.corps))
        for rescued, run in segments(texte, polices.principale(), polices.secours)
    )


def ecrire(canvas: Canvas, texte: str, style: Style, x: float, y: float) -> None:
    """Draw one line outside the flow (a page's foot), each run in the font that has its glyphs."""
    drawn = canvas.beginText(x, y)
    drawn.setFillColor(style.couleur)
    for rescued, run in segments(bidi.visuel(nettoyer(texte)), polices.principale(), polices.secours):
        drawn.setFont(polices.SECOURS if rescued else style.police, style.corps)
        drawn.textOut(run)
    canvas.drawText(drawn)


def paragraphes(texte: str, style: Style, place: float) -> list[Paragraph]:
    """Return a text as paragraphs, one per line typed, for a column of ``place`` points.

    Empty lines at the ends go, those inside stay as one. A line that begins with a dash or a
    bullet hangs, so that lists typed by hand look like lists.
    """
    return list(_lines(nettoyer(texte).strip("\n ").split("\n"), style, place))


def _lines(lignes: Iterable[str], style: Style, place: float) -> Iterator[Paragraph]:
    previous = ""
    for raw in lignes:
        line = raw.strip(" \t")
        if not line and not previous:
            continue
        previous = line
        if bidi.est_rtl(line):
            right = replace(style, droite=True)
            for drawn in bidi.lignes_rtl(line, lambda part: largeur(part, style) <= place):
                yield _line(drawn, right)
        elif _LISTED.match(line):
            yield _line(bidi.visuel(f"{line[0]}\u00a0{line[1:].lstrip()}"), replace(style, retrait=_RETRAIT))
        else:
            yield _line(bidi.visuel(line) or "\u00a0", style)
