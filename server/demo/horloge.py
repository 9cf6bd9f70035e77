"""The clock of the demonstration: the past is played at the time at which it happened."""

import datetime as dt

from domain.clock import PARIS


class Horloge:
    """Tells the moment it was last set to; only :mod:`server.demo.jeu` moves it."""

    def __init__(self, jour: dt.date) -> None:
        self._moment = dt.datetime.min.replace(tzinfo=dt.UTC)
        self.regler(jour, 6)

    def regler(self, jour: dt.date, heure: int) -> None:
        """Set the clock to an hour of a day, local time of the département."""
        local = dt.datetime(jour.year, jour.month, jour.day, heure, tzinfo=PARIS)
        self._moment = local.astimezone(dt.UTC)

    def now(self) -> dt.datetime:
        """Return the moment it is in the fiction."""
        return self._moment

    def monotonic(self) -> float:
        """Return seconds that go forward as the fiction does."""
        return self._moment.timestamp()
