"""One line per CER, as lists show it: state, period, what the accord is worth today."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, select

from desktop.models.tables import RECORDS, changement, lecture
from desktop.services.poste import Poste, Values, by_rank, rows
from domain.accord.rules import Standing, present, prevailing, standing
from domain.cer.rules import days_left, printable_period
from domain.cer.states import DECIDED, Event, State, return_reason, state_of
from domain.clock import today

NEWS_DAYS = 30  # an older decision is history, on a new computer too


@dataclass(frozen=True, slots=True)
class LigneCer:
    """One CER of a list.

    ``retour_motif``: why the service returned it, while it is in proposition. ``jours``: days left
    before it is to be renewed, negative once over, ``None`` if it never is (R-CER-6).
    """

    id: str
    numero: int | None
    etat: State
    etat_libelle: str
    en_attente_envoi: bool
    debut: str | None
    fin: str | None
    accord: Standing
    retour_motif: str | None
    decision_non_lue: bool
    dernier: bool
    jours: int | None


def cers_by_dossier(
    poste: Poste, connection: Connection, dossier: str | None = None
) -> dict[str, list[LigneCer]]:
    """Return the CERs of one dossier, or of all, by dossier; the latest first."""

    def of(kind: str) -> list[Values]:
        table = RECORDS[kind]
        return rows(connection, kind, *([table.c.dossier == dossier] if dossier else []))

    events, accords = _grouped(of("evenement_cer")), _grouped(of("accord"))
    objectifs = _grouped(of("objectif")) if dossier or accords else {}
    unsent = set(
        connection.execute(select(changement.c.record).where(changement.c.kind == "evenement_cer")).scalars()
    )
    recent = (today(poste.clock) - dt.timedelta(days=NEWS_DAYS)).isoformat()
    read = set(connection.execute(select(lecture.c.record)).scalars())
    found: dict[str, list[LigneCer]] = {}
    for cer in sorted(
        of("cer"), key=lambda cer: (cer["date_debut"] or "", cer["cree_le"] or ""), reverse=True
    ):
        record = str(cer["id"])
        steps = by_rank(events.get(record, []))
        past = history(steps)
        state = state_of(past)
        debut, fin = printable_period(cer)
        found.setdefault(str(cer["dossier"]), []).append(
            LigneCer(
                id=record,
                numero=cer["numero"] if isinstance(cer["numero"], int) else None,
                etat=state,
                etat_libelle=poste.settings.label("etats_cer", state),
                en_attente_envoi=any(str(step["id"]) in unsent for step in steps),
                debut=debut,
                fin=fin,
                accord=worth(cer, objectifs.get(record, []), accords.get(record, [])),
                retour_motif=return_reason(past),
                decision_non_lue=state in DECIDED
                and str(steps[-1]["id"]) not in read
                and str(cer["date_decision"] or steps[-1]["cree_le"] or "") >= recent,
                dernier=bool(cer["dernier_contrat"]),
                jours=days_left(cer, today(poste.clock)),
            )
        )
    return found


def history(events: list[Values]) -> list[Event]:
    """Read the events of one CER, in order of rank."""
    steps = [
        Event(int(str(step["rang"])), State(step["de"]), State(step["vers"]), step["motif"])  # type: ignore[arg-type]
        for step in events
    ]
    return sorted(steps, key=lambda step: step.rang)


def worth(cer: Values, objectifs: list[Values], accords: list[Values]) -> Standing:
    """Return what the last accord of a CER is worth today (R-CER-25)."""
    return standing(accords, present(cer, objectifs)) if accords else Standing.NC


def counting(cer: Values, objectifs: list[Values], accords: list[Values]) -> Values:
    """Return the accord that counts today, an empty one if there is none."""
    return dict(prevailing(accords, present(cer, objectifs)) or {}) if accords else {}


def _grouped(records: list[Values]) -> dict[str, list[Values]]:
    grouped: dict[str, list[Values]] = defaultdict(list)
    for record in records:
        grouped[str(record["cer"])].append(record)
    return grouped
