"""Dates, numbers and counts as a French reader expects them, for screens and editions.

Values stay wire values everywhere (see :mod:`domain.fields`); this is the last step before the
eye. Standard locales are not used: they are missing or half installed on many Windows posts.
"""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from domain.clock import PARIS, read_instant

NBSP, THIN = "\u00a0", "\u202f"

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MINUTE, _MONTH = 60, 30 * 86_400
_KILO, _MEGA = 1_000, 1_000_000
_STEPS = ((86_400, "jour"), (3600, "heure"), (_MINUTE, "minute"))  # seconds


def long_date(value: str | None) -> str:
    """Write a date in words: «1er novembre 2026», «mars 1971», «vers 1971»; '' for no date.

    A ``00`` says what is unknown of a birth date (decision 33). Raises ValueError if ``value`` is
    not a date.
    """
    if not value:
        return ""
    year, month, day = value.split("-")
    if month == "00":
        return f"vers {int(year)}"
    name = _MONTHS[int(month) - 1]
    if day == "00":
        return f"{name} {int(year)}"
    return f"{_day(dt.date.fromisoformat(value))} {int(year)}"


def short_date(value: str | None) -> str:
    """Write a date in figures: «20/11/2026», «03/1971», «1971»; '' for no date."""
    if not value:
        return ""
    return "/".join(part for part in reversed(value.split("-")) if part != "00")


def moment(value: str | None) -> str:
    """Write an appointment: «vendredi 20 novembre à 14 h 30»; '' for none. The value is local time."""
    if not value:
        return ""
    at = dt.datetime.fromisoformat(value)
    return f"{_DAYS[at.weekday()]} {_day(at.date())} à {hour(value)}"


def long_day(value: str) -> str:
    """Write the day of a local moment, year and all: «vendredi 20 novembre 2026»."""
    at = dt.datetime.fromisoformat(value)
    return f"{_DAYS[at.weekday()]} {_day(at.date())} {at.year}"


def hour(value: str) -> str:
    """Write the hour of a local moment: «14 h 30», «9 h»."""
    at = dt.datetime.fromisoformat(value)
    return f"{at.hour}{NBSP}h" + (f"{NBSP}{at.minute:02d}" if at.minute else "")


def when(instant: str, zone: ZoneInfo = PARIS) -> str:
    """Write an instant as it was lived in the département: «20/11/2026 à 14 h 30»."""
    local = read_instant(instant).astimezone(zone).replace(tzinfo=None)
    return f"{short_date(local.date().isoformat())} à {hour(local.isoformat())}"


def ago(instant: str, now: dt.datetime, zone: ZoneInfo = PARIS) -> str:
    """Write how long ago an instant was: «il y a 3 heures»; its date once a month has passed.

    An instant ahead of ``now`` (two clocks that differ) is told as it is, never as a negative time.
    """
    seconds = (now - read_instant(instant)).total_seconds()
    if -_MINUTE < seconds < _MINUTE:
        return "à l’instant"
    if seconds < 0 or seconds >= _MONTH:
        return f"le {when(instant, zone)}"
    unit, word = next(step for step in _STEPS if seconds >= step[0])
    return f"il y a {plural(int(seconds // unit), word)}"


def number(value: int) -> str:
    """Write a whole number by groups of three: «12 000», parted by narrow no-break spaces."""
    return f"{value:,}".replace(",", THIN).replace("-", "\u2212")


def plural(count: int, noun: str, plural_noun: str | None = None) -> str:
    """Count something: «0 dossier», «2 dossiers». French plurals start at two.

    ``plural_noun`` is for what a final «s» does not say («travail», or several words).
    """
    many = plural_noun or (noun if noun[-1] in "sxz" else f"{noun}s")
    return f"{number(count)}{NBSP}{many if abs(count) > 1 else noun}"


def size(octets: int) -> str:
    r"""Return a number of bytes as people read it: «1,4 Mo», «312 Ko», «87 octets».

    >>> size(1_400_000)
    '1,4\xa0Mo'
    """
    if octets < _KILO:
        return plural(octets, "octet")
    if octets < _MEGA - _KILO // 2:
        return f"{round(octets / _KILO)}{NBSP}Ko"
    whole = f"{octets / _MEGA:.1f}".removesuffix(".0").replace(".", ",")
    return f"{whole}{NBSP}Mo"


def listing(words: Sequence[str]) -> str:
    """Join words as one says them: «logement, mobilité et santé»."""
    return " et ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _day(date: dt.date) -> str:
    return f"{'1er' if date.day == 1 else date.day} {_MONTHS[date.month - 1]}"
