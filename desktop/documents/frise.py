"""A frise on paper: the drawing across the sheet, then every fact in words, by date."""

import io
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from reportlab.lib.pagesizes import A4, landscape
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageTemplate,
    Spacer,
)

from desktop.documents import polices
from desktop.documents.composition import (
    ETIQUETTE,
    SECONDAIRE,
    TITRE,
    Couleurs,
    Style,
    largeur,
    paragraphes,
)
from desktop.documents.frise_dessin import GRAS, PETIT, SIGNE, Dessin
from desktop.documents.grille import Grille
from desktop.documents.traces import BAS, HAUT, MARGE, Feuilles
from domain.french import long_date, plural, short_date
from domain.frise.disposition import dresser
from domain.frise.faits import Fait, Frise
from domain.frise.plan import Mesures, Plan
from domain.frise.temps import toute
from domain.reglage.nomenclatures import Settings

_LARGE, _HAUTE = landscape(A4)
_LARGEUR: Final = _LARGE - 2 * MARGE
_HAUTEUR: Final = _HAUTE - HAUT - BAS
_ECART: Final = 24.0
_COLONNE: Final = (_LARGEUR - _ECART) / 2
_JOUR: Final = 56.0  # points; the column of the dates
_FAIT: Final = Style(9, 12)
_UTILE: Final = 140.0  # less than that beneath the drawing holds no list worth beginning


def rendre(frise: Frise, settings: Settings, imprime_le: str) -> bytes:
    """Return the PDF of a path, on landscape sheets."""
    polices.principale()
    couleurs = Couleurs(str(settings["departement.couleur"]))
    issuer = f"{settings['departement.nom']} · {settings['departement.service']}"
    titre = f"Parcours de {frise.nom}"
    head = [
        *paragraphes(titre, Style(TITRE.corps, TITRE.interligne, couleurs.accent, gras=True), _LARGEUR),
        *paragraphes(f"Au {long_date(frise.jour.isoformat())} · {issuer}", ETIQUETTE, _LARGEUR),
        Spacer(0, 8),
    ]
    taken = sum(part.wrap(_LARGEUR, _HAUTEUR)[1] for part in head)
    drawing = Dessin(_plan(frise), couleurs, _HAUTEUR - taken)
    out = io.BytesIO()
    template = BaseDocTemplate(
        out,
        pagesize=(_LARGE, _HAUTE),
        title=titre,
        author=str(settings["departement.nom"]),
        creator="Permanence",
        lang="fr-FR",
        invariant=1,
    )
    above = taken + drawing.wrap(_LARGEUR, _HAUTEUR)[1] + 1
    beneath = _HAUTEUR - above
    columns = _columns(beneath) if beneath >= _UTILE else []
    template.addPageTemplates(
        [
            PageTemplate("dessin", [Frame(MARGE, BAS + beneath, _LARGEUR, above, 0, 0, 0, 0), *columns]),
            PageTemplate("suite", _columns(_HAUTEUR)),
        ]
    )
    flow = [*head, drawing, NextPageTemplate("suite"), FrameBreak(), *_list(frise, couleurs)]
    foot = f"{titre} · imprimé le {imprime_le}"
    template.build(flow, canvasmaker=type("_Feuilles", (Feuilles,), {"pied": foot}))
    return out.getvalue()


def _columns(height: float) -> list[Frame]:
    return [Frame(left, BAS, _COLONNE, height, 0, 0, 0, 0) for left in (MARGE, MARGE + _COLONNE + _ECART)]


def _plan(frise: Frise) -> Plan:
    names = max((largeur(piste.nom, GRAS) for piste in frise.pistes), default=0)
    line = PETIT.interligne
    measured = Mesures(_largeur, lambda _: line, line, SIGNE, names + 10, air=4, nues=True)
    return dresser(frise, toute(frise), _LARGEUR, measured)


def _largeur(word: str) -> float:
    return largeur(word, PETIT)


def _list(frise: Frise, couleurs: Couleurs) -> Iterator[Flowable]:
    """Yield every fact in the order of time, year by year, as one reads a path."""
    year_style = Style(10.5, 15, couleurs.accent, gras=True)
    for year, facts in groupby(frise.faits, key=lambda one: one[1].debut.year):
        yield CondPageBreak(40)
        yield Grille([paragraphes(str(year), year_style, _COLONNE)], [_COLONNE], avant=5, apres=1)
        for _, fait in facts:
            day = paragraphes(short_date(fait.debut.isoformat()), Style(9, 12, SECONDAIRE), _JOUR)
            words = paragraphes(f"{fait.phrase}{_suite(fait)}", _FAIT, _COLONNE - _JOUR)
            yield Grille([day, words], [_JOUR, _COLONNE - _JOUR], ecart=0, apres=1.5)
    if frise.sans_date:
        undated = plural(frise.sans_date, "fait sans date n’y est pas", "faits sans date n’y sont pas")
        yield Grille([paragraphes(f"{undated}.", ETIQUETTE, _COLONNE)], [_COLONNE], avant=8)


def _suite(fait: Fait) -> str:
    if fait.fin is None:
        return ", en cours"
    if fait.fin != fait.debut:
        return f", jusqu’au {long_date(fait.fin.isoformat())}"
    return f", à {fait.heure}" if fait.heure else ""
