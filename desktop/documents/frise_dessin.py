"""The drawing of a frise on paper, told apart by shape and not by colour: many print in black and white.

Full: it holds or was held; hollow: to come, or not decided; crossed: missed, refused, suspended.
"""

from typing import Final

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from desktop.documents.composition import BLANC, ETIQUETTE, TEXTE, Couleurs, Style, ecrire, largeur
from desktop.documents.traces import LIGNE
from domain.frise.faits import Forme
from domain.frise.plan import AUJOURD_HUI, Cadre, Marque, Plan

SIGNE: Final = 8.0  # points
PETIT: Final = Style(7.5, 9.5)
GRAS: Final = Style(8.5, 10.5, gras=True)
_LEGENDE: Final = (
    (Forme.PLEIN, "en vigueur, tenu"),
    (Forme.CREUX, "à venir, non décidé"),
    (Forme.BARRE, "manqué, refusé, suspendu"),
)


class Dessin(Flowable):  # type: ignore[misc]
    """The drawing and its legend, made smaller if the sheet is not high enough for its lanes."""

    def __init__(self, plan: Plan, couleurs: Couleurs, place: float) -> None:
        super().__init__()
        self.plan, self.couleurs = plan, couleurs
        self.total = plan.hauteur + 2 * PETIT.interligne
        self.reduction = min(1.0, place / self.total)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return the size in points."""
        del available_height
        self.width, self.height = available_width, self.total * self.reduction
        return self.width, self.height

    def draw(self) -> None:
        """Draw from the top: y grows downwards in a plan."""
        canvas = self.canv
        canvas.saveState()
        canvas.scale(self.reduction, self.reduction)
        canvas.translate(0, self.total)
        self._axis(canvas)
        for marque in self.plan.marques:
            if marque.visible:
                self._mark(canvas, marque)
        self._today(canvas)
        self._legend(canvas)
        canvas.restoreState()

    def _axis(self, canvas: Canvas) -> None:
        plan = self.plan
        canvas.setLineWidth(0.5)
        canvas.setStrokeColor(self.couleurs.filet)
        for repere in plan.annees:
            if repere.x >= plan.gauche:
                canvas.line(repere.x, 0, repere.x, -plan.hauteur)
            ecrire(canvas, repere.mot, GRAS, repere.texte + 3, -PETIT.interligne)
        for repere in plan.mois:
            ecrire(canvas, repere.mot, ETIQUETTE, repere.texte + 3, -plan.entete / 2 - PETIT.interligne)
        for bande in plan.bandes:
            canvas.line(0, -bande.y, plan.largeur, -bande.y)
            ecrire(canvas, bande.piste.nom, GRAS, 0, -bande.y - bande.hauteur / 2 - 3)

    def _today(self, canvas: Canvas) -> None:
        plan, frame = self.plan, self.plan.cadre_aujourd_hui
        if plan.aujourd_hui is None or frame is None:
            return
        canvas.setStrokeColor(self.couleurs.accent)
        canvas.setLineWidth(1.4)
        canvas.line(plan.aujourd_hui, -frame.y - frame.hauteur, plan.aujourd_hui, -plan.hauteur)
        _box(canvas, frame, 3, self.couleurs.accent, stroke=0)
        words = Style(PETIT.corps, PETIT.interligne, BLANC)
        ecrire(canvas, AUJOURD_HUI, words, frame.x + 4, -frame.y - frame.hauteur + 3.5)

    def _mark(self, canvas: Canvas, marque: Marque) -> None:
        forme, frame = marque.forme, marque.cadre
        canvas.setLineWidth(0.8)
        canvas.setStrokeColor(TEXTE if forme is Forme.BARRE else self.couleurs.accent)
        if marque.piste.ponctuelle:
            if marque.texte is not None:
                _box(canvas, frame, frame.hauteur / 2, self.couleurs.pale)
            if marque.signe is not None:
                _sign(canvas, marque.signe, forme, self.couleurs)
        else:
            canvas.setDash(*([2, 2] if forme is Forme.CREUX else []))
            _box(canvas, frame, 2, self.couleurs.pale if forme is Forme.PLEIN else BLANC)
            canvas.setDash()
            if forme is Forme.BARRE:
                _hatch(canvas, frame)
        if marque.texte is not None:
            if forme is Forme.BARRE and not marque.piste.ponctuelle:
                _ground(canvas, marque.texte)
            foot = marque.texte.y + marque.texte.hauteur / 2 + PETIT.corps * 0.35
            ecrire(canvas, marque.mot, PETIT, marque.texte.x, -foot)

    def _legend(self, canvas: Canvas) -> None:
        x, y = 0.0, self.plan.hauteur + PETIT.interligne * 0.7
        for forme, words in _LEGENDE:
            canvas.setStrokeColor(TEXTE if forme is Forme.BARRE else self.couleurs.accent)
            _sign(canvas, Cadre(x, y, SIGNE, SIGNE), forme, self.couleurs)
            ecrire(canvas, words, ETIQUETTE, x + SIGNE + 4, -y - SIGNE + 1)
            x += SIGNE + 4 + largeur(words, ETIQUETTE) + 18


def _box(canvas: Canvas, frame: Cadre, radius: float, colour: Color, stroke: int = 1) -> None:
    canvas.setFillColor(colour)
    radius = min(radius, frame.largeur / 2)
    canvas.roundRect(
        frame.x, -frame.y - frame.hauteur, frame.largeur, frame.hauteur, radius, stroke=stroke, fill=1
    )


def _sign(canvas: Canvas, frame: Cadre, forme: Forme, couleurs: Couleurs) -> None:
    """Draw a disc, a ring, or a cross."""
    half = frame.largeur / 2
    x, y = frame.x + half, -frame.y - half
    canvas.setLineWidth(1.2)
    if forme is Forme.BARRE:
        reach = half * 0.75
        canvas.lines(
            [(x - reach, y - reach, x + reach, y + reach), (x - reach, y + reach, x + reach, y - reach)]
        )
        return
    canvas.setFillColor(couleurs.accent if forme is Forme.PLEIN else BLANC)
    canvas.circle(x, y, half * 0.85, stroke=1, fill=1)


def _hatch(canvas: Canvas, frame: Cadre) -> None:
    """Cross a bar out with thin slanted lines, kept inside it."""
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(frame.x, -frame.y - frame.hauteur, frame.largeur, frame.hauteur)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setStrokeColor(LIGNE)
    canvas.setLineWidth(0.5)
    left = frame.x - frame.hauteur
    while left < frame.x + frame.largeur:
        canvas.line(left, -frame.y - frame.hauteur, left + frame.hauteur, -frame.y)
        left += 4
    canvas.restoreState()


def _ground(canvas: Canvas, frame: Cadre) -> None:
    """Clear the ground of a word written on a hatched bar."""
    canvas.setFillColor(BLANC)
    canvas.rect(
        frame.x - 2, -frame.y - frame.hauteur + 1.5, frame.largeur + 4, frame.hauteur - 3, stroke=0, fill=1
    )
