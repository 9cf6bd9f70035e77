"""The PDF of a document: A4, embedded fonts, one accent colour, nothing but lines and space.

Drawing a CER must take at most 40 ms: text never goes through reportlab's mark-up parser, fonts
are read once, and each block is measured once, by the grid that will draw it.
"""

import io
from collections.abc import Sequence
from typing import Final

from reportlab.lib.pagesizes import A4
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageBreak, PageTemplate

from desktop.documents import polices
from desktop.documents.blocs import Document, Signatures, textes
from desktop.documents.caracteres import absents
from desktop.documents.composition import ETIQUETTE, Couleurs, largeur
from desktop.documents.dessin import DENSITES, Densite, Dessin
from desktop.documents.grille import Grille
from desktop.documents.traces import BAS, HAUT, LARGEUR, MARGE, QR, Feuilles

_HEIGHT: Final = A4[1] - HAUT - BAS
# A text this many times too tall fits at no density: do not try.
_WORTH: Final = 1.3


def rendre(document: Document) -> bytes:
    """Return the PDF. Never refuses a text: what no font can draw becomes a visible word."""
    polices.principale()
    out = io.BytesIO()
    template = BaseDocTemplate(
        out,
        pagesize=A4,
        title=document.titre,
        author=document.auteur,
        subject=document.sujet,
        creator="Permanence",
        lang=document.langue,
        invariant=1,
    )
    template.addPageTemplates(PageTemplate("page", [Frame(MARGE, BAS, LARGEUR, _HEIGHT, 0, 0, 0, 0)]))
    template.build(_flow(document), canvasmaker=_canvas(document))
    return out.getvalue()


def caracteres_absents(document: Document) -> tuple[str, ...]:
    """List the characters of the document that the PDF shows as a bracketed word."""
    texte = "".join(textes(document.blocs))
    return absents(texte, polices.principale(), polices.secours)


def _flow(document: Document) -> list[Flowable]:
    """Lay the blocks out, tighter where that alone spares a page.

    A signature alone on a second page gets lost. But a text too long for that stays airy: it has
    its pages anyway. Measuring costs a third of drawing, and what is measured is kept.
    """
    airy, *tighter = DENSITES
    flow = _laid(document, airy)
    tallest = _tallest(flow)
    if _HEIGHT < tallest < _HEIGHT * _WORTH:
        for density in tighter:
            candidate = _laid(document, density)
            if _tallest(candidate) <= _HEIGHT:
                return candidate
    return flow


def _laid(document: Document, densite: Densite) -> list[Flowable]:
    dessin = Dessin(densite, Couleurs(document.couleur), reserve=QR if document.code else 0)
    flow: list[Flowable] = []
    last: list[Flowable] = []
    for bloc in document.blocs:
        drawn = list(dessin.dessiner(bloc))
        if isinstance(bloc, Signatures):  # what is signed for stays on the page of the signatures
            flow.insert(len(flow) - len(last), CondPageBreak(_tallest([*last, *drawn])))
        flow += drawn
        last = drawn
    return flow


def _tallest(flow: Sequence[Flowable]) -> float:
    """Return the height in points of the fullest page, were each side of the sheet one page."""
    sides = [0.0]
    for flowable in flow:
        if isinstance(flowable, PageBreak):
            sides.append(0.0)
        elif isinstance(flowable, Grille):
            sides[-1] += flowable.wrap(LARGEUR, 0)[1]
    return max(sides)


def _canvas(document: Document) -> type[Feuilles]:
    """Return a class of canvas that knows the foot: reportlab builds the canvas itself."""
    return type(
        "_Feuilles",
        (Feuilles,),
        {"pied": _foot(document), "code": document.code, "remplissable": document.remplissable},
    )


def _foot(document: Document) -> str:
    room = LARGEUR * (0.38 if document.code else 0.8)
    pied = document.pied
    while pied and largeur(pied, ETIQUETTE) > room:
        pied = f"{pied[:-2].rstrip()}…"
    return pied
