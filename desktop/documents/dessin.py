"""Each block as flowables of the page: titles in a narrow margin, text beside them.

Lines of about seventy characters: the eye finds a rubric at arm's length, then reads at ease.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, assert_never

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import CondPageBreak, Flowable, Image, PageBreak, Spacer

from desktop.documents.blocs import (
    Bloc,
    Cadre,
    Case,
    Decision,
    Entete,
    Fiche,
    Mention,
    Objectifs,
    Paire,
    Rubrique,
    Signatures,
    Verso,
)
from desktop.documents.composition import (
    ETIQUETTE,
    MENTION,
    TITRE,
    Couleurs,
    Style,
    largeur,
    paragraphes,
)
from desktop.documents.grille import Grille
from desktop.documents.traces import LARGEUR, Coche, Emplacement, Reglures

TITRES: Final = 37 * mm
ECART: Final = 6 * mm
TEXTES: Final = LARGEUR - TITRES - ECART
_COLONNES = 3
_COCHE = 16.0  # points; a tick box and the space before its words


@dataclass(frozen=True)
class Densite:
    """How tightly a page is set, in points: text size and leading, air, ruled lines, signatures."""

    corps: float
    interligne: float
    air: float
    ligne: float
    signature: float

    @property
    def texte(self) -> Style:
        """Return the style of running text."""
        return Style(self.corps, self.interligne)

    @property
    def fort(self) -> Style:
        """Return the style of values and names."""
        return Style(self.corps, self.interligne - 0.6, gras=True)

    def rubrique(self, couleurs: Couleurs) -> Style:
        """Return the style of the titles in the margin."""
        return Style(self.corps + 0.5, self.interligne, couleurs.accent, gras=True)


# The last is the smallest that stays legible at arm's length.
DENSITES: Final = (
    Densite(10.5, 14.4, 7, 8.6 * mm, 23 * mm),
    Densite(10.5, 13.6, 4.5, 7.8 * mm, 19 * mm),
    Densite(10, 12.6, 3.5, 7 * mm, 16 * mm),
)


class Dessin:
    """Draws blocks at one density. ``reserve``: width kept free for the QR beside the letterhead."""

    def __init__(self, densite: Densite, couleurs: Couleurs, reserve: float) -> None:
        self.densite = densite
        self.couleurs = couleurs
        self.rubrique = densite.rubrique(couleurs)
        self.reserve = reserve
        self._filet = True  # a rule right under a tinted panel would be one line too many

    def dessiner(self, bloc: Bloc) -> Iterator[Flowable]:
        """Yield the flowables of one block."""
        match bloc:
            case Entete():
                yield from self._entete(bloc)
            case Mention():
                yield Grille(
                    [paragraphes(bloc.texte, MENTION, LARGEUR)], [LARGEUR], avant=self.densite.air, apres=6
                )
            case Fiche():
                yield self._fiche(bloc.paires)
            case Rubrique():
                yield self._rubrique(bloc)
            case Objectifs():
                yield from self._objectifs(bloc)
            case Signatures():
                yield self._signatures(bloc)
            case Decision():
                yield from self._decision(bloc)
            case Verso():
                yield from self._verso(bloc)
            case _ as never:
                assert_never(never)

    def _entete(self, bloc: Entete) -> Iterator[Flowable]:
        width = LARGEUR - self.reserve
        left = width * 0.6
        image = _logo(bloc.logo) if bloc.logo else None
        name: list[Flowable] = [image, Spacer(0, 3)] if image else []
        name += paragraphes(bloc.departement, self.densite.fort, left)
        name += paragraphes(bloc.service, ETIQUETTE, left)
        right = width - left - ECART
        where = paragraphes("\n".join(bloc.coordonnees), replace(ETIQUETTE, droite=not self.reserve), right)
        yield Grille([name, where], [left, right], ecart=ECART)
        title = replace(TITRE, couleur=self.couleurs.accent)
        yield Grille([paragraphes(bloc.titre, title, LARGEUR)], [LARGEUR], avant=self.densite.air + 7)
        etat = replace(self.densite.fort, couleur=self.couleurs.accent) if bloc.marque else self.densite.texte
        half = (LARGEUR - ECART) / 2
        yield Grille(
            [
                paragraphes(bloc.repere, self.densite.fort, half),
                paragraphes(bloc.etat, replace(etat, droite=True), half) if bloc.etat else [],
            ],
            [half, half],
            ecart=ECART,
            avant=1,
        )

    def _verso(self, bloc: Verso) -> Iterator[Flowable]:
        yield PageBreak()
        width = LARGEUR - self.reserve - ECART
        third = (width - (_COLONNES - 1) * ECART) / _COLONNES
        title = paragraphes(bloc.titre, self.rubrique, width)
        yield Grille(
            [[*title, self._row(bloc.paires, third, avant=4)], [Spacer(0, self.reserve)]],
            [width, self.reserve],
        )
        self._filet = False

    def _fiche(self, paires: Sequence[Paire]) -> Flowable:
        margin = 9.0
        inner = LARGEUR - 2 * margin
        third = (inner - (_COLONNES - 1) * ECART) / _COLONNES
        rows: list[list[Paire]] = [[]]
        for paire in paires:
            if sum(held.largeur for held in rows[-1]) + paire.largeur > _COLONNES:
                rows.append([])
            rows[-1].append(paire)
        self._filet = False
        lines = [
            self._row(row, third, avant=0 if row is rows[0] else max(self.densite.air - 2, 4)) for row in rows
        ]
        return Grille([lines], [inner], avant=8, apres=9, marge=margin, fond=self.couleurs.pale)

    def _row(self, paires: Sequence[Paire], third: float, avant: float) -> Grille:
        columns: list[list[Flowable]] = []
        widths: list[float] = []
        for paire in paires:
            width = third * paire.largeur + ECART * (paire.largeur - 1)
            empty = paire.valeur is None
            columns.append(paragraphes(paire.label, ETIQUETTE, width))
            columns[-1] += (
                [Reglures(1, 5.4 * mm, paire.label)]
                if empty
                else paragraphes(paire.valeur or "", self.densite.fort, width)
            )
            widths.append(width)
        return Grille(columns, widths, ecart=ECART, avant=avant)

    def _beside(self, titre: str, contents: Sequence[Flowable], *, ensemble: bool = False) -> Grille:
        """Set ``contents`` beside a title that stands in the margin, under a hairline."""
        title = paragraphes(titre, self.rubrique, TITRES)
        filet, self._filet = self.couleurs.filet if self._filet else None, True
        return Grille(
            [title, contents],
            [TITRES, TEXTES],
            ecart=ECART,
            avant=self.densite.air,
            apres=self.densite.air,
            filet=filet,
            suite=[
                *paragraphes(titre, self.rubrique, TITRES),
                *paragraphes("(suite)", ETIQUETTE, TITRES),
            ],
            ensemble=ensemble,
        )

    def _rubrique(self, bloc: Rubrique) -> Flowable:
        contents: list[Flowable] = paragraphes(bloc.texte, self.densite.texte, TEXTES) if bloc.texte else []
        if bloc.lignes:
            contents.append(Reglures(bloc.lignes, self.densite.ligne, bloc.titre))
        if bloc.lignes and bloc.cases:
            contents.append(Spacer(0, 5))
        contents += self._cases(bloc.cases)
        drawn = self._beside(bloc.titre, contents, ensemble=bool(bloc.lignes or bloc.cases))
        self._filet = not bloc.lignes or bool(bloc.cases)
        return drawn

    def _cases(self, cases: Sequence[Case]) -> list[Flowable]:
        """Set short choices side by side, as many as the longest allows."""
        longest = max((largeur(case.label, self.densite.fort) for case in cases), default=0) + _COCHE
        columns = max(1, min(len(cases), int((TEXTES + ECART) / (longest + ECART))))
        width = (TEXTES - ECART * (columns - 1)) / columns
        drawn = [self._case(case, width) for case in cases]
        rows = [drawn[start : start + columns] for start in range(0, len(drawn), columns)]
        return [Grille([[case] for case in row], [width] * len(row), ecart=ECART) for row in rows]

    def _case(self, case: Case, width: float) -> Grille:
        style = self.densite.fort if case.cochee else self.densite.texte
        words = paragraphes(case.label, style, width - _COCHE)
        return Grille(
            [[Coche(self.couleurs, case.label, cochee=case.cochee, hauteur=style.interligne)], words],
            [10, width - _COCHE],
            ecart=6,
        )

    def _objectifs(self, bloc: Objectifs) -> Iterator[Flowable]:
        half = (TEXTES - ECART) / 2
        widths = [TITRES, half, half]
        head = [paragraphes(bloc.titre, self.rubrique, TITRES)]
        small = Style(9.5, self.densite.interligne, self.couleurs.accent, gras=True)
        head += [paragraphes(label, small, half) for label in bloc.colonnes[1:]]
        yield CondPageBreak(90)
        filet, self._filet = self.couleurs.filet if self._filet else None, True
        yield Grille(head, widths, ecart=ECART, avant=self.densite.air, filet=filet)
        for rank, objectif in enumerate(bloc.objectifs, 1):
            theme: list[Flowable] = paragraphes(f"{rank}. {objectif.theme}", self.densite.fort, TITRES)
            due = paragraphes(objectif.echeance, ETIQUETTE, TITRES) if objectif.echeance else []
            if bloc.lignes:  # the theme and the day too are written by hand
                theme += [Reglures(2, self.densite.ligne * 0.85, f"{bloc.titre} {rank}"), Spacer(0, 7)]
                due.append(Reglures(1, 5.4 * mm, f"{bloc.titre} {rank}, {objectif.echeance}"))
            cells = [
                [Reglures(bloc.lignes, self.densite.ligne, f"{bloc.titre} {rank}, {label}")]
                if bloc.lignes
                else paragraphes(texte, self.densite.texte, half)
                for label, texte in zip(
                    bloc.colonnes[1:], (objectif.personne, objectif.referent), strict=True
                )
            ]
            yield Grille(
                [[*theme, *due], *cells],
                widths,
                ecart=ECART,
                avant=self.densite.air - 2,
                apres=self.densite.air - 2,
                filet=self.couleurs.filet if rank > 1 and not bloc.lignes else None,
                suite=[
                    *paragraphes(f"{rank}. {objectif.theme}", self.densite.fort, TITRES),
                    *paragraphes("(suite)", ETIQUETTE, TITRES),
                ],
                ensemble=bool(bloc.lignes),
            )
        self._filet = not bloc.lignes

    def _cadre(self, cadre: Cadre, width: float) -> list[Flowable]:
        title = paragraphes(cadre.titre, self.densite.fort, width) if cadre.titre else []
        name = paragraphes(cadre.nom, ETIQUETTE, width) if cadre.nom else []
        return [*title, *name, Spacer(0, 3), Emplacement(self.densite.signature, self.couleurs, cadre.traits)]

    def _signatures(self, bloc: Signatures) -> Flowable:
        count = len(bloc.cadres)
        width = (TEXTES - ECART * (count - 1)) / count
        boxes = Grille(
            [self._cadre(cadre, width) for cadre in bloc.cadres], [width] * count, ecart=ECART, avant=4
        )
        made = paragraphes(bloc.lieu_date, self.densite.texte, TEXTES)
        return self._beside(bloc.titre, [*made, boxes], ensemble=True)

    def _decision(self, bloc: Decision) -> Iterator[Flowable]:
        contents: list[Flowable] = paragraphes(
            bloc.verdict, Style(13, 17, self.couleurs.accent, gras=True), TEXTES
        )
        label = 34 * mm
        contents += [
            Grille(
                [
                    paragraphes(
                        paire.label, replace(ETIQUETTE, interligne=self.densite.fort.interligne), label
                    ),
                    paragraphes(paire.valeur or "", self.densite.fort, TEXTES - label),
                ],
                [label, TEXTES - label],
                ecart=0,
            )
            for paire in bloc.paires
        ]
        yield self._beside(bloc.titre, contents, ensemble=True)
        if bloc.commentaire:
            yield self._beside(
                bloc.commentaire_titre, paragraphes(bloc.commentaire, self.densite.texte, TEXTES)
            )
        half = (TEXTES - ECART) / 2
        place = Grille([self._cadre(replace(bloc.cadre, titre=""), half)], [half])
        yield self._beside(bloc.cadre.titre, [place], ensemble=True)


def _logo(logo: bytes) -> Flowable | None:
    """Return the logo, 14 mm tall at most; a file that is no image is left out, the name remains."""
    try:
        width, height = ImageReader(io.BytesIO(logo)).getSize()
    except OSError:
        return None
    scale = min(14 * mm / height, 60 * mm / width)
    return Image(io.BytesIO(logo), width * scale, height * scale, hAlign="LEFT")
