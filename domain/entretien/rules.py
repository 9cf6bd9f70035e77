"""Appointments: overlaps, what is left to treat, absences, what is missing (R-ENT-1…12).

Moments are wire values, local time of the département: they compare as text.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from domain.entretien.form import ENTRETIEN, THEME
from domain.fields import Value, comparable, gaps
from domain.french import moment as in_words
from domain.hint import Hint

Row = Mapping[str, Value]

PREVU = "prevu"
ABSENCES = frozenset({"absence_justifiee", "absence_non_justifiee"})
_HELD = "presence"
_DEFAULT_MINUTES = 30


def overlaps(entretien: Row, others: Iterable[Row]) -> tuple[Row, ...]:
    """Return which of ``others`` lie on the same hours of the same collaborateur (R-ENT-3).

    Cancelled ones leave their hour free, and an appointment never overlaps itself. One without a
    duration counts half an hour. It is a warning: two people may be received together.
    """
    own = _hours(entretien)
    if own is None or entretien.get("realisation") == "annule":
        return ()
    return tuple(
        other
        for other in others
        if other.get("id") != entretien.get("id")
        and other.get("collaborateur") == entretien.get("collaborateur")
        and other.get("realisation") != "annule"
        and (hours := _hours(other)) is not None
        and own[0] < hours[1]
        and hours[0] < own[1]
    )


def is_untreated(entretien: Row, now: str) -> bool:
    """Tell whether an appointment is past (``now``: a local moment) and still «prévu» (R-ENT-10)."""
    moment = entretien.get("moment")
    return _is_planned(entretien) and isinstance(moment, str) and moment < now


def lacks_synthese(entretien: Row, themes: Sequence[Row]) -> bool:
    """Tell whether a held entretien has not one synthèse written (R-ENT-10)."""
    return entretien.get("realisation") == _HELD and not any(_written(row, "synthese") for row in themes)


def absences(entretiens: Iterable[Row]) -> int:
    """Count the appointments that the person missed, excused or not (R-ENT-11)."""
    return sum(row.get("realisation") in ABSENCES for row in entretiens)


def days_without(last: str | None, since: str | None, today: dt.date) -> int | None:
    """Return for how many days nobody has met a person (R-REP-6); ``None`` if it cannot be told.

    ``last``: the last entretien held; ``since``: the day she came here, which counts for who never had one.
    """
    known = max(last or "", since or "")[:10]
    return (today - dt.date.fromisoformat(known)).days if known else None


def gaps_of(entretien: Row, themes: Sequence[Row]) -> tuple[str, ...]:
    """Return what an entretien still lacks, in French, in the order of the form (R-ENT-12)."""
    missing = gaps(ENTRETIEN.fields, dict(entretien))
    if not themes:
        missing.append("Il manque un thème au moins.")
    for theme in themes:
        missing.extend(gaps(THEME.fields, dict(theme)))
    return tuple(missing)


def hints(entretien: Row, themes: Sequence[Row], *, others: Iterable[Row], now: str) -> tuple[Hint, ...]:
    """Return the remarks on an entretien being written.

    ``others``: the collaborateur's other appointments; ``now``: a local moment.
    """
    found = [
        Hint("moment", f"Déjà un rendez-vous {in_words(str(other['moment']))}.", "R-ENT-3", "attention")
        for other in overlaps(entretien, others)
    ]
    if is_untreated(entretien, now):
        text = "L’heure est passée\u00a0: dites comment le rendez-vous s’est tenu."
        found.append(Hint("realisation", text, "R-ENT-2", "conseil"))
    elif not _is_planned(entretien) and str(entretien.get("moment") or "") > now:
        text = "Ce rendez-vous est à venir\u00a0: il est en principe «\u00a0Prévu\u00a0»."
        found.append(Hint("realisation", text, "R-ENT-2", "attention"))
    if entretien.get("realisation") in ABSENCES and not _written(entretien, "motif_absence"):
        text = "Notez le motif de l’absence s’il est connu\u00a0: les absences se comptent."
        found.append(Hint("motif_absence", text, "R-ENT-11", "conseil"))
    if lacks_synthese(entretien, themes):
        text = "Il reste à écrire la synthèse d’un thème au moins."
        found.append(Hint("synthese", text, "R-ENT-10", "conseil"))
    if not themes:
        found.append(Hint("themes", "Choisissez au moins un thème.", "R-ENT-12", "conseil"))
    return tuple(found)


def _hours(entretien: Row) -> tuple[dt.datetime, dt.datetime] | None:
    moment, minutes = entretien.get("moment"), entretien.get("duree")
    if not isinstance(moment, str) or not moment:
        return None
    start = dt.datetime.fromisoformat(moment)
    length = minutes if isinstance(minutes, int) and 0 < minutes <= 24 * 60 else _DEFAULT_MINUTES
    return start, start + dt.timedelta(minutes=length)


def _is_planned(entretien: Row) -> bool:
    return entretien.get("realisation") in {None, "", PREVU}


def _written(row: Row, name: str) -> bool:
    value = comparable(row.get(name))
    return value is not None and str(value).strip() != ""
