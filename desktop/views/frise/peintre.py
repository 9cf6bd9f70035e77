"""Paints a frise that is laid out already: ground, axis, marks, today, and what has the keyboard."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from desktop.views import apparence, icones, typo
from desktop.views.frise.signes import signe
from desktop.views.typo import Taille
from domain.frise.faits import Forme, Frise
from domain.frise.plan import AUJOURD_HUI, Bande, Cadre, Marque, Mesures, Plan

_RAYON = 6.0
_GAUCHE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NOM = _GAUCHE | Qt.TextFlag.TextWordWrap
_CENTRE = Qt.AlignmentFlag.AlignCenter
_RETRAIT = 12.0
_PART = 0.15  # of the width, that names may take without breaking


def mesures(frise: Frise, largeur: float) -> Mesures:
    """Return what the type in force measures; names break over lines where they would take much room."""
    scale = apparence.echelle()
    small, bold = QFontMetricsF(_petit()), QFontMetricsF(_petit(gras=True))
    names = [bold.horizontalAdvance(piste.nom) for piste in frise.pistes]
    words = [bold.horizontalAdvance(word) for piste in frise.pistes for word in piste.nom.split()]
    room = max(*words, min(max(names), largeur * _PART)) if names else 0.0

    def height(nom: str) -> float:
        return bold.boundingRect(QRectF(0, 0, room + 1, 1000), int(_NOM), nom).height()

    return Mesures(
        largeur=small.horizontalAdvance,
        nom=height,
        ligne=small.height(),
        signe=round(16 * scale / 100),
        gauche=room + 1 + _RETRAIT,
    )


class Peintre:
    """One painting of one plan."""

    def __init__(self, painter: QPainter, plan: Plan) -> None:
        self.painter, self.plan = painter, plan
        self.palette = apparence.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def peindre(self, survolee: Marque | None, courante: Marque | None) -> None:
        """Paint everything; ``courante`` has the keyboard."""
        painter, plan = self.painter, self.plan
        for bande in plan.bandes:
            self._name(bande)
        painter.setClipRect(QRectF(plan.gauche, 0, plan.largeur - plan.gauche, plan.hauteur))
        self._axis()
        for points in (False, True):
            for marque in plan.marques:
                if marque.visible and marque.piste.ponctuelle is points:
                    self._mark(marque, survolee=marque is survolee)
            if not points:
                self._today()  # over what it cuts, under what stands on it
        if courante is not None and courante.visible:
            self._ring(courante)

    def _name(self, bande: Bande) -> None:
        painter = self.painter
        painter.setPen(QPen(QColor(self.palette.trait), 1))
        painter.drawLine(QPointF(0, bande.y), QPointF(self.plan.largeur, bande.y))
        painter.setFont(_petit(gras=True))
        painter.setPen(QColor(self.palette.texte))
        place = QRectF(0, bande.y, self.plan.gauche - _RETRAIT, bande.hauteur)
        painter.drawText(place, int(_NOM), bande.piste.nom)

    def _axis(self) -> None:
        painter, plan = self.painter, self.plan
        half = plan.entete / 2
        for reperes, top in ((plan.mois, half), (plan.annees, 0.0)):
            years = reperes is plan.annees
            painter.setFont(_petit(gras=years))
            for repere in reperes:
                painter.setPen(QPen(QColor(self.palette.trait), 1))
                line = top if years else top + half * 0.3  # a month begins beneath the names of the years
                painter.drawLine(QPointF(repere.x, line), QPointF(repere.x, plan.hauteur))
                painter.setPen(QColor(self.palette.texte if years else self.palette.texte_doux))
                painter.drawText(QRectF(repere.texte + _RAYON, top, 200, half), int(_GAUCHE), repere.mot)

    def _today(self) -> None:
        painter, plan, frame = self.painter, self.plan, self.plan.cadre_aujourd_hui
        if plan.aujourd_hui is None or frame is None:
            return
        accent = QColor(self.palette.accent)
        painter.setPen(QPen(accent, 2))
        painter.drawLine(QPointF(plan.aujourd_hui, frame.y), QPointF(plan.aujourd_hui, plan.hauteur))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawRoundedRect(_rect(frame), _RAYON, _RAYON)
        painter.setFont(_petit())
        painter.setPen(QColor(self.palette.sur_accent))
        painter.drawText(_rect(frame), int(_CENTRE), AUJOURD_HUI)

    def _mark(self, marque: Marque, *, survolee: bool) -> None:
        painter = self.painter
        icon, niveau = signe(marque.piste.code, marque.etats)
        ink, wash = QColor(self.palette.encre(niveau)), QColor(self.palette.lavis(niveau))
        forme = marque.forme
        path = _outline(marque)
        painter.fillPath(path, QColor(self.palette.surface) if forme is Forme.CREUX else wash)
        if forme is Forme.BARRE and not marque.piste.ponctuelle:
            hatch = QColor(ink)
            hatch.setAlpha(40)
            painter.fillPath(path, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
        edge = QColor(ink)
        edge.setAlpha(255 if survolee or forme is Forme.CREUX else 120)
        dashed = Qt.PenStyle.DashLine if forme is Forme.CREUX else Qt.PenStyle.SolidLine
        painter.setPen(QPen(edge, 1.5 if survolee else 1, dashed))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        if marque.signe is not None:
            icones.icone(icon, niveau.value).paint(painter, _rect(marque.signe).toRect())
        if marque.texte is not None:
            painter.setFont(_petit())
            painter.setPen(ink)
            painter.drawText(_rect(marque.texte).adjusted(0, 0, 2, 0), int(_GAUCHE), marque.mot)

    def _ring(self, marque: Marque) -> None:
        painter = self.painter
        painter.setPen(QPen(QColor(self.palette.accent), 2.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(_rect(marque.cadre).adjusted(-3, -3, 3, 3), _RAYON + 3, _RAYON + 3)


def _outline(marque: Marque) -> QPainterPath:
    """Return the shape of a mark: round for a day, a bar for a period."""
    frame, path = _rect(marque.cadre), QPainterPath()
    radius = frame.height() / 2 if marque.piste.ponctuelle else min(_RAYON, frame.width() / 2)
    path.addRoundedRect(frame, radius, radius)
    return path


def _rect(cadre: Cadre) -> QRectF:
    return QRectF(cadre.x, cadre.y, cadre.largeur, cadre.hauteur)


def _petit(*, gras: bool = False) -> QFont:
    return typo.police(Taille.PETIT, apparence.echelle(), gras=gras)
