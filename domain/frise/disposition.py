"""How a frise is laid out: rows for what holds at once, groups for what stands too near to be told apart."""

import math
from collections.abc import Callable, Sequence

from domain.frise import temps
from domain.frise.faits import Fait, Forme, Frise, Piste
from domain.frise.plan import AUJOURD_HUI, Bande, Cadre, Marque, Mesures, Plan
from domain.frise.temps import Fenetre, Repere

_BORD = 24.0  # how far a bar goes on beyond the view: its rounded end is not seen there
_AU_MOINS = 4.0  # the width of the shortest bar


def dresser(frise: Frise, fenetre: Fenetre, largeur: float, mesures: Mesures) -> Plan:
    """Lay a frise out over ``largeur``: names on the left, the days of ``fenetre`` beside them."""
    origin = mesures.gauche + mesures.barre / 2  # what stands on the first day is whole
    scale = max(largeur - origin - mesures.barre / 2, 1) / fenetre.duree

    def x(day: float) -> float:
        return origin + (day - fenetre.debut) * scale

    head = 2 * (mesures.ligne + mesures.air)
    y = head
    bands: list[Bande] = []
    marks: list[Marque] = []
    for piste in frise.pistes:
        rows = rangs(piste)
        content = (max(rows, default=0) + 1) * (mesures.barre + mesures.air) - mesures.air
        height = max(content, mesures.nom(piste.nom)) + 2 * mesures.air
        place = _Place(frise, piste, x, y + (height - content) / 2, largeur, mesures)
        bands.append(Bande(piste, y, height))
        marks += place.points(rows) if piste.ponctuelle else place.periodes(rows)
        y += height
    at = x(frise.jour.toordinal() + 0.5)
    today = _today(at, largeur, mesures) if mesures.gauche <= at <= largeur else None
    months = temps.mois(fenetre, x, mesures.largeur)
    return Plan(
        mesures.gauche,
        origin,
        scale,
        largeur,
        y,
        head,
        tuple(bands),
        tuple(marks),
        tuple(temps.annees(fenetre, x, mesures.largeur)),
        tuple(one for one in months if _is_clear(one, today, largeur, mesures)),
        None if today is None else at,
        today,
    )


def rangs(piste: Piste) -> list[int]:
    """Return the row of each fact of a lane, in their order.

    Periods of one row never overlap: the first free row is taken, so that there are as many rows as
    periods hold at once on one day. By days and not by places: nothing jumps when one zooms. Of single
    days, what was missed has a row of its own: seen at once, and no group holds both.
    """
    if piste.ponctuelle:
        missed = [fait.forme is Forme.BARRE for fait in piste.faits]
        return [int(one) for one in missed] if not all(missed) else [0] * len(missed)
    ends: list[float] = []
    found = []
    for fait in piste.faits:
        row = next((rank for rank, end in enumerate(ends) if end < fait.debut.toordinal()), len(ends))
        ends[row : row + 1] = [_last(fait)]
        found.append(row)
    return found


def grappes(places: Sequence[float], seul: float, ensemble: float) -> list[range]:
    """Group marks, given from left to right, that would cover one another; return the ranks of each group.

    A mark alone is ``seul`` wide, a group ``ensemble``, and it stands where its first one does. Nothing
    here depends on what is in view: groups stay as they are when one moves along the axis.
    """
    found: list[range] = []
    for rank, place in enumerate(places):
        if found:
            last = found[-1]
            if place < places[last.start] + (seul if len(last) == 1 else ensemble):
                found[-1] = range(last.start, rank + 1)
                continue
        found.append(range(rank, rank + 1))
    return found


class _Place:
    """Lays one lane out."""

    def __init__(
        self,
        frise: Frise,
        piste: Piste,
        x: Callable[[float], float],
        y: float,
        largeur: float,
        mesures: Mesures,
    ) -> None:
        self.jour, self.piste, self.x, self.y = frise.jour, piste, x, y
        self.largeur, self.mesures = largeur, mesures

    def periodes(self, rows: list[int]) -> list[Marque]:
        return [self._bar(fait, row) for fait, row in zip(self.piste.faits, rows, strict=True)]

    def points(self, rows: list[int]) -> list[Marque]:
        faits = list(zip(self.piste.faits, rows, strict=True))
        lines = [[fait for fait, its in faits if its == row] for row in sorted(set(rows))]
        return [mark for row, line in enumerate(lines) for mark in self._line(line, row)]

    def _line(self, faits: Sequence[Fait], row: int) -> list[Marque]:
        m = self.mesures
        places = [self.x(fait.debut.toordinal() + 0.5) for fait in faits]
        together = m.barre + m.air + m.largeur("000")
        found = []
        for group in grappes(places, m.barre + 1, together + 1):
            held = tuple(faits[group.start : group.stop])
            word = str(len(held)) if len(held) > 1 else ""
            width = m.barre + (m.air / 2 + m.largeur(word) if word else 0)
            frame = Cadre(places[group.start] - m.barre / 2, self._row(row), width, m.barre)
            inside = Cadre(frame.x + (m.barre - m.signe) / 2, self._middle(row), m.signe, m.signe)
            text = Cadre(inside.x + m.signe + m.air / 2, frame.y, m.largeur(word), m.barre) if word else None
            found.append(Marque(self.piste, held, frame, word, text, inside, self._seen(frame)))
        return found

    def _bar(self, fait: Fait, row: int) -> Marque:
        m = self.mesures
        begins = self.x(fait.debut.toordinal())
        last = max(fait.fin or self.jour, fait.debut).toordinal()
        left = max(begins, m.gauche - _BORD)
        right = min(max(self.x(last + 1) - 1, begins + _AU_MOINS), self.largeur + _BORD)
        frame = Cadre(left, self._row(row), max(right - left, 0), m.barre)
        clear_left, clear_right = max(left, m.gauche) + m.air, min(right, self.largeur) - m.air
        signed = not m.nues and clear_right - clear_left >= m.signe
        sign = Cadre(clear_left, self._middle(row), m.signe, m.signe) if signed else None
        start = clear_left + (0 if m.nues else m.signe + m.air)
        fits = fait.mot and start + m.largeur(fait.mot) <= clear_right
        text = Cadre(start, frame.y, m.largeur(fait.mot), m.barre) if fits else None
        return Marque(self.piste, (fait,), frame, fait.mot if fits else "", text, sign, self._seen(frame))

    def _row(self, row: int) -> float:
        return self.y + row * (self.mesures.barre + self.mesures.air)

    def _middle(self, row: int) -> float:
        return self._row(row) + (self.mesures.barre - self.mesures.signe) / 2

    def _seen(self, frame: Cadre) -> bool:
        return frame.largeur > 0 and frame.x + frame.largeur > self.mesures.gauche and frame.x < self.largeur


def _last(fait: Fait) -> float:
    return math.inf if fait.fin is None else max(fait.fin, fait.debut).toordinal()


def _today(at: float, largeur: float, mesures: Mesures) -> Cadre:
    """Return where the word for today goes: over its line, within the drawing."""
    width = mesures.largeur(AUJOURD_HUI) + 2 * mesures.air
    left = min(max(at - width / 2, mesures.gauche), largeur - width)
    return Cadre(left, mesures.ligne + mesures.air, width, mesures.ligne + mesures.air / 2)


def _is_clear(repere: Repere, today: Cadre | None, largeur: float, mesures: Mesures) -> bool:
    """Tell whether the name of a month is whole and leaves the word for today alone."""
    right = repere.texte + mesures.air + mesures.largeur(repere.mot)
    if right > largeur:
        return False
    return today is None or right + mesures.air < today.x or repere.texte > today.x + today.largeur
