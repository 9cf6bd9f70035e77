"""What the head of a dossier marks, beside the right: veille, mise en demeure, address, ways to reach."""

import datetime as dt
from collections.abc import Iterable, Mapping

from domain.beneficiaire.rules import unreachable
from domain.demandes.rules import waiting_midem
from domain.fields import Value
from domain.french import long_date
from domain.hint import Hint
from domain.veille.rules import ends_soon, running, sanction_is_long

Row = Mapping[str, Value]


def marks(
    dossier: Row,
    veilles: Iterable[Row],
    midems: Iterable[Row],
    *,
    today: dt.date,
    days: int,
    hors: Hint | None,
) -> tuple[Hint, ...]:
    """Return the marks in a few words each (R-FA-2, R-FA-3, R-FA-11, R-MID-1, R-CER-27).

    ``days``: how long before its end a veille is looked at again; ``hors``: that the address is elsewhere.
    """
    found = [_veille(running(veilles, today), today, days), hors]
    if (asked := waiting_midem(midems, dossier)) is not None:
        text = f"Mise en demeure demandée le {long_date(str(asked['date']))}"
        found.append(Hint("date_midem", text, "R-MID-1", "conseil"))
    found.append(unreachable(dossier))
    return tuple(filter(None, found))


def _veille(veille: Row | None, today: dt.date, days: int) -> Hint | None:
    if veille is None:
        return None
    since = long_date(str(veille["debut"]))
    if sanction_is_long(veille, today):
        return Hint("motif", f"Sanction depuis le {since}, sans radiation", "R-FA-3", "attention")
    if ends_soon(veille, today, days):
        fin = str(veille["fin"])
        verb = "devait finir" if fin < today.isoformat() else "finit"
        return Hint("fin", f"La veille {verb} le {long_date(fin)}", "R-FA-2", "attention")
    return Hint("debut", f"En veille depuis le {since}", "R-FA-2", "conseil")
