"""CERs to study, for secretariat, ALI and chef de service (R-CER-12, R-CER-13, R-CER-14)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select

from desktop.models.changes import Changes, touched
from desktop.models.tables import RECORDS
from desktop.services.cer_lu import Lu, read_cer
from desktop.services.cers import record_event
from desktop.services.lignes_cer import NEWS_DAYS, history
from desktop.services.poste import Poste, Values, by_rank, row, rows, text_of
from desktop.services.precedents import read_precedents
from domain.beneficiaire.rules import full_name
from domain.cer.rules import printable_period
from domain.cer.states import DECIDED, State, state_of
from domain.cer.suite import ended_by, resumed_without
from domain.clock import read_instant, today
from domain.droits import refusal
from domain.exchange.v1 import Op
from domain.registry import FORMS

_STUDIED = (State.SOUMIS, State.COMMISSION, State.ATTENTE)


@dataclass(frozen=True, slots=True)
class LigneEtude:
    """One CER the service has to study; ``jours`` since it was submitted; ``alerte``: what to look at.

    ``soumis_le`` and ``change_le`` (last change of state) are instants.
    """

    cer: str
    dossier: str
    nom_affiche: str
    referent_nom: str
    priorite: str | None
    priorite_libelle: str
    etat: State
    etat_libelle: str
    soumis_le: str | None
    change_le: str | None
    jours: int
    alerte: str


class Instruction:
    """Use cases of the service."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def a_etudier(self) -> list[LigneEtude]:
        """Return the CERs in study: priorities other than the ordinary first, then the oldest."""
        lines = self._lines(_STUDIED)
        return sorted(lines, key=lambda line: (line.priorite in (None, "normale"), -line.jours))

    def decides(self) -> list[LigneEtude]:
        """Return the CERs decided of late, the latest first: a decision may be gone back on (R-CER-12)."""
        recent = (today(self._poste.clock) - dt.timedelta(days=NEWS_DAYS)).isoformat()
        lines = self._lines(DECIDED, RECORDS["evenement_cer"].c.cree_le >= recent)
        return sorted(lines, key=lambda line: line.change_le or "", reverse=True)

    def _lines(self, states: Collection[State], *when: ColumnElement[bool]) -> list[LigneEtude]:
        """Return the CERs that are in one of ``states``, entered ``when``."""
        poste = self._poste
        table = RECORDS["evenement_cer"]
        reached = select(table.c.cer).where(table.c.vers.in_(states), *when)
        with poste.replique.read() as connection:
            names = poste.names(connection)
            events: dict[str, list[Values]] = {}
            for event in rows(connection, "evenement_cer", table.c.cer.in_(reached)):
                events.setdefault(str(event["cer"]), []).append(event)
            studied = [cer for cer, steps in events.items() if state_of(history(steps)) in states]
            cers = rows(connection, "cer", RECORDS["cer"].c.id.in_(studied))
            concerned = RECORDS["dossier"].c.id.in_({str(cer["dossier"]) for cer in cers})
            people = {str(line["id"]): line for line in rows(connection, "dossier", concerned)}
            return [
                self._line(cer, by_rank(events[str(cer["id"])]), people.get(str(cer["dossier"]), {}), names)
                for cer in cers
            ]

    def _line(self, cer: Values, steps: list[Values], person: Values, names: dict[str, str]) -> LigneEtude:
        state = state_of(history(steps))
        sent = max(  # a history taken over from elsewhere may hold no submission: its first step then
            [step for step in steps if step["vers"] == State.SOUMIS] or steps[:1],
            key=lambda step: str(step["cree_le"]),
        )
        day = read_instant(str(sent["cree_le"])).date() if sent["cree_le"] else dt.date.min
        alerts = []
        if person.get("sdd") == "nsdd":
            alerts.append("Non soumis aux droits et devoirs")
        if person.get("etat_droit") not in (None, "versable"):
            alerts.append(str(person.get("etat_droit_libelle") or ""))
        return LigneEtude(
            cer=str(cer["id"]),
            dossier=str(cer["dossier"]),
            nom_affiche=full_name(person),
            referent_nom=names.get(str(sent["cree_par"]), ""),
            priorite=text_of(cer["priorite"]),
            priorite_libelle=str(cer["priorite_libelle"] or ""),
            etat=state,
            etat_libelle=self._poste.settings.label("etats_cer", state),
            soumis_le=text_of(sent["cree_le"]),
            change_le=text_of(steps[-1]["cree_le"]),
            jours=max(0, (today(self._poste.clock) - day).days),
            alerte=" · ".join(alerts),
        )

    def decider(
        self,
        cer: str,
        vers: State,
        *,
        date_decision: str | None,
        decision_commentee: str | None,
        note_referent: str | None,
        debut: str | None,
        fin: str | None,
        motif: str | None,
    ) -> None:
        """Fill in the service's fields and change the state, in one transaction (R-CER-12, R-CER-13).

        Raises RefusedError with the rule that forbids it; nothing is then written.
        """
        poste = self._poste
        values: Values = {
            "date_decision": date_decision,
            "decision_commentee": decision_commentee,
            "note_referent": note_referent,
            "date_debut_decidee": debut,
            "date_fin_decidee": fin,
        }

        def work(connection: Connection) -> tuple[None, Changes]:
            lu = read_cer(poste, connection, cer)
            fresh = {name: value for name, value in values.items() if value or lu.cer[name]}
            if fresh:
                refused = refusal(lu.writer, FORMS["cer"], Op.SET, fresh, lu.etat)
                if refused is not None:
                    raise refused
                seen = {name: lu.cer[name] for name in fresh}
                poste.outbox.set(connection, "cer", cer, fresh, seen)
            record_event(poste, connection, cer, vers, motif)
            _end_others(poste, connection, cer, lu, vers)
            return None, touched("cer", cer, str(lu.cer["dossier"]))

        poste.now_write(work)


def _end_others(poste: Poste, connection: Connection, cer: str, lu: Lu, vers: State) -> None:
    """End the CERs that this one takes the place of, or let them run again if it does not (R-CER-21)."""
    now = row(connection, "cer", cer) or {}
    debut = printable_period(now)[0]
    others = read_precedents(poste, connection, str(lu.cer["dossier"]), but=cer)
    ends: dict[str, str | None] = {}
    if lu.etat is State.VALIDE:
        former = printable_period(lu.cer)[0]
        ends |= {str(each["id"]): None for each in resumed_without(former, [one.values for one in others])}
    if vers is State.VALIDE:
        ends |= {other.id: day for other, day in ended_by(debut, [one.voisin for one in others])}
    closed = {one.voisin.id: one.values["date_cloture"] for one in others}
    for other, day in ends.items():
        poste.outbox.set(connection, "cer", other, {"date_cloture": day}, {"date_cloture": closed[other]})
