"""What a field of the trade is, said once for both sides.

Tables, wire and merge derive from these descriptions (or are held to them by ``tests/house``),
so adding a field to a form is one line here, a column in each migration, and nothing else.

A field's value is its *wire value*, everywhere: in memory, in the replica, on the server and
in JSON. Dates stay text, because two representations of one date are two chances to differ.

==============  ==========================================================================
Kind            value (``None`` always means «not filled in»)
==============  ==========================================================================
LINE, TEXT      ``str``, stored as typed (no trimming), compared in NFC with ``''`` = ``None``
DATE            ``'AAAA-MM-JJ'``, a business date without zone; ``00`` where unknown is allowed
MOMENT          ``'AAAA-MM-JJTHH:MM'``, local time of the département
INSTANT         ``'AAAA-MM-JJTHH:MM:SS.mmmZ'``, UTC
INTEGER         ``int``
FLAG            ``bool``
CHOICE          ``str``, a code of the list named by ``codes``
CODES           ``list[str]``, sorted, a set of codes: merged by addition and removal
PHONE, MAIL     ``str``
FILE_NAME       ``str``, in the letters that every system takes (R-DOC-2)
REFERENCE       ``str``, the identifier of another record
DATA            any JSON value, opaque to the merge (a setting's value)
==============  ==========================================================================
"""

import datetime as dt
import re
import unicodedata
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

# One list and one dict only: msgspec decodes no union that holds two of either.
Value: TypeAlias = str | int | bool | float | list[Any] | dict[str, Any] | None


class Kind(StrEnum):
    """The kinds of value; each that a person fills in has one editor in ``desktop/views/fields``."""

    LINE = "ligne"
    TEXT = "texte"
    DATE = "date"
    MOMENT = "moment"
    INSTANT = "instant"
    INTEGER = "entier"
    FLAG = "oui_non"
    CHOICE = "choix"
    CODES = "codes"
    PHONE = "telephone"
    MAIL = "courriel"
    FILE_NAME = "nom_fichier"
    REFERENCE = "reference"
    DATA = "donnees"


class Owner(StrEnum):
    """Who may change a field (decision 10): a change to another's field is refused by name."""

    GENESIS = "genesis"
    USER = "user"
    SERVICE = "service"
    SERVER = "server"


DEFAULT_LIMITS = {
    Kind.LINE: 200,
    Kind.TEXT: 20_000,
    Kind.MAIL: 254,
    Kind.PHONE: 30,
    Kind.CHOICE: 80,
    Kind.FILE_NAME: 120,
}
INTEGER_MIN, INTEGER_MAX = -2_147_483_648, 2_147_483_647

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z")
_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_FILE_NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9]{1,5})?")
_PHONE = re.compile(r"\+?[\d\s.\-()]{4,30}")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    ``group``: fields that only make sense together (dates + durée); any overlap between two
    changes within a group conflicts whole (decision 6). ``printed``: appears in an edition.
    ``required``: its absence is a *gap* (shown at once, blocks submission), never a refusal.
    ``partial``: a DATE whose day or month may be ``00`` (unknown birth day).
    ``limit``: greatest number of characters; ``codes``: name of the list a CHOICE comes from.
    """

    name: str
    label: str
    kind: Kind = Kind.LINE
    owner: Owner = Owner.USER
    group: str | None = None
    printed: bool = False
    required: bool = False
    partial: bool = False
    limit: int | None = None
    codes: str | None = None
    help: str = ""

    @property
    def max_length(self) -> int | None:
        """Greatest number of characters accepted, ``None`` for kinds that are not text."""
        return self.limit or DEFAULT_LIMITS.get(self.kind)

    def refusal(self, value: Value) -> str | None:  # noqa: PLR0911 - one sentence per kind of fault
        """Return the French sentence that refuses a *malformed* value, or ``None``.

        Only the malformed is refused; what is merely missing is :meth:`gap`'s business.
        """
        if value is None:
            return None
        if not isinstance(value, _PYTHON[self.kind]) or (
            isinstance(value, bool) and self.kind is Kind.INTEGER
        ):
            return f"«\u00a0{self.label}\u00a0»\u00a0: cette valeur n’est pas de la bonne forme."
        if isinstance(value, str):
            limit = self.max_length
            if limit is not None and len(value) > limit:
                return f"«\u00a0{self.label}\u00a0»\u00a0: {len(value)} caractères, pour {limit} au plus."
            if "\x00" in value or _unpaired(value):
                return f"«\u00a0{self.label}\u00a0»\u00a0: un caractère de ce texte ne peut être gardé."
            return self._refusal_of_text(value)
        if isinstance(value, int) and not INTEGER_MIN <= value <= INTEGER_MAX:
            return f"«\u00a0{self.label}\u00a0»\u00a0: ce nombre est trop grand."
        if self.kind is Kind.CODES and not all(isinstance(code, str) for code in value):  # type: ignore[union-attr]
            return f"«\u00a0{self.label}\u00a0»\u00a0: cette valeur n’est pas de la bonne forme."
        return None

    def _refusal_of_text(self, value: str) -> str | None:
        if value == "" or (check := _CHECKS.get(self.kind)) is None:
            return None
        if check(value) or (self.partial and _is_partial_date(value)):
            return None
        return f"«\u00a0{self.label}\u00a0»\u00a0: «\u00a0{value[:40]}\u00a0» n’est pas {_NAMES[self.kind]}."

    def gap(self, value: Value) -> str | None:
        """Return the French sentence that says what is missing, or ``None``."""
        if self.required and comparable(value) is None:
            return f"«\u00a0{self.label}\u00a0» reste à remplir."
        return None


def choice(
    name: str,
    label: str,
    codes: str,
    *,
    owner: Owner = Owner.USER,
    group: str | None = None,
    printed: bool = False,
    required: bool = False,
    help: str = "",  # noqa: A002 - the same word as the field's own attribute
) -> tuple[Field, Field]:
    """Build a CHOICE and its companion ``<name>_libelle``, the label as it was when chosen.

    List values are retired, never deleted, and may be renamed: a record keeps code **and** label
    as printed (decision 20). Both share a group, so that they never part in a merge.
    """
    together = group or name
    return (
        Field(name, label, Kind.CHOICE, owner, together, printed, required, codes=codes, help=help),
        Field(f"{name}_libelle", f"{label} (libellé)", Kind.LINE, owner, together, printed),
    )


def comparable(value: Value) -> Value:
    """Return the form under which values are compared: NFC, ``''`` = ``None`` (decision 5)."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value) or None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return sorted(set(map(str, value))) or None
    return value


def same(one: Value, other: Value) -> bool:
    """Tell whether two values are equal for the merge: equal results never conflict."""
    return comparable(one) == comparable(other)


def gaps(fields: Iterable[Field], values: dict[str, Value]) -> list[str]:
    """List what is missing from ``values``, in the order of the form."""
    return [gap for field in fields if (gap := field.gap(values.get(field.name)))]


def is_date(value: str) -> bool:
    """Tell whether ``value`` is a real day written ``AAAA-MM-JJ``."""
    if _DATE.fullmatch(value) is None:
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_partial_date(value: str) -> bool:
    match = _DATE.fullmatch(value)
    if match is None:
        return False
    year, month, day = match.groups()
    if month == "00":
        return day == "00" and year != "0000"
    return day == "00" and is_date(f"{year}-{month}-01")


def _is_moment(value: str) -> bool:
    return _MOMENT.fullmatch(value) is not None and _parses(value)


def _is_instant(value: str) -> bool:
    return _INSTANT.fullmatch(value) is not None and _parses(value[:-1])


def _parses(value: str) -> bool:
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_identifier(value: str) -> bool:
    try:
        return str(uuid.UUID(value)) == value
    except ValueError:
        return False


def _unpaired(value: str) -> bool:
    """Tell whether the text holds half a surrogate pair, which no encoding can write."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return True
    return False


_PYTHON: dict[Kind, tuple[type, ...]] = dict.fromkeys(Kind, (str,)) | {
    Kind.INTEGER: (int,),
    Kind.FLAG: (bool,),
    Kind.CODES: (list,),
    Kind.DATA: (object,),
}
_CHECKS: dict[Kind, Callable[[str], bool]] = {
    Kind.DATE: is_date,
    Kind.MOMENT: _is_moment,
    Kind.INSTANT: _is_instant,
    Kind.REFERENCE: _is_identifier,
    Kind.MAIL: lambda value: _MAIL.fullmatch(value) is not None,
    Kind.PHONE: lambda value: _PHONE.fullmatch(value) is not None,
    Kind.FILE_NAME: lambda value: _FILE_NAME.fullmatch(value) is not None,
}
_NAMES = {
    Kind.DATE: "une date du calendrier",
    Kind.MOMENT: "une date et une heure",
    Kind.INSTANT: "un instant",
    Kind.REFERENCE: "un identifiant",
    Kind.MAIL: "une adresse de courriel",
    Kind.PHONE: "un numéro de téléphone",
    Kind.FILE_NAME: "un nom de fichier\u00a0: lettres sans accent, chiffres, - et _",
}
