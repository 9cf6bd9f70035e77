"""The grid of the page: columns side by side that break together from one page to the next.

reportlab's tables do not split a row well (a cell of 8,000 characters stops them), and a CER is
made of rows: a title in the margin, a text beside it. This flowable splits every column at the
same height, however long, and repeats the margin's title on the following page.
"""

from collections.abc import Sequence
from typing import Final

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

Colonne = Sequence[Flowable]
_SLACK: Final = 0.01  # points; what rounding may lose


class Grille(Flowable):  # type: ignore[misc]
    """Columns of ``largeurs`` points parted by ``ecart``, with padding and an optional rule above.

    ``suite`` replaces the first column on the following pages (e.g. «Situation (suite)»).
    ``ensemble`` forbids splitting. ``fond`` paints the whole block.
    """

    def __init__(
        self,
        colonnes: Sequence[Colonne],
        largeurs: Sequence[float],
        *,
        ecart: float = 12,
        avant: float = 0,
        apres: float = 0,
        marge: float = 0,
        filet: Color | None = None,
        fond: Color | None = None,
        suite: Colonne | None = None,
        ensemble: bool = False,
    ) -> None:
        super().__init__()
        self.colonnes = [list(colonne) for colonne in colonnes]
        self.largeurs = list(largeurs)
        self.ecart, self.avant, self.apres, self.marge = ecart, avant, apres, marge
        self.filet, self.fond, self.suite, self.ensemble = filet, fond, suite, ensemble
        self._heights: list[list[float]] | None = None

    def _measured(self) -> list[list[float]]:
        if self._heights is None:
            self._heights = [
                [float(item.wrap(width, 1e6)[1]) for item in column]
                for column, width in zip(self.colonnes, self.largeurs, strict=True)
            ]
        return self._heights

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return width and height in points; every column keeps the width it was given."""
        del available_height
        tallest = max((sum(column) for column in self._measured()), default=0.0)
        self.width, self.height = available_width, self.avant + tallest + self.apres
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Cut every column at the same height; an empty list sends the whole to the next page."""
        if self.ensemble:
            return []
        self.wrap(available_width, available_height)
        room = available_height - self.avant + _SLACK
        heads: list[list[Flowable]] = []
        tails: list[list[Flowable]] = []
        for items, heights, width in zip(self.colonnes, self._measured(), self.largeurs, strict=True):
            head, tail = _cut(items, heights, width, room)
            heads.append(head)
            tails.append(tail)
        wanting = [items for items, head in zip(self.colonnes, heads, strict=True) if items and not head]
        if not any(tails):  # only the padding beneath is too much
            return [self._like(heads, None, self.filet, apres=0)]
        broken_title = self.suite is not None and bool(tails[0])
        if wanting or broken_title:
            self._heights = None  # a paragraph that refused to split has forgotten its lines
            return []
        if self.suite is not None:
            tails[0] = list(self.suite)
        return [
            self._like(heads, None, self.filet, apres=0),
            self._like(tails, self.suite, None, apres=self.apres),
        ]

    def _like(
        self, colonnes: Sequence[Colonne], suite: Colonne | None, filet: Color | None, *, apres: float
    ) -> "Grille":
        return Grille(
            colonnes,
            self.largeurs,
            ecart=self.ecart,
            avant=self.avant,
            apres=apres,
            marge=self.marge,
            filet=filet,
            fond=self.fond,
            suite=suite,
        )

    def draw(self) -> None:
        """Draw background and rule, then each column from the top."""
        canvas = self.canv
        if self.fond is not None:
            canvas.setFillColor(self.fond)
            canvas.roundRect(0, 0, self.width, self.height, 4, stroke=0, fill=1)
        if self.filet is not None:
            canvas.setStrokeColor(self.filet)
            canvas.setLineWidth(0.7)
            canvas.line(0, self.height, self.width, self.height)
        x = self.marge
        for items, heights, width in zip(self.colonnes, self._measured(), self.largeurs, strict=True):
            y = self.height - self.avant
            for item, height in zip(items, heights, strict=True):
                y -= height
                item.drawOn(canvas, x, y)
            x += width + self.ecart


def _cut(
    items: Sequence[Flowable], heights: Sequence[float], width: float, room: float
) -> tuple[list[Flowable], list[Flowable]]:
    """Part one column at ``room`` points, splitting the item that crosses."""
    head: list[Flowable] = []
    for index, (item, height) in enumerate(zip(items, heights, strict=True)):
        if height <= room:
            head.append(item)
            room -= height
            continue
        parts = item.split(width, room) if room > 0 else []
        if parts:
            return [*head, parts[0]], [*parts[1:], *items[index + 1 :]]
        return head, list(items[index:])
    return head, []
