"""The frise of ten years: read from the replica, laid out and painted, as when its tab is turned to.

The witness does the same with one item of a graphics scene per mark, the other way Qt offers.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsScene

from bench.table import Figure
from desktop.services.bureau import Bureau
from desktop.views import apparence
from desktop.views.frise import VueFrise, signe
from desktop.views.frise.peintre import mesures
from domain.frise.disposition import dresser
from domain.frise.temps import toute
from tests.builders import un_bureau
from tests.parcours import dix_ans

WIDTH, TIMES = 1006, 30


def measure() -> list[Figure]:
    """Measure on a real encrypted replica; the application exists already."""
    with tempfile.TemporaryDirectory() as name:
        bureau = un_bureau(Path(name))
        dossier = dix_ans(bureau)
        try:
            ours, witness = _turns(lambda: _painted(bureau, dossier), lambda: _scene(bureau, dossier))
            facts = len(bureau.frises.lire(dossier).faits)
        finally:
            bureau.verrouiller()
    return [
        Figure(
            "la frise de dix ans, lue et peinte",
            ours,
            "ms",
            50,
            f"{facts} faits",
            ("en QGraphicsScene", witness),
        )
    ]


def _painted(bureau: Bureau, dossier: str) -> None:
    vue = VueFrise()
    vue.resize(WIDTH, 1)
    vue.montrer(bureau.frises.lire(dossier))
    vue.voir(vue.tout())
    vue.resize(WIDTH, vue.sizeHint().height())
    image = QImage(vue.size(), QImage.Format.Format_RGB32)
    vue.render(image)


def _scene(bureau: Bureau, dossier: str) -> None:
    frise, palette = bureau.frises.lire(dossier), apparence.palette()
    plan = dresser(frise, toute(frise), WIDTH, mesures(frise, WIDTH))
    scene = QGraphicsScene(0, 0, plan.largeur, plan.hauteur)
    for repere in (*plan.annees, *plan.mois):
        scene.addLine(repere.x, 0, repere.x, plan.hauteur)
        scene.addSimpleText(repere.mot).setPos(repere.texte, 0)
    for bande in plan.bandes:
        scene.addSimpleText(bande.piste.nom).setPos(0, bande.y)
    for mark in plan.marques:
        _, niveau = signe(mark.piste.code, mark.etats)
        frame = QRectF(mark.cadre.x, mark.cadre.y, mark.cadre.largeur, mark.cadre.hauteur)
        item = scene.addRect(frame, QColor(palette.encre(niveau)), QColor(palette.lavis(niveau)))
        item.setToolTip(mark.dit)
        if mark.texte is not None:
            scene.addSimpleText(mark.mot).setPos(mark.texte.x, mark.texte.y)
    image = QImage(WIDTH, round(plan.hauteur), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    scene.render(painter)
    painter.end()


def _turns(*works: Callable[[], object]) -> list[float]:
    """Return the median milliseconds of each work, done in turn: what slows the computer slows them all."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(TIMES):
        for work, taken in zip(works, times, strict=True):
            began = time.perf_counter()
            work()
            taken.append((time.perf_counter() - began) * 1000)
    return [statistics.median(taken) for taken in times]
