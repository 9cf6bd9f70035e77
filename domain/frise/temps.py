"""The axis: which days are in view, how one moves over them, what is written along them.

A day is its ordinal (``datetime.date.toordinal``), so that a place on the axis is a number.
"""

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass

from domain.frise.faits import Frise

AU_MOINS = 30.0
"""Days in view at the closest: nearer, nothing more is told apart."""
MOIS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_PASSE, _AVENIR = 60 * 366, 6 * 366  # a slip of the keyboard in a year must not flatten all the rest
_MARGE = 0.03
_AN = 365.25
_PAS_ANNEES = (1, 2, 5, 10, 20, 50)
_PAS_MOIS = (1, 3)
_AIR = 14.0  # between two labels


@dataclass(frozen=True, slots=True)
class Fenetre:
    """The days in view: ``duree`` of them from ``debut``, either of which may be a part of a day."""

    debut: float
    duree: float

    @property
    def fin(self) -> float:
        """Return where it ends."""
        return self.debut + self.duree

    def zoomer(self, facteur: float, autour: float) -> "Fenetre":
        """Show ``facteur`` times fewer days; what is at ``autour`` stays where it is."""
        duree = max(self.duree / facteur, AU_MOINS)
        return Fenetre(autour - (autour - self.debut) * duree / self.duree, duree)

    def glisser(self, jours: float) -> "Fenetre":
        """Move by some days."""
        return Fenetre(self.debut + jours, self.duree)

    def dans(self, tout: "Fenetre") -> "Fenetre":
        """Return it within ``tout``, shorter if it was longer."""
        duree = min(self.duree, tout.duree)
        return Fenetre(min(max(self.debut, tout.debut), tout.fin - duree), duree)

    def montrant(self, jour: float) -> "Fenetre":
        """Return it, moved so that a day is in view, in its middle if it was not."""
        seen = self.debut + self.duree * _MARGE <= jour <= self.fin - self.duree * _MARGE
        return self if seen else Fenetre(jour - self.duree / 2, self.duree)


def toute(frise: Frise) -> Fenetre:
    """Return the days of the whole path, today among them, with a little air on both sides."""
    today = frise.jour.toordinal()
    days = [today]
    for _, fait in frise.faits:
        days += [fait.debut.toordinal(), (fait.fin or fait.debut).toordinal() + 1]
    first, last = max(min(days), today - _PASSE), min(max(days), today + _AVENIR)
    air = max((last - first) * _MARGE, AU_MOINS / 2)
    return Fenetre(first - air, last - first + 2 * air)


def annees_autour(jour: dt.date, annees: int, tout: Fenetre) -> Fenetre:
    """Return that many years, three quarters of them behind ``jour``."""
    duree = annees * _AN
    return Fenetre(jour.toordinal() - duree * 3 / 4, duree).dans(tout)


@dataclass(frozen=True, slots=True)
class Repere:
    """A mark of the axis: where it stands, what is written at ``texte``, '' if there is no room for it."""

    x: float
    mot: str
    texte: float


def annees(fenetre: Fenetre, x: Callable[[float], float], largeur: Callable[[str], float]) -> list[Repere]:
    """Return the years; the one begun before the view has its name at the left of it.

    ``x`` gives the place of a day, ``largeur`` the width of a word. No two names ever touch.
    """
    room = largeur("2000") + _AIR
    a_year = (x(fenetre.fin) - x(fenetre.debut)) / fenetre.duree * _AN
    step = next((step for step in _PAS_ANNEES if step * a_year >= room), _PAS_ANNEES[-1])
    first = _year(fenetre.debut) // step * step
    left, right = x(fenetre.debut), x(fenetre.fin)
    starts = [
        (year, x(dt.date(year, 1, 1).toordinal()))
        for year in range(max(first, dt.MINYEAR), _year(fenetre.fin) + step + 1, step)
        if year <= dt.MAXYEAR
    ]
    marks = []
    for rank, (year, at) in enumerate(starts):
        following = starts[rank + 1][1] if rank + 1 < len(starts) else math.inf
        place = max(at, left)
        if following > left and at < right:
            marks.append(Repere(at, str(year) if place + room <= min(following, right) else "", place))
    return marks


def mois(fenetre: Fenetre, x: Callable[[float], float], largeur: Callable[[str], float]) -> list[Repere]:
    """Return the months, by one or by three as there is room for their names; none if there is not."""
    room = max(map(largeur, MOIS)) + _AIR
    a_month = (x(fenetre.fin) - x(fenetre.debut)) / fenetre.duree * _AN / 12
    step = next((step for step in _PAS_MOIS if step * a_month * 0.9 >= room), None)
    if step is None:
        return []
    marks = []
    year, month = _year(fenetre.debut), 1
    while year <= dt.MAXYEAR and (at := dt.date(year, month, 1).toordinal()) < fenetre.fin:
        if at >= fenetre.debut:
            marks.append(Repere(x(at), MOIS[month - 1], x(at)))
        month += step
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return marks


def _year(day: float) -> int:
    return dt.date.fromordinal(min(max(int(day), 1), dt.date.max.toordinal())).year
