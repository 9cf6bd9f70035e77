"""What follows a CER: renewing it, amending it, restoring a right; what ends when another begins.

R-CER-21 and R-CER-22. All of it is proposed: each field stays for the référent to change, and a CER
that runs is ended by the service's decision on the next one, never by its draft.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.cer.rules import RETABLISSEMENT, end_date, is_retablissement, proposed_start
from domain.cer.states import DECIDED, State
from domain.fields import Value

AVENANT = "avenant"
SUITES = ("renouvellement", AVENANT, "reprise_versement", "ouverture_droit")
"""The types of a CER that follows another, as the list of types names them."""
_LEVEES = {"reprise_versement": "suspension", "ouverture_droit": "radiation"}


@dataclass(frozen=True, slots=True)
class Voisin:
    """Another CER of the same person; ``debut`` and ``fin`` are its effective first and last days."""

    id: str
    numero: int | None
    debut: str | None
    fin: str | None
    etat: State


def levee_of(type_: str | None) -> str | None:
    """Return what a CER of this type asks the service to lift, ticked beforehand (R-CER-22)."""
    return _LEVEES.get(type_ or "")


def begun_as(
    type_: str, signature: dt.date, months: int, precedent: Mapping[str, Value] | None, end: str | None
) -> dict[str, Value]:
    """Return the type, dates, priorité and levée to begin a CER with (R-CER-2, R-CER-22, R-CER-23).

    ``months``: the usual duration; ``precedent``: the last CER, ``end`` its last day. An avenant keeps the
    text and the end of what it amends, unless that end comes before its own start.
    """
    restored = is_retablissement(type_, None)
    start = proposed_start(signature, retablissement=restored)
    values: dict[str, Value] = {
        "type": type_,
        "date_signature": signature.isoformat(),
        "date_debut": start.isoformat(),
        "duree_mois": months,
        "date_fin": end_date(start, months).isoformat(),
    }
    if restored:
        values |= {"priorite": RETABLISSEMENT, "levee": levee_of(type_)}
    if type_ == AVENANT and precedent is not None:
        values |= {name: precedent.get(name) for name in ("situation", "evaluation")}
        if end is not None and end > start.isoformat():
            values |= {"date_fin": end, "duree_mois": None}
    return values


def ended_by(debut: str | None, others: Iterable[Voisin]) -> tuple[tuple[Voisin, str], ...]:
    """Return the validated CERs that one which begins on ``debut`` puts an end to, and their last day.

    That day is the day before (R-CER-21). One that begins as late or later is left alone: it would end
    before it began.
    """
    if not debut:
        return ()
    eve = (dt.date.fromisoformat(debut) - dt.timedelta(days=1)).isoformat()
    return tuple((other, eve) for other in others if _runs(other, debut))


def resumed_without(
    debut: str | None, others: Iterable[Mapping[str, Value]]
) -> tuple[Mapping[str, Value], ...]:
    """Return the CERs that a CER beginning on ``debut`` had ended, should it no longer be validated."""
    if not debut:
        return ()
    eve = (dt.date.fromisoformat(debut) - dt.timedelta(days=1)).isoformat()
    return tuple(other for other in others if other.get("date_cloture") == eve)


def under_way(others: Iterable[Voisin]) -> tuple[Voisin, ...]:
    """Return the other CERs of the person that nothing is decided of yet."""
    return tuple(other for other in others if other.etat not in DECIDED)


def _runs(other: Voisin, debut: str) -> bool:
    started = other.debut is not None and other.debut < debut
    return other.etat is State.VALIDE and started and (other.fin is None or other.fin >= debut)
