"""Numbers, dates and types of a CER: what the software proposes so that nobody has to remember.

Everything here proposes or warns; nothing refuses. Dates are :class:`datetime.date`; a caller that
holds wire values converts with ``date.fromisoformat``.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping

from domain.fields import Value
from domain.french import long_date

RETABLISSEMENT = "retablissement"
_TYPES_DE_RETABLISSEMENT = frozenset({"reprise_versement", "ouverture_droit"})
_A_ROUVRIR = {"clos": "ouverture_droit", "suspendu": "reprise_versement"}


def next_number(numbers: Iterable[int | None]) -> int:
    """Propose the number of the next CER: the one after the greatest, 1 to begin with (R-CER-1)."""
    return max((number for number in numbers if number is not None), default=0) + 1


def is_retablissement(type_: str | None, priorite: str | None) -> bool:
    """Tell whether a CER restores a right, by its type or by its priorité (R-CER-5, R-CER-22).

    CD07's form has no type and says it by the priorité alone; other models say it by the type.
    """
    return type_ in _TYPES_DE_RETABLISSEMENT or priorite == RETABLISSEMENT


def proposed_type(numbers: Collection[int | None], etat_droit: str | None) -> str:
    """Propose the type of a new CER from those before it and from the right (R-CER-22).

    A sanctioned right is resumed, a closed one is opened again, but only for who had a CER before.
    """
    if not numbers:
        return "premier"
    return _A_ROUVRIR.get(etat_droit or "", "renouvellement")


def proposed_start(signature: dt.date, *, retablissement: bool) -> dt.date:
    """Return the first day of the month after ``signature``, of that very month to restore (R-CER-2)."""
    first = signature.replace(day=1)
    return first if retablissement else months_later(first, 1)


def start_warning(start: dt.date, signature: dt.date, *, retablissement: bool) -> str | None:
    """Return what is unusual in ``start``, never a refusal (R-CER-2)."""
    proposed = proposed_start(signature, retablissement=retablissement)
    if start == proposed:
        return None
    usual = f"Début habituel\u00a0: le {long_date(proposed.isoformat())}."
    if retablissement and start < proposed:
        return f"{usual} Plus tôt, un rétablissement demande l’arbitrage du chef de service."
    return usual


def months_later(start: dt.date, months: int) -> dt.date:
    """Return the same day ``months`` later, the last of the month where that day does not exist.

    Past the last year of the calendar it stays on its last day: a slip of the keyboard in a year
    must not stop the form that shows it.
    """
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month, min(start.day, monthrange(year, month)[1]))


def end_date(start: dt.date, months: int) -> dt.date:
    """Return the last day of ``months`` months from ``start``: as many months later, less a day (R-CER-23).

    Raises ValueError if ``months`` is not positive.
    """
    if months < 1:
        raise ValueError(months)
    return months_later(start, months) - dt.timedelta(days=1)


def printable_period(cer: Mapping[str, Value]) -> tuple[str | None, str | None]:
    """Return start and end as printed: what was decided, else what was proposed (R-CER-13).

    Each date stands for itself: a decision that moves one keeps the other.
    """
    return _first(cer, "date_debut_decidee", "date_debut"), _first(cer, "date_fin_decidee", "date_fin")


def effective_end(cer: Mapping[str, Value]) -> str | None:
    """Return the last day of a CER: the day it was closed, if it was before its printed end."""
    ends = [end for end in (printable_period(cer)[1], _first(cer, "date_cloture")) if end]
    return min(ends, default=None)


def days_left(cer: Mapping[str, Value], today: dt.date) -> int | None:
    """Return the days left before a CER ends, negative once over; ``None`` if nothing is to renew.

    A «dernier contrat» asks for no renewal (R-CER-6), nor does one without an end.
    """
    end = effective_end(cer)
    if end is None or cer.get("dernier_contrat") is True:
        return None
    return (dt.date.fromisoformat(end) - today).days


def _first(row: Mapping[str, Value], *names: str) -> str | None:
    return next((str(row[name]) for name in names if row.get(name)), None)
