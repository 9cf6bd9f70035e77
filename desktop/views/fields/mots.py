"""A value of the wire, in the words a person reads: to be compared with another, not edited."""

from collections.abc import Callable

from domain.fields import Field, Kind, Value
from domain.french import listing, long_date, moment
from domain.reglage.nomenclatures import Settings

RIEN = "Rien"
_READ: dict[Kind, Callable[[Value], str]] = {
    Kind.DATE: lambda value: long_date(str(value)),
    Kind.MOMENT: lambda value: moment(str(value)),
    Kind.FLAG: lambda value: "Oui" if value else "Non",
}


def en_mots(value: Value, field: Field | None, settings: Settings) -> str:
    """Return ``value`` in French; as it stands when ``field`` is not known or it cannot be read."""
    if value is None or value in ("", []):
        return RIEN
    if field is None or field.refusal(value):
        return str(value)
    if field.codes:
        codes = value if isinstance(value, list) else [value]
        return listing([settings.label(field.codes, str(code)) or str(code) for code in codes])
    return _READ.get(field.kind, str)(value)
