"""Reading dates and hours as people type them; pure functions, no Qt.

What cannot be read comes back as ``None``, and the editor keeps the text as it stands.
"""

import calendar
import datetime as dt
import re

from domain.text import fold

_MONTHS = [
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
]
_WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
_DAYS_AWAY = {"hier": -1, "aujourd hui": 0, "auj": 0, "demain": 1, "apres demain": 2, "avant hier": -2}
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})(?: (\d{1,2}))(?: (\d{4}|\d{2}))?")
_WORDS = re.compile(r"(\d{1,2})(?:er)? ([a-z]+)(?: (\d{4}|\d{2}))?")
_WITHIN = re.compile(r"(?:dans )?(\d{1,3}) ?(j|jours?|s|semaines?|m|mois|ans?)")
_HOUR = re.compile(r"(\d{1,2})(?:\s*[h:.]\s*(\d{2})?)?\s*(?:min)?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_CENTURY = 100
_YEARS_AHEAD = 20


def read_date(text: str, today: dt.date) -> str | None:  # noqa: PLR0911 - one way of saying it each
    """Read «3/4», «3 avril», «030427», «demain», «lundi», «dans 3 mois»… into ``AAAA-MM-JJ``.

    Without a year, the day nearest to ``today`` is meant: in November «15/1» is next January's.
    Two digits of a year mean the one between 80 years ago and 20 years ahead.
    """
    if _ISO.fullmatch(text.strip()):
        return _day(*map(int, text.strip().split("-")))
    words = fold(text)
    if words in _DAYS_AWAY:
        return (today + dt.timedelta(days=_DAYS_AWAY[words])).isoformat()
    name = words.removesuffix(" prochain")
    if name in _WEEKDAYS:
        ahead = (_WEEKDAYS.index(name) - today.weekday() - 1) % 7 + 1
        return (today + dt.timedelta(days=ahead)).isoformat()
    if match := _WITHIN.fullmatch(words):
        return _away(today, int(match[1]), match[2][0])
    if match := _COMPACT.fullmatch(words) or _NUMBERS.fullmatch(words):
        return _dated(int(match[1]), int(match[2]), match[3], today)
    if (match := _WORDS.fullmatch(words)) and (month := _month(match[2])):
        return _dated(int(match[1]), month, match[3], today)
    return None


def read_hour(text: str) -> str | None:
    """Read «9», «9h», «14h30», «14:30», «1430» into ``HH:MM``."""
    text = text.strip().lower().replace("\u00a0", " ").replace("\u202f", " ")
    if text.isdigit() and len(text) in {3, 4}:
        text = f"{text[:-2]}:{text[-2:]}"
    if (match := _HOUR.fullmatch(text)) is None:
        return None
    try:
        return dt.time(int(match[1]), int(match[2] or 0)).strftime("%H:%M")
    except ValueError:
        return None


def show_hour(value: str) -> str:
    """Show ``HH:MM`` as the French write it: «14 h 30», «9 h»."""
    hours, _, minutes = value.partition(":")
    return f"{int(hours)}\u00a0h" + (f"\u00a0{minutes}" if minutes != "00" else "")


def _away(today: dt.date, number: int, unit: str) -> str:
    if unit in "js":
        return (today + dt.timedelta(days=number * (7 if unit == "s" else 1))).isoformat()
    months = today.year * 12 + today.month - 1 + number * (12 if unit == "a" else 1)
    year, month = divmod(months, 12)
    day = min(today.day, calendar.monthrange(year, month + 1)[1])
    return dt.date(year, month + 1, day).isoformat()


def _dated(day: int, month: int, year: str | None, today: dt.date) -> str | None:
    if year is None:
        return _nearest(day, month, today)
    number = int(year)
    if len(year) == 2:  # noqa: PLR2004 - two digits
        number += today.year - today.year % _CENTURY
        if number > today.year + _YEARS_AHEAD:
            number -= _CENTURY
    return _day(number, month, day)


def _nearest(day: int, month: int, today: dt.date) -> str | None:
    days = [read for year in (today.year - 1, today.year, today.year + 1) if (read := _day(year, month, day))]
    return min(days, key=lambda read: abs((dt.date.fromisoformat(read) - today).days), default=None)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(word: str) -> int | None:
    found = [rank for rank, name in enumerate(_MONTHS, 1) if len(word) > 2 and name.startswith(word)]  # noqa: PLR2004 - «ma» could be two months
    return found[0] if len(found) == 1 else None
