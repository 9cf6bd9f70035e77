"""Which dossiers an account sees today (R-ACC-1/2/3/7). Only the server decides it (decision 15).

One predicate, for the pull, for the push and for whatever will read later: to open dossiers to a
profile, say it here and nowhere else.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, or_, select, true

from domain.cer.rules import months_later
from domain.exchange.v1 import Outcome
from domain.fields import Value
from domain.note.rules import PUBLIQUE, reserved_to
from domain.profils import Scope, scope_of
from domain.registry import FORMS
from domain.reprise.rules import sees_all_items, sees_handed_over
from server.models import RECORDS, compte
from server.services.appelants import Appelant

_LONGEST = 100 * 12
_DOSSIER, _AFFECTATION = RECORDS["dossier"], RECORDS["affectation"]


def visible_dossiers(appelant: Appelant, today: dt.date) -> Select[Any]:
    """Select the identifiers of the dossiers that ``appelant`` sees on the day ``today``.

    A référent sees those of his file active and those where he is référent d’étape; so does a
    service, beside its territory (R-ACC-7: the arriving secretariat of another DTAS), less those that
    were closed long ago (R-ACC-9).
    """
    own = select(_AFFECTATION.c.dossier).where(
        _current(appelant.departement, today), _AFFECTATION.c.referent == appelant.compte
    )
    return select(_DOSSIER.c.id).where(
        _DOSSIER.c.departement == appelant.departement,
        _DOSSIER.c.supprime.is_(False),
        _reach(appelant, own, today),
    )


def open_to(appelant: Appelant, kind: str) -> ColumnElement[bool]:
    """Say which records of ``kind`` are open to ``appelant`` in the dossiers he sees (decision 15).

    It depends on who he is and on what never changes in the record, so that a record never enters or
    leaves his sight but with its dossier. What belongs to no dossier is open to whom it is for.
    """
    if not FORMS[kind].reserve:
        return true()
    column = RECORDS[kind].c
    match kind:
        case "avis":
            return column.destinataire == appelant.compte
        case "note":
            mine = or_(column.cree_par == appelant.compte, column.attribuee_a == appelant.compte)
            return or_(mine, column.visibilite == PUBLIQUE)
        case "reprise":
            return _items(appelant)
        case _:
            return column.cree_par == appelant.compte


def readers_of(kind: str, record: Mapping[str, Value]) -> frozenset[str] | None:
    """Return the only accounts a record of a dossier is open to, ``None`` if whoever sees the dossier.

    What :func:`open_to` asks of the base, of a record in hand: whose words may be told to whom.
    """
    return reserved_to(record) if kind == "note" else None


def _items(appelant: Appelant) -> ColumnElement[bool]:
    column = RECORDS["reprise"].c
    mine = column.auteur == appelant.compte
    if sees_all_items(appelant.profil):
        return or_(mine, column.dossier.is_not(None))
    if sees_handed_over(appelant.profil):
        return or_(mine, and_(column.dossier.is_not(None), column.issue == Outcome.QUARANTINED))
    return mine


def visible_among(
    connection: Connection, appelant: Appelant, dossiers: Iterable[str], today: dt.date
) -> frozenset[str]:
    """Return those of ``dossiers`` that ``appelant`` sees today."""
    asked = sorted(set(dossiers))
    if not asked:
        return frozenset()
    query = visible_dossiers(appelant, today).where(_DOSSIER.c.id.in_(asked))
    return frozenset(connection.execute(query).scalars())


def roles_on(
    connection: Connection, appelant: Appelant, dossiers: Iterable[str], today: dt.date
) -> dict[str, str]:
    """Return the role of ``appelant`` on each of ``dossiers`` today; ``parcours`` goes before ``etape``."""
    asked = sorted(set(dossiers))
    if not asked:
        return {}
    rows = connection.execute(
        select(_AFFECTATION.c.dossier, _AFFECTATION.c.role)
        .where(
            _current(appelant.departement, today),
            _AFFECTATION.c.referent == appelant.compte,
            _AFFECTATION.c.dossier.in_(asked),
        )
        .order_by(_AFFECTATION.c.role)  # etape, then parcours, which overwrites it
    )
    return {str(dossier): str(role) for dossier, role in rows}


def _reach(appelant: Appelant, own: Select[Any], today: dt.date) -> ColumnElement[bool]:
    mine = _DOSSIER.c.id.in_(own)
    match scope_of(appelant.profil):
        case Scope.OWN:
            return mine
        case Scope.DTAS:
            return or_(mine, and_(_DOSSIER.c.dtas.in_(appelant.dtas), _not_archived(appelant, today)))
        case Scope.STRUCTURE if appelant.structure:
            colleagues = select(compte.c.id).where(
                compte.c.departement == appelant.departement, compte.c.structure == appelant.structure
            )
            theirs = select(_AFFECTATION.c.dossier).where(
                _current(appelant.departement, today), _AFFECTATION.c.referent.in_(colleagues)
            )
            return or_(mine, _DOSSIER.c.id.in_(theirs))
        case Scope.STRUCTURE:
            return mine
        case _:
            return false()


def _not_archived(appelant: Appelant, today: dt.date) -> ColumnElement[bool]:
    """Select dossiers that are not closed since so long that they are archived (R-ACC-9)."""
    since = months_later(today, -min(appelant.archivage_mois, _LONGEST)).isoformat()
    column = _DOSSIER.c
    followed = select(_AFFECTATION.c.dossier).where(_current(appelant.departement, today))
    return or_(
        column.etat_droit.is_(None),
        column.etat_droit != "clos",
        column.date_etat_droit.is_(None),
        column.date_etat_droit >= since,
        column.id.in_(followed),
    )


def _current(departement: str, today: dt.date) -> ColumnElement[bool]:
    """Select affectations in force; the day of a sortie still counts (R-ACC-2)."""
    day, column = today.isoformat(), _AFFECTATION.c
    return and_(
        column.departement == departement,
        column.supprime.is_(False),
        or_(column.debut.is_(None), column.debut <= day),  # '' sorts before every date
        or_(column.fin.is_(None), column.fin == "", column.fin >= day),
    )
