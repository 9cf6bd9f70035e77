"""One cell at a time: text as people and spreadsheets leave it, to a value of ours.

Every function takes the cell's text, already stripped, and either returns the value or raises
:class:`CelluleError` with the reason, in French, that will stand in the report beside the line. The
reason never quotes the cell: a report is kept, and a half-written NIR is still a NIR.
"""

import datetime as dt
import re
import unicodedata
from functools import cache

_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_POSTCODE_FIRST = re.compile(r"(?:F-)?(\d{4,5})[\s,–-]+(\D.*)")
_POSTCODE_LAST = re.compile(r"(\D.*?)[\s,(–-]+(\d{4,5})\)?")
_CEDEX = re.compile(r"\s+CEDEX(\s+\d+)?$", re.IGNORECASE)
_WHOLE = re.compile(r"(\d{1,9})([.,]0+)?")
_SERIE = re.compile(r"(\d{5})([.,]\d+)?", re.ASCII)
_ENTIER_FLOTTANT = re.compile(r"(\d+)[.,]0+", re.ASCII)
_SCIENTIFIQUE = re.compile(r"\d([.,]\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
_ERREURS = (
    "#N/A",
    "#REF!",
    "#VALEUR!",
    "#VALUE!",
    "#NOM?",
    "#NAME?",
    "#DIV/0!",
    "#NOMBRE!",
    "#NUM!",
    "#NUL!",
)
_ISO = "AAAA-MM-JJ"
_OLDEST = 1900


class CelluleError(ValueError):
    """The cell cannot be read; the argument says why, for the report."""


def nettoyer(cell: str) -> str:
    """Return the text of a cell: NFC, outer spaces gone, inner ones single."""
    return " ".join((cell if cell.isascii() else unicodedata.normalize("NFC", cell)).split())


def sans_prefixe(text: str, prefixes: tuple[str, ...]) -> str:
    """Return ``text`` without the first of ``prefixes`` that it begins with, whatever the case."""
    for prefix in prefixes:
        if text.casefold().startswith(prefix.casefold()) and len(text) > len(prefix):
            return text[len(prefix) :].strip()
    return text


def date(
    text: str,
    formats: tuple[str, ...],
    *,
    extrait: dt.date,
    partielle: bool = False,
    epoque: dt.datetime | None = None,
) -> str:
    """Return ``AAAA-MM-JJ``, read with the first format that fits; that one always does.

    ``epoque``: the cell is a workbook's, where a date may have remained the number of days since.
    ``partielle``: a birth date whose day, or day and month, is unknown (``00/00/1962`` or ``1962``).
    Two-digit years later than the extract's belong to the century before.
    """
    bare = _TIME.sub("", text)
    if epoque is not None and (found := _SERIE.fullmatch(bare)):
        return (epoque + dt.timedelta(days=int(found[1]))).date().isoformat()
    if partielle and re.fullmatch(r"\d{4}", bare):
        bare = f"{bare}-00-00"
    for one in (*formats, _ISO):
        found = _pattern(one).fullmatch(bare)
        if found is not None:
            return _day(found, extrait, partielle=partielle)
    raise CelluleError(f"cette date n’a pas la forme {' ou '.join(formats)}")


@cache
def _pattern(one: str) -> re.Pattern[str]:
    quoted = re.escape(one)
    quoted = quoted.replace("JJ", r"(?P<day>\d{1,2})" if "/" in one else r"(?P<day>\d{2})")
    quoted = quoted.replace("MM", r"(?P<month>\d{1,2})" if "/" in one else r"(?P<month>\d{2})")
    return re.compile(quoted.replace("AAAA", r"(?P<year>\d{4})").replace("AA", r"(?P<year>\d{2})"), re.ASCII)


def _day(found: re.Match[str], extrait: dt.date, *, partielle: bool) -> str:
    year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    if len(found["year"]) == 2:  # noqa: PLR2004 - the two digits of AA
        year += 2000 if 2000 + year <= extrait.year else 1900
    unknown_day, unknown_month = partielle and day == 0, partielle and month == 0
    try:
        read = dt.date(year, 1 if unknown_month else month, 1 if unknown_day else day)
    except ValueError as error:
        raise CelluleError("cette date n’existe pas au calendrier") from error
    if (unknown_month and not unknown_day) or read.year < _OLDEST:
        raise CelluleError("cette date n’est pas possible")
    return f"{year:04d}-{month:02d}-{day:02d}"


def identifiant(text: str) -> str:
    """Return a number that names somebody, without the «.0» of a spreadsheet.

    Written «2,84E+12» it has lost its last digits, and would name somebody else.
    """
    if _SCIENTIFIQUE.fullmatch(text):
        raise CelluleError("ce numéro a perdu des chiffres dans un tableur")
    return sans_decimales(text)


def sans_decimales(text: str) -> str:
    """Return «1042» for the «1042.0» of a spreadsheet, anything else as it stands."""
    found = _ENTIER_FLOTTANT.fullmatch(text)
    return found[1] if found else text


def sans_erreur(text: str) -> str:
    """Return ``text``, which no formula left in error."""
    if text.startswith("#") and text.upper() in _ERREURS:
        raise CelluleError(f"«\u00a0{text}\u00a0» est l’erreur d’une formule du tableur")
    return text


def code_postal(text: str) -> str:
    """Return the five digits of a postcode or INSEE code, the 0 that spreadsheets eat put back."""
    bare = identifiant(text).replace(" ", "").upper()
    if re.fullmatch(r"\d{4}", bare, re.ASCII):
        bare = "0" + bare
    if not re.fullmatch(r"\d{5}|2[AB]\d{3}", bare, re.ASCII):
        raise CelluleError("ce n’est pas un code à cinq chiffres")
    return bare


def cp_ville(text: str) -> tuple[str | None, str | None]:
    """Part a «CP Ville» cell: (postcode, town), either ``None`` where the cell has none."""
    bare = _CEDEX.sub("", text)
    if found := _POSTCODE_FIRST.fullmatch(bare):
        return code_postal(found[1]), found[2].strip()
    if found := _POSTCODE_LAST.fullmatch(bare):
        return code_postal(found[2]), found[1].strip()
    if re.fullmatch(r"\d{4,5}", bare, re.ASCII):
        return code_postal(bare), None
    return None, bare or None


def entier(text: str) -> int:
    """Return a whole number, as ``2`` or as the ``2.0`` of a spreadsheet."""
    found = _WHOLE.fullmatch(text)
    if found is None:
        raise CelluleError("ce n’est pas un nombre entier")
    return int(found[1])
