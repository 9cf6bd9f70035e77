"""Who accompanies whom today, and how one leaves a file active (R-ACC-1/2/3, R-FA-1/4/5/6/14).

Dates are wire values where they come from rows (``AAAA-MM-JJ`` compares as text), and
:class:`datetime.date` where one computes.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Mapping

from domain.cer.rules import months_later
from domain.demandes.rules import Preuves, unpaid_since
from domain.fields import Value
from domain.french import long_date, plural
from domain.hint import Hint

Row = Mapping[str, Value]

PARCOURS, ETAPE = "parcours", "etape"
FIRST_CER = dt.timedelta(weeks=3)
FROZEN_DAYS = 5
"""Beyond that many days without news from Genesis under an active référent, a sortie is due (R-REP-1)."""
_STOPS_A_CER = ("demande", "deces")


def is_current(affectation: Row, today: dt.date) -> bool:
    """Tell whether an affectation runs today; its last day is still a day of it (R-ACC-2)."""
    day = today.isoformat()
    return str(affectation.get("debut") or "") <= day <= str(affectation.get("fin") or "9999-12-31")


def is_ahead(affectation: Row, today: dt.date) -> bool:
    """Tell whether an affectation is still to begin: it opens nothing yet, and may still be changed."""
    return str(affectation.get("debut") or "") > today.isoformat()


def overlap(one: Row, other: Row) -> bool:
    """Tell whether two affectations have a day in common (R-ACC-7)."""
    (begins, ends), (starts, stops) = (
        (str(row.get("debut") or ""), str(row.get("fin") or "9999-12-31")) for row in (one, other)
    )
    return begins <= stops and starts <= ends


def accompanies(affectation: Row, today: dt.date) -> bool:
    """Tell whether it designates a référent de parcours, from today or from a day to come."""
    runs = is_current(affectation, today) or is_ahead(affectation, today)
    return affectation.get("role") == PARCOURS and runs


def role_of(affectations: Iterable[Row], compte: str, today: dt.date) -> str | None:
    """Return the role of ``compte`` on a dossier today: ``"parcours"`` before ``"etape"``, or ``None``.

    It opens the dossier to a référent (R-ACC-1) and says what he may do in it (R-ACC-7).
    """
    roles = {
        row.get("role") for row in affectations if row.get("referent") == compte and is_current(row, today)
    }
    return next((role for role in (PARCOURS, ETAPE) if role in roles), None)


def current_parcours(affectations: Iterable[Row], today: dt.date) -> Row | None:
    """Return the affectation of the référent de parcours that runs; the latest if there are two.

    On a réorientation both periods may hold the same day: the newcomer has the dossier (R-ACC-3).
    """
    current = [row for row in affectations if row.get("role") == PARCOURS and is_current(row, today)]
    return max(current, key=lambda row: str(row.get("debut") or ""), default=None)


def current_referent(affectations: Iterable[Row], today: dt.date) -> str | None:
    """Return the référent de parcours of a dossier today."""
    last = current_parcours(affectations, today)
    return None if last is None else str(last.get("referent"))


def entry_date(affectations: Iterable[Row], compte: str, today: dt.date) -> str | None:
    """Return since when a dossier is in the file active of ``compte``, by the period that runs (R-GEN-12).

    The designation counts, not the first entretien; leaving and coming back makes two periods.
    """
    return max(
        (
            str(row.get("debut") or "")
            for row in affectations
            if row.get("referent") == compte and row.get("role") == PARCOURS and is_current(row, today)
        ),
        default=None,
    )


def first_cer_deadline(debut: dt.date) -> dt.date:
    """Return the day by which a new entrant has been received and has a CER (R-FA-1)."""
    return debut + FIRST_CER


def is_new(affectation: Row, *, has_cer: bool, today: dt.date) -> bool:
    """Tell whether a dossier is a new entrant: designated for three weeks at most, no CER yet (R-FA-1)."""
    debut = affectation.get("debut")
    if has_cer or not isinstance(debut, str) or not debut or not is_current(affectation, today):
        return False
    return today <= first_cer_deadline(dt.date.fromisoformat(debut))


def own_period(affectations: Iterable[Row], compte: str, today: dt.date) -> Row | None:
    """Return the affectation by which ``compte`` accompanies today: the one a sortie of his would end."""
    affectations = list(affectations)
    role = role_of(affectations, compte, today)
    mine = [
        row
        for row in affectations
        if (row.get("referent"), row.get("role")) == (compte, role) and is_current(row, today)
    ]
    return max(mine, key=lambda row: str(row.get("debut") or ""), default=None)


def is_reoriented(affectations: Iterable[Row], own: Row, today: dt.date) -> bool:
    """Tell whether someone else is référent de parcours already: Genesis ends ``own`` by itself (R-ACC-3)."""
    return own.get("role") == PARCOURS and current_referent(affectations, today) != own.get("referent")


def is_let_go(dossier: Row, today: dt.date) -> bool:
    """Tell whether Genesis has been silent on a dossier for so long that it has let go of it (R-REP-1)."""
    since = str(dossier.get("actualisation_figee_le") or "")
    return bool(since) and (today - dt.date.fromisoformat(since)).days > FROZEN_DAYS


def awaits_sortie(dossier: Row, affectations: Iterable[Row], today: dt.date) -> bool:
    """Tell whether Genesis has let go of a dossier that a référent still has, undated (R-REP-1, R-FA-4)."""
    if not is_let_go(dossier, today):
        return False
    current = [row for row in affectations if row.get("role") == PARCOURS and is_current(row, today)]
    return bool(current) and not any(row.get("fin") for row in current)


def proposed_sorties(today: dt.date, *, nsdd: bool) -> tuple[dt.date, ...]:
    """Propose the dates of a sortie: the last day of this month or of the next one (R-FA-4).

    Who is no longer bound by rights and duties leaves on the last day of the current month.
    """
    this, following = month_end(today), month_end(months_later(today.replace(day=1), 1))
    return (this,) if nsdd else (this, following)


def month_end(day: dt.date) -> dt.date:
    """Return the last day of the month of ``day``."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def sortie_hints(
    fin: dt.date,
    *,
    motif: str | None,
    dossier: Row,
    preuves: Preuves,
    today: dt.date,
    cer_end: str | None,
    remaining: int,
) -> tuple[Hint, ...]:
    """Return what to check before dating a sortie on ``fin`` (R-FA-4/5/6/10/14, R-ACC-2/6).

    ``preuves``: that the accompaniment has ended; ``cer_end``: last day of the CER that runs, if any;
    ``remaining``: how many things the référent has still to record.
    """
    nsdd, closed = dossier.get("sdd") == "nsdd", dossier.get("etat_droit") == "clos"
    usual = proposed_sorties(today, nsdd=nsdd)
    expected = not (nsdd or closed or motif == "deces")
    unpaid = unpaid_since(dossier, today)
    remarks = (
        (
            fin < today,
            "Ce jour est passé\u00a0: le dossier quittera ce poste à la prochaine synchronisation.",
            "R-ACC-2",
        ),
        (
            remaining > 0,
            f"Il vous reste {plural(remaining, 'saisie')} à faire dans ce dossier avant d’en sortir.",
            "R-ACC-6",
        ),
        (
            fin not in usual,
            f"Date habituelle\u00a0: le {' ou le '.join(long_date(day.isoformat()) for day in usual)}.",
            "R-FA-4",
        ),
        (
            expected and preuves.figee_le is None,
            "Genesis actualise encore ce dossier\u00a0: attendez que la fin y soit enregistrée.",
            "R-FA-4",
        ),
        (
            expected and preuves.courrier_le is None,
            "Le courrier de fin d’accompagnement n’est pas encore dans le dossier.",
            "R-FA-10",
        ),
        (
            cer_end is not None and cer_end > fin.isoformat() and motif not in _STOPS_A_CER,
            f"Un CER court jusqu’au {long_date(cer_end)}\u00a0: l’accompagnement va jusque-là, sauf avenant.",
            "R-FA-5",
        ),
        (
            unpaid is not None and motif not in ("ressources", "deces"),
            "Un versement suspendu n’est pas en soi un motif de sortie\u00a0: cherchez-en la cause.",
            "R-FA-6",
        ),
        (
            motif == "droit_clos" and not closed,
            "Genesis ne montre pas de droit clos.",
            "R-FA-5",
        ),
        (
            motif == "nsdd" and not nsdd,
            "Genesis montre une personne soumise aux droits et devoirs.",
            "R-FA-5",
        ),
    )
    found = [Hint("fin", text, rule, "attention") for holds, text, rule in remarks if holds]
    if motif == "droit_clos":
        found.append(
            Hint("motif_fin", "Droit clos\u00a0: prévenez aussi le secrétariat.", "R-FA-4", "conseil")
        )
    if motif in ("emploi", "nsdd"):
        text = "Contrat aidé ou CDDI\u00a0: l’accompagnement continue, en veille si besoin."
        found.append(Hint("motif_fin", text, "R-FA-14", "conseil"))
    if motif == "emploi":
        text = "Emploi de six mois au plus\u00a0: sous un CER validé, la personne peut rester accompagnée."
        found.append(Hint("motif_fin", text, "R-FA-5", "conseil"))
    return tuple(found)
