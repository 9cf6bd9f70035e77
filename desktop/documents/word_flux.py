"""The paragraphs, lists, tables and pictures of a Word document, ready to be laid on a page."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from docx.oxml.ns import qn
from docx.parts.story import StoryPart
from PIL import Image as Photo
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Image, PageBreak, Paragraph, Table

from desktop.documents import bidi, polices
from desktop.documents.caracteres import nettoyer, segments
from desktop.documents.word_allure import TWIPS, Allures, Caractere, Element

ECHELLE: Final = 0.94
"""Our letters are wider than those of Word: so much smaller, a line holds what Word puts in it."""
BLOCS_MAX: Final = 2_000
"""Paragraphs and rows, a long paragraph counting for several: some hundred pages, a second or two."""
_BLOC: Final = 200  # characters
_PARAGRAPHE_MAX: Final = 50_000
_COLONNES_MAX: Final = 63  # as in Word
PHOTO_MAX: Final = 40_000_000  # points
_EMU: Final = 12_700  # in a point
_RRGGBB = re.compile(r"[0-9A-Fa-f]{6}")
_ALIGNED = {"center": TA_CENTER, "right": TA_RIGHT, "end": TA_RIGHT, "both": TA_JUSTIFY}
_ANCHOR, _BOX, _FALLBACK = (
    qn("w:drawing"),
    qn("w:txbxContent"),
    ("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"),
)
_GONE = frozenset({_BOX, _FALLBACK, qn("w:del"), qn("w:moveFrom"), qn("w:rPr"), qn("w:pPr")})


class Flux:
    """Turns what a part of the file holds into flowables; ``page`` and ``pages`` fill Word's own fields."""

    def __init__(self, part: StoryPart, allures: Allures, puces: dict[tuple[str, int], str]) -> None:
        self._part = part
        self._allures = allures
        self._puces = puces
        self._rangs: Counter[tuple[str, int]] = Counter()
        self._left = BLOCS_MAX
        self.page, self.pages = "1", "1"

    def lire(self, holder: Element, largeur: float) -> Iterator[Flowable]:
        """Yield what ``holder`` holds, in order; what is too much is said."""
        for child in holder:
            if self._left <= 0:
                return
            if child.tag == qn("w:p"):
                yield from self._paragraph(child, largeur)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child, largeur)
            elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")):
                yield from self.lire(child, largeur)

    def tronque(self) -> bool:
        """Tell whether the document is longer than what was read."""
        return self._left <= 0

    def _paragraph(self, paragraph: Element, largeur: float) -> Iterator[Flowable]:
        self._left -= 1
        look = self._allures.alinea(paragraph)
        if look.page:
            yield PageBreak()
        for drawing in _inside(paragraph, qn("w:drawing")):
            yield from self._picture(drawing, largeur, look.alignement)
        first = next(_inside(paragraph, qn("w:r")), None)
        base = self._allures.caractere(paragraph if first is None else first, paragraph)
        size = base.taille * ECHELLE
        indent = look.gauche or (18.0 * (look.niveau + 1) if look.niveau >= 0 else 0.0)
        style = ParagraphStyle(
            "word",
            fontName=polices.NORMALE,
            fontSize=size,
            leading=size * 1.28 * min(max(look.ligne, 0.5), 3),
            alignment=_ALIGNED.get(look.alignement, TA_LEFT),
            leftIndent=min(indent, largeur * 0.8),
            firstLineIndent=0 if look.niveau >= 0 else look.premiere,
            bulletIndent=max(indent - 14, 0),
            spaceBefore=look.avant,
            spaceAfter=look.apres,
            keepWithNext=look.lie,
        )
        text = "".join(self._runs(paragraph, paragraph))
        if len(text) > _PARAGRAPHE_MAX:
            raise ValueError("paragraph")  # read in Word; here it would hold the screen
        self._left -= len(text) // _BLOC
        bullet = self._bullet(look.liste, look.niveau)
        yield Paragraph(text or "\u00a0", style, bulletText=bullet)
        if any(one.get(qn("w:type")) == "page" for one in _inside(paragraph, qn("w:br"))):
            yield PageBreak()
        for box in _boxes(paragraph):
            yield from self.lire(box, largeur)

    def _runs(self, holder: Element, paragraph: Element) -> Iterator[str]:
        for child in holder:
            if child.tag == qn("w:r"):
                yield self._run(child, paragraph)
            elif child.tag == qn("w:fldSimple"):
                field = str(child.get(qn("w:instr"), "")).split()[:1]
                known = {"PAGE": self.page, "NUMPAGES": self.pages}.get("".join(field).upper())
                run = child.find(qn("w:r"))
                if known is not None and run is not None:
                    yield _marked(known, self._allures.caractere(run, paragraph))
                else:
                    yield from self._runs(child, paragraph)
            elif child.tag not in _GONE:
                yield from self._runs(child, paragraph)

    def _run(self, run: Element, paragraph: Element) -> str:
        look = self._allures.caractere(run, paragraph)
        said = []
        for child in run:
            if child.tag == qn("w:t"):
                said.append(child.text or "")
            elif child.tag == qn("w:tab"):
                said.append("    ")
            elif child.tag in (qn("w:br"), qn("w:cr")) and child.get(qn("w:type")) != "page":
                said.append("\n")
            elif child.tag == qn("w:noBreakHyphen"):
                said.append("-")
        return _marked("".join(said), look)

    def _bullet(self, liste: str, niveau: int) -> str | None:
        if niveau < 0:
            return None
        mark = self._puces.get((liste, niveau), "•")
        if mark != "1":
            return "•"
        self._rangs[liste, niveau] += 1
        return f"{self._rangs[liste, niveau]}."

    def _picture(self, drawing: Element, largeur: float, alignement: str) -> Iterator[Flowable]:
        blip = next(drawing.iter(qn("a:blip")), None)
        extent = next(drawing.iter(qn("wp:extent")), None)
        part = None if blip is None else self._part.related_parts.get(blip.get(qn("r:embed")))
        if part is None or extent is None:
            return
        try:
            with Photo.open(io.BytesIO(part.blob), formats=("PNG", "JPEG", "GIF", "BMP")) as photo:
                if photo.width * photo.height > PHOTO_MAX:
                    return
            wide, tall = (max(int(extent.get(side)), 1) / _EMU for side in ("cx", "cy"))
        except (OSError, ValueError, TypeError, SyntaxError):
            return
        shrunk = min(1.0, largeur / wide, 640 / tall)
        shown = Image(io.BytesIO(part.blob), wide * shrunk, tall * shrunk)
        shown.hAlign = {"center": "CENTER", "right": "RIGHT"}.get(alignement, "LEFT")
        yield shown

    def _table(self, table: Element, largeur: float) -> Iterator[Flowable]:
        columns = [
            max(int(one.get(qn("w:w"), 0)), 1) / TWIPS
            for one in table.iterchildren(qn("w:tblGrid"))
            for one in one
        ]
        rows = list(table.iterchildren(qn("w:tr")))[: self._left]
        self._left -= len(rows)
        if not columns or not rows:
            return
        if len(columns) > _COLONNES_MAX:
            raise ValueError("columns")
        shrunk = min(1.0, largeur / sum(columns))
        widths = [one * shrunk for one in columns]
        grid: list[list[list[Flowable]]] = [[[] for _ in widths] for _ in rows]
        drawn = _Traits(table)
        for line, row in enumerate(rows):
            column = 0
            for cell in row.iter(qn("w:tc")):
                if next(cell.iterancestors(qn("w:tr"))) is not row or column >= len(widths):
                    continue
                span = drawn.cellule(cell, line, column, len(widths))
                room = sum(widths[column : column + span])
                if not drawn.suite(cell):
                    grid[line][column] = list(self.lire(cell, room - 2 * drawn.MARGE))
                column += span
        heights = [_least(row) for row in rows]
        laid = Table(grid, widths, style=drawn.commandes, hAlign="LEFT", splitInRow=1)
        if any(heights):
            laid.wrap(largeur, 1e6)
            natural = laid._rowHeights  # noqa: SLF001 - reportlab has no «at least»
            tall = [max(pair) for pair in zip(natural, heights, strict=True)]
            laid = Table(grid, widths, tall, style=drawn.commandes, hAlign="LEFT")
        yield laid


class _Traits:
    """The rules, tints and joined cells of a table, as reportlab's commands."""

    MARGE = 5

    def __init__(self, table: Element) -> None:
        self._edges = table.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
        style = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
        self._grid = style is not None and "grid" in str(style.get(qn("w:val"), "")).lower()
        self.commandes: list[tuple[object, ...]] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), self.MARGE),
            ("RIGHTPADDING", (0, 0), (-1, -1), self.MARGE),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
        if self._grid:
            self.commandes.append(("GRID", (0, 0), (-1, -1), 0.5, HexColor("#808080")))
        self._begun: dict[int, int] = {}

    @staticmethod
    def suite(cell: Element) -> bool:
        """Tell whether a cell only goes on the one above it."""
        merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        return merged is not None and merged.get(qn("w:val")) != "restart"

    def cellule(self, cell: Element, line: int, column: int, columns: int) -> int:
        """Draw what surrounds a cell; return how many columns it takes."""
        properties = cell.find(qn("w:tcPr"))
        found = None if properties is None else properties.find(qn("w:gridSpan"))
        span = 1 if found is None else max(int(found.get(qn("w:val"), 1)), 1)
        span = min(span, columns - column)
        if self.suite(cell):
            top = self._begun.get(column, line)
        else:
            top = self._begun[column] = line
        here = ((column, top), (column + span - 1, line))
        if span > 1 or top != line:
            self.commandes.append(("SPAN", *here))
        if properties is not None:
            shade = properties.find(qn("w:shd"))
            if shade is not None and (fill := _colour(shade.get(qn("w:fill")))) is not None:
                self.commandes.append(("BACKGROUND", *here, fill))
            self._rules(properties.find(qn("w:tcBorders")), here)
        if self._edges is not None:
            self._rules(self._edges, here)
        return span

    def _rules(self, borders: Element | None, here: tuple[tuple[int, int], tuple[int, int]]) -> None:
        sides = {"top": "LINEABOVE", "bottom": "LINEBELOW", "left": "LINEBEFORE", "right": "LINEAFTER"}
        if borders is None:
            return
        for side, command in sides.items():
            edge = borders.find(qn(f"w:{side}"))
            if edge is not None and edge.get(qn("w:val")) not in (None, "nil", "none"):
                width = min(int(edge.get(qn("w:sz"), 4)) / 8, 6)
                self.commandes.append(
                    (command, *here, width, _colour(edge.get(qn("w:color"))) or HexColor("#000000"))
                )


def _marked(text: str, look: Caractere) -> str:
    """Return a run in reportlab's mark-up, each part in a font that has its letters."""
    polices.italique()
    face = polices.GRASSE if look.gras else polices.ITALIQUE if look.italique else polices.NORMALE
    colour = look.couleur if _colour(look.couleur) is not None else "000000"
    said = []
    for rescued, part in segments(nettoyer(text), polices.principale(), polices.secours):
        lines = "<br/>".join(escape(bidi.visuel(line)) for line in part.split("\n"))
        font = polices.SECOURS if rescued else face
        spaced = lines.replace("  ", "\u00a0 ")
        said.append(f'<font name="{font}" size="{look.taille * ECHELLE}" color="#{colour}">{spaced}</font>')
    whole = "".join(said) if text else ""
    return f"<u>{whole}</u>" if look.souligne and text.strip() else whole


def _colour(text: str | None) -> Color | None:
    return HexColor(f"#{text}") if text and _RRGGBB.fullmatch(text) else None


def _least(row: Element) -> float:
    height = row.find(f"{qn('w:trPr')}/{qn('w:trHeight')}")
    return 0.0 if height is None else min(int(height.get(qn("w:val"), 0)) / TWIPS, 600)


def _inside(element: Element, tag: str) -> Iterator[Element]:
    """Yield the elements of a paragraph, without those of the text boxes it anchors."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _GONE:
            yield from _inside(child, tag)


def _boxes(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag != _FALLBACK:
            yield from _boxes(child)
