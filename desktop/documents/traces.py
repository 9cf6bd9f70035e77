"""What is drawn rather than written: ruled lines, tick boxes, places to sign, page numbers, QR."""

from typing import Any, Final

import segno
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from desktop.documents.composition import (
    BLANC,
    ETIQUETTE,
    TEXTE,
    Couleurs,
    Style,
    ecrire,
    largeur,
)
from domain.accord import trace
from domain.accord.trace import Trait

MARGE: Final = 17 * mm
LARGEUR: Final = A4[0] - 2 * MARGE
LIGNE: Final = HexColor("#8FA6B2")  # light enough to write over, dark enough to photocopy
HAUT: Final = 13 * mm
BAS: Final = 17 * mm
QR: Final = 17 * mm
_SIDES: Final = 2  # the QR stands on both sides of the sheet, whose blocks leave it room
ENCRE: Final = HexColor("#1B2A6B")  # the blue of a pen, told from the print in black and white too
CODE: Final = Style(9, 11, TEXTE, gras=True)
_FIELD: Final = {"x": 0, "relative": True, "fillColor": BLANC, "borderColor": LIGNE, "borderWidth": 0.5}
# A field is written in the one font that every reader has: ours would have to hold what is not typed yet.
_CHAMP: Final = {**_FIELD, "fontName": "Helvetica", "fontSize": 10, "textColor": ENCRE, "maxlen": 8_000}
_COCHE: Final = {**_FIELD, "buttonStyle": "check", "textColor": ENCRE}


class Reglures(Flowable):  # type: ignore[misc]
    """``nombre`` ruled lines to write on, ``pas`` points apart.

    On a page that is filled in on a screen they are a field; two of the same ``champ`` say the same.
    """

    def __init__(self, nombre: int, pas: float, champ: str) -> None:
        super().__init__()
        self.nombre, self.pas, self.champ = nombre, pas, champ

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return the size in points."""
        del available_height
        self.width, self.height = available_width, self.nombre * self.pas
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines, the last one at the foot of the block; or the field in their place."""
        if self.canv.remplissable:
            self.canv.acroForm.textfield(
                name=self.champ,
                tooltip=self.champ,
                height=self.height - 3,
                width=self.width,
                y=1,
                fieldFlags="multiline" if self.nombre > 1 else "",
                **_CHAMP,
            )
            return
        self.canv.setStrokeColor(LIGNE)
        self.canv.setLineWidth(0.7)
        for rank in range(self.nombre):
            self.canv.line(0, rank * self.pas + 1, self.width, rank * self.pas + 1)


class Coche(Flowable):  # type: ignore[misc]
    """A tick box, ticked or not, as tall as the line of text beside it."""

    def __init__(self, couleurs: Couleurs, champ: str, *, cochee: bool, hauteur: float) -> None:
        super().__init__()
        self.accent = couleurs.accent
        self.champ, self.cochee, self.hauteur = champ, cochee, hauteur

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return the size in points."""
        del available_width, available_height
        self.width, self.height = 10, self.hauteur
        return self.width, self.height

    def draw(self) -> None:
        """Draw the box on the text's x-height, and the tick."""
        canvas, foot = self.canv, self.hauteur - 12
        if canvas.remplissable:
            canvas.acroForm.checkbox(
                name=self.champ, tooltip=self.champ, y=foot, size=10, checked=self.cochee, **_COCHE
            )
            return
        canvas.setStrokeColor(self.accent if self.cochee else TEXTE)
        canvas.setFillColor(self.accent if self.cochee else BLANC)
        canvas.setLineWidth(0.9)
        canvas.roundRect(0, foot, 9.5, 9.5, 1.5, stroke=1, fill=1)
        if self.cochee:
            canvas.setStrokeColor(BLANC)
            canvas.setLineWidth(1.5)
            canvas.lines([(2, foot + 4.6, 4.1, foot + 2.6), (4.1, foot + 2.6, 7.6, foot + 7)])


class Emplacement(Flowable):  # type: ignore[misc]
    """A place to sign in, empty or with the signature that was drawn on a screen."""

    def __init__(self, hauteur: float, couleurs: Couleurs, traits: tuple[Trait, ...] = ()) -> None:
        super().__init__()
        self.filet = couleurs.filet
        self.hauteur = hauteur
        self.traits = traits

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return the size in points."""
        del available_height
        self.width, self.height = available_width, self.hauteur
        return self.width, self.height

    def draw(self) -> None:
        """Draw the frame."""
        self.canv.setStrokeColor(self.filet)
        self.canv.setLineWidth(0.8)
        self.canv.roundRect(0, 1, self.width, self.hauteur - 4, 4, stroke=1, fill=0)
        self._sign()

    def _sign(self) -> None:
        """Draw the signature as large as the place allows, its proportions kept."""
        scale = min((self.width - 8) / trace.LARGEUR, (self.hauteur - 10) / trace.HAUTEUR)
        left, top = (self.width - scale * trace.LARGEUR) / 2, self.hauteur - 6
        path = self.canv.beginPath()
        for trait in self.traits:
            points = [(left + scale * x, top - scale * y) for x, y in trait]
            path.moveTo(*points[0])
            for point in points[1:] or points:
                path.lineTo(*point)
        self.canv.setStrokeColor(ENCRE)
        self.canv.setLineWidth(1.1)
        self.canv.setLineCap(1)
        self.canv.setLineJoin(1)
        self.canv.drawPath(path, stroke=1, fill=0)


class Feuilles(Canvas):  # type: ignore[misc]
    """A canvas that keeps its pages until it knows how many there are: «Page 1 sur 2»."""

    pied: str = ""
    code: str = ""
    remplissable: bool = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - reportlab's own
        super().__init__(*args, **kwargs)
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's own
        """Keep the page instead of writing it."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every page with its foot, then the file."""
        kept = self._kept
        for rank, state in enumerate(kept, 1):
            self.__dict__.update(state)
            self._foot(f"Page {rank} sur {len(kept)}")
            if self.code and rank <= _SIDES:
                dessiner_qr(self, self.code, A4[0] - MARGE - QR, A4[1] - HAUT - QR)
            super().showPage()
        super().save()

    def _foot(self, number: str) -> None:
        y, width = 10 * mm, self._pagesize[0]
        ecrire(self, number, ETIQUETTE, width - MARGE - largeur(number, ETIQUETTE), y)
        ecrire(self, self.pied, ETIQUETTE, MARGE, y)
        if self.code:
            ecrire(self, self.code, CODE, (width - largeur(self.code, CODE)) / 2, y)


def dessiner_qr(canvas: Canvas, texte: str, x: float, y: float) -> None:
    """Draw a QR code of :data:`QR` points as one vector path, error correction M (15 %)."""
    matrix = segno.make(texte, error="m", micro=False).matrix
    module = QR / len(matrix)
    path = canvas.beginPath()
    for row, line in enumerate(matrix):
        start = None
        for column, dark in enumerate([*line, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                path.rect(x + start * module, y + QR - (row + 1) * module, (column - start) * module, module)
                start = None
    canvas.setFillColor(TEXTE)
    canvas.drawPath(path, stroke=0, fill=1)
