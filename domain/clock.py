"""The one way to know the time: given, never asked of the machine directly.

A laptop's clock may be wrong by years. Nothing here orders or merges by it (rule 4 of the
lessons on synchronisation): it is information, shown and kept with what was done.
"""

import datetime as dt
import time
from typing import Protocol
from zoneinfo import ZoneInfo

# Windows has no time zones of its own: zoneinfo reads those of the tzdata package.
PARIS = ZoneInfo("Europe/Paris")


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> dt.datetime:
        """Return the present instant, aware, in UTC."""
        ...  # pragma: no cover

    def monotonic(self) -> float:
        """Return seconds that never go back while the machine runs."""
        ...  # pragma: no cover


class SystemClock:
    """The machine's clock."""

    def now(self) -> dt.datetime:
        """Return the present instant, aware, in UTC."""
        return dt.datetime.now(dt.UTC)  # noqa: TID251 - the one place that may ask

    def monotonic(self) -> float:
        """Return seconds that never go back while the machine runs."""
        return time.monotonic()


def instant(moment: dt.datetime) -> str:
    """Write an aware moment as the wire does: ``AAAA-MM-JJTHH:MM:SS.mmmZ``, UTC."""
    utc = moment.astimezone(dt.UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def read_instant(text: str) -> dt.datetime:
    """Read an instant of the wire. Raises ValueError."""
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)


def this_minute(clock: Clock, zone: ZoneInfo = PARIS) -> str:
    """Return the minute it is in the département, as a MOMENT is written: ``AAAA-MM-JJTHH:MM``."""
    return f"{clock.now().astimezone(zone):%Y-%m-%dT%H:%M}"


def today(clock: Clock, zone: ZoneInfo = PARIS) -> dt.date:
    """Return the day it is in the département."""
    return clock.now().astimezone(zone).date()
