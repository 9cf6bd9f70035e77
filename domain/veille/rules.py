"""When a dossier is in veille, which ones are to be looked at again, what a sanction becomes (R-FA-2/3/7)."""

import datetime as dt
from collections.abc import Iterable, Mapping

from domain.cer.rules import months_later
from domain.fields import Value, comparable
from domain.french import long_date, plural
from domain.hint import Hint

Row = Mapping[str, Value]

SANCTION = "sanction"
SANCTION_MONTHS = 4
"""After that many months of a sanction without radiation, the secretariat asks CAF or MSA (R-FA-3)."""

REOPENING_MONTHS = 12
"""Until then a new claim of RSA goes with a CER de rétablissement (R-FA-7)."""


def is_running(veille: Row, today: dt.date) -> bool:
    """Tell whether a veille holds on ``today``: begun, and not ended by an act (R-FA-2).

    Its planned end ends nothing; the day it is ended on still counts.
    """
    debut, ended = _day(veille, "debut"), _day(veille, "terminee_le")
    return debut is not None and debut <= today and (ended is None or ended >= today)


def running(veilles: Iterable[Row], today: dt.date) -> Row | None:
    """Return the veille the dossier is in, the last begun; ``None`` if its state is «entrée»."""
    found = [veille for veille in veilles if is_running(veille, today)]
    return max(found, key=lambda veille: str(veille["debut"]), default=None)


def stands(veille: Row, today: dt.date) -> bool:
    """Tell whether a veille holds and no act has said yet when it is over: something is left to do of it."""
    return is_running(veille, today) and _day(veille, "terminee_le") is None


def is_ahead(veille: Row, today: dt.date) -> bool:
    """Tell whether a veille is still to begin."""
    debut, ended = _day(veille, "debut"), _day(veille, "terminee_le")
    return debut is not None and debut > today and (ended is None or ended >= debut)


def ends_soon(veille: Row, today: dt.date, days: int) -> bool:
    """Tell whether a veille that holds was to end within ``days``, or should have ended (R-FA-2)."""
    fin = _day(veille, "fin")
    return stands(veille, today) and fin is not None and fin <= today + dt.timedelta(days)


def sanction_is_long(veille: Row, today: dt.date) -> bool:
    """Tell whether a sanction has lasted its four months and the secretariat is to ask (R-FA-3)."""
    debut = _day(veille, "debut")
    if veille.get("motif") != SANCTION or debut is None or not stands(veille, today):
        return False
    return months_later(debut, SANCTION_MONTHS) <= today


def reopening(veille: Row, today: dt.date) -> str | None:
    """Say how a right is reopened after a sanction, by how long it has lasted (R-FA-7)."""
    debut = _day(veille, "debut")
    if veille.get("motif") != SANCTION or debut is None or not is_running(veille, today):
        return None
    if today < months_later(debut, SANCTION_MONTHS):
        return "Pour rétablir le droit\u00a0: un CER de rétablissement."
    if today < months_later(debut, REOPENING_MONTHS):
        return "Pour rétablir le droit\u00a0: une nouvelle demande de RSA et un CER de rétablissement."
    return "Pour rétablir le droit\u00a0: une nouvelle demande de RSA."


def hints(veille: Row, *, today: dt.date, closed: bool, others: Iterable[Row]) -> tuple[Hint, ...]:
    """Return what to check on a veille; ``closed``: the right is clos; ``others``: the dossier’s others."""
    debut, fin, ended = (_day(veille, name) for name in ("debut", "fin", "terminee_le"))
    found: list[Hint] = []
    if debut and fin and fin < debut:
        found.append(Hint("fin", "La fin prévue vient avant le début.", "R-FA-2", "attention"))
    if debut and ended and ended < debut:
        found.append(Hint("terminee_le", "La veille finit avant de commencer.", "R-FA-2", "attention"))
    if fin and fin < today and stands(veille, today):
        late = plural((today - fin).days, "jour")
        text = f"La fin prévue est passée de {late}\u00a0: mettez fin à la veille, ou repoussez-la."
        found.append(Hint("fin", text, "R-FA-2", "attention"))
    if any(is_running(other, today) for other in others) and is_running(veille, today):
        found.append(Hint("debut", "Une autre veille court déjà.", "R-FA-2", "attention"))
    if closed and is_running(veille, today):
        text = "Le droit est clos\u00a0: prévenez le secrétariat, puis datez la sortie."
        found.append(Hint("motif", text, "R-FA-3", "attention"))
    elif sanction_is_long(veille, today) and debut:
        text = (
            f"Sanction depuis le {long_date(debut.isoformat())}, sans radiation\u00a0: le secrétariat"
            " interroge la CAF ou la MSA."
        )
        found.append(Hint("motif", text, "R-FA-3", "attention"))
    return tuple(found)


def _day(row: Row, name: str) -> dt.date | None:
    value = comparable(row.get(name))
    return dt.date.fromisoformat(str(value)) if value else None
