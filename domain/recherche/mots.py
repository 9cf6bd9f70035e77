"""Finding a person by what one remembers of her: a name, a number, a birth date, a telephone (R-REP-4).

A person is one line of folded words, each after a space; what is typed becomes terms, each to be found
there as the beginning of words. Figures that follow each other are one thing, in any of the ways they
are written: «14/03/1987», «14-3-87», «06 39 98», «+33 6 39 98».
"""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from domain.fields import Value
from domain.french import long_date
from domain.text import fold

Termes = tuple[tuple[str, ...], ...]
"""What a line must hold: of each term, one of its spellings."""

_NAMES = ("nom", "nom_naissance", "prenom")
_OTHERS = ("numero", "numero_allocataire", "commune", "code_postal")
_ABROAD = re.compile(r"(?:\+|\b00)\s*33[\s.\-]*(?:\(0\)[\s.\-]*)?(?=\d)")
_NOT_FIGURES = re.compile(r"\D+")
_MONTHS = tuple(fold(long_date(f"2000-{month:02d}-00")).split()[0] for month in range(1, 13))


def noms(person: Mapping[str, Value]) -> str:
    """Return the names of a person, folded: what typing errors are forgiven in."""
    return fold(" ".join(str(person[name]) for name in _NAMES if person[name]))


def cherchable(person: Mapping[str, Value]) -> str:
    """Return all that a person is found by, folded, as one line."""
    written = [str(value) for name in (*_NAMES, *_OTHERS) if (value := person[name])]
    joined = [fold(word).replace(" ", "") for word in written if not word.isalnum()]
    phones = [_phone(str(value)) for name in ("telephone", "autre_telephone") if (value := person[name])]
    born = _born(str(person["date_naissance"] or ""))
    return " ".join(("", fold(" ".join(written)), *joined, *phones, *born))


def termes(recherche: str) -> Termes:
    """Return what to look for in :func:`cherchable`."""
    words = fold(_ABROAD.sub(" 0", recherche)).split()
    found: list[tuple[str, ...]] = []
    for figures, run in groupby(words, str.isdecimal):
        parts = list(run)
        if figures and len(parts) > 1:
            found.append(_figures(parts))
        else:
            found.extend((f" {word}",) for word in parts)
    return tuple(found)


def _figures(parts: Sequence[str]) -> tuple[str, ...]:
    """Return the spellings of figures that follow each other: a telephone, or a date.

    «5/3» is the fifth of March; its last part may be only begun: «14/1» is January, or October.
    """
    *before, last = parts
    date = " ".join(part.zfill(2) for part in before)
    return tuple(dict.fromkeys((f" {''.join(parts)}", f" {date} {last}", f" {date} {last.zfill(2)}")))


def _phone(value: str) -> str:
    return _NOT_FIGURES.sub("", _ABROAD.sub("0", value))


def _born(value: str) -> tuple[str, ...]:
    """Return a birth date in every way one types it; of an incomplete one, what is known."""
    year, _, rest = value.partition("-")
    month, _, day = rest.partition("-")
    if not value or month == "00":
        return (year,)
    name = _MONTHS[int(month) - 1]
    if day == "00":
        return f"{month} {year}", f"{name} {year}"
    short = year[2:]
    spoken = "1er" if day == "01" else str(int(day))
    return (
        f"{year} {month} {day}",
        f"{day} {month} {year}",
        f"{day} {month} {short}",
        f"{day}{month}{year}",
        f"{day}{month}{short}",
        f"{spoken} {name} {year}",
    )
