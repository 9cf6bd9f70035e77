"""The agendas of the référents: nobody has two appointments at once (R-ENT-3), or on a Sunday."""

import datetime as dt

CRENEAUX = ((9, 0), (10, 0), (11, 0), (14, 0), (15, 15), (16, 30))
DUREE = 45
_VENDREDI = 4


class Agenda:
    """The free times of every référent."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, dt.date], int] = {}

    def placer(self, referent: str, jour: dt.date, *, jour_exact: bool = False) -> dt.datetime:
        """Return the next free time of ``referent`` from ``jour`` on, weekends left out.

        ``jour_exact``: that very day, whatever it is: the demonstration is given on any day.
        """
        while not jour_exact and (
            jour.weekday() > _VENDREDI or self._taken.get((referent, jour), 0) >= len(CRENEAUX)
        ):
            jour += dt.timedelta(days=1)
        rank = self._taken.get((referent, jour), 0)
        self._taken[referent, jour] = rank + 1
        hour, minute = CRENEAUX[min(rank, len(CRENEAUX) - 1)]
        return dt.datetime(jour.year, jour.month, jour.day, hour, minute)


def ouvrable(jour: dt.date) -> dt.date:
    """Return the day, or the Friday before a weekend."""
    return jour - dt.timedelta(days=max(0, jour.weekday() - _VENDREDI))
