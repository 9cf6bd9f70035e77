"""A clock that a test sets and moves."""

import datetime as dt


class StoppedClock:
    """Tells the time it was given until a test moves it."""

    def __init__(self, moment: dt.datetime | None = None) -> None:
        self.moment = moment or dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def advance(self, **parts: float) -> None:
        self.moment += dt.timedelta(**parts)
