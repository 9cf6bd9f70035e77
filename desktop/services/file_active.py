"""The file active: who is accompanied here, and what waits for each (R-FA-1, R-GEN-8, R-REP-1).

The lines are computed once and kept until something changes, so that a keystroke of the search
only asks the index which of them to show.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, func, select, text

from desktop.models.changes import Changes
from desktop.models.tables import RECORDS, consultation
from desktop.services.lignes_cer import LigneCer, cers_by_dossier
from desktop.services.poste import Poste, Values, rows, text_of
from domain.cer.states import State
from domain.clock import PARIS, today
from domain.file_active.rules import is_current
from domain.text import fold

NEW_DAYS = 21


class Filtre(StrEnum):
    """What a referent looks for in the file active."""

    TOUS = "tous"
    NOUVEAUX = "nouveaux"
    SANS_CER = "sans_cer"
    A_RENOUVELER = "a_renouveler"
    DROIT_A_VERIFIER = "droit_a_verifier"
    A_TRAITER = "a_traiter"


@dataclass(frozen=True, slots=True)
class LigneFileActive:
    """One person of the file active, and what waits for her."""

    dossier: str
    numero: str
    nom: str
    prenom: str
    date_naissance: str | None
    commune: str
    etat_droit: str | None
    etat_droit_libelle: str
    sdd: str | None
    cer_etat: State | None
    cer_fin: str | None
    jours_restants: int | None
    prochain_entretien: str | None
    dernier_entretien: str | None
    sortie_le: str | None
    nouveau: bool
    filtres: frozenset[Filtre]


class FileActive:
    """Lists and searches the dossiers of the replica."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste
        self._lines: dict[str, LigneFileActive] | None = None
        poste.replique.ecrivain.subscribe(self._forget)

    def lister(self, recherche: str = "", filtre: Filtre = Filtre.TOUS) -> list[LigneFileActive]:
        """Return the lines that match, in the order to show: last consulted first, then by name."""
        lines = self._all()
        words = fold(recherche).split()
        if not words:
            return [line for line in lines.values() if filtre in line.filtres]
        query = " ".join(f'"{word}"*' for word in words)
        found = text(
            "SELECT d.id FROM recherche r JOIN dossier d ON d.rowid = r.rowid WHERE recherche MATCH :query"
        )
        with self._poste.replique.read() as connection:
            matching = set(connection.execute(found, {"query": query}).scalars())
        return [line for record, line in lines.items() if record in matching and filtre in line.filtres]

    def compter(self) -> dict[Filtre, int]:
        """Count the lines of each filter."""
        counts = Counter(filtre for line in self._all().values() for filtre in line.filtres)
        return {filtre: counts[filtre] for filtre in Filtre}

    def _all(self) -> dict[str, LigneFileActive]:
        lines = self._lines
        if lines is None:
            with self._poste.replique.read() as connection:
                lines = self._lines = self._compute(connection)
        return lines

    def _forget(self, changes: Changes) -> None:
        if changes.wide or changes.dossiers:
            self._lines = None

    def _compute(self, connection: Connection) -> dict[str, LigneFileActive]:
        dossier = RECORDS["dossier"]
        people = connection.execute(
            select(dossier, consultation.c.le)
            .outerjoin(consultation, consultation.c.dossier == dossier.c.id)
            .order_by(consultation.c.le.desc().nulls_last(), dossier.c.nom, dossier.c.prenom)
        ).mappings()
        cers = cers_by_dossier(self._poste, connection)
        meetings = _meetings(connection, self._poste)
        assignments: dict[str, list[Values]] = {}
        for line in rows(connection, "affectation"):
            assignments.setdefault(str(line["dossier"]), []).append(line)
        return {
            str(person["id"]): self._line(
                dict(person),
                cers.get(str(person["id"]), []),
                meetings.get(str(person["id"]), (None, None, 0)),
                assignments.get(str(person["id"]), []),
            )
            for person in people
        }

    def _line(
        self,
        person: Values,
        cers: list[LigneCer],
        meetings: tuple[str | None, str | None, int],
        assignments: Iterable[Values],
    ) -> LigneFileActive:
        day = today(self._poste.clock)
        current = next(
            (line for line in assignments if line["role"] == "parcours" and is_current(line, day)), None
        )
        last = cers[0] if cers else None
        remaining = (dt.date.fromisoformat(last.fin) - day).days if last and last.fin else None
        since = _days_since(current["debut"] if current else None, day)
        new = since is not None and since <= NEW_DAYS and last is None
        horizon = int(self._poste.settings["departement.horizon_renouvellement_jours"])
        filters = {Filtre.TOUS}
        if new:
            filters.add(Filtre.NOUVEAUX)
        if last is None:
            filters.add(Filtre.SANS_CER)
        elif (
            last.etat is State.VALIDE and not last.dernier and remaining is not None and remaining <= horizon
        ):
            filters.add(Filtre.A_RENOUVELER)
        if person["etat_droit"] not in (None, "versable") or person["sdd"] == "nsdd":
            filters.add(Filtre.DROIT_A_VERIFIER)
        if meetings[2] or (last is not None and last.etat is State.PROPOSITION):
            filters.add(Filtre.A_TRAITER)
        return LigneFileActive(
            dossier=str(person["id"]),
            numero=str(person["numero"] or ""),
            nom=str(person["nom"] or ""),
            prenom=str(person["prenom"] or ""),
            date_naissance=text_of(person["date_naissance"]),
            commune=str(person["commune"] or ""),
            etat_droit=text_of(person["etat_droit"]),
            etat_droit_libelle=str(person["etat_droit_libelle"] or ""),
            sdd=text_of(person["sdd"]),
            cer_etat=last.etat if last else None,
            cer_fin=last.fin if last else None,
            jours_restants=remaining,
            prochain_entretien=meetings[0],
            dernier_entretien=meetings[1],
            sortie_le=text_of(current["fin"]) if current else None,
            nouveau=new,
            filtres=frozenset(filters),
        )


def _meetings(connection: Connection, poste: Poste) -> dict[str, tuple[str | None, str | None, int]]:
    """Return per dossier: the next meeting, the last one held, how many are past and still «prévu»."""
    table = RECORDS["entretien"]
    now = f"{poste.clock.now().astimezone(PARIS):%Y-%m-%dT%H:%M}"
    planned = table.c.realisation == "prevu"
    found = connection.execute(
        select(
            table.c.dossier,
            func.min(table.c.moment).filter(planned & (table.c.moment >= now)),
            func.max(table.c.moment).filter(table.c.realisation == "presence"),
            func.count().filter(planned & (table.c.moment < now)),
        ).group_by(table.c.dossier)
    )
    return {dossier: (following, last, late) for dossier, following, last, late in found}


def _days_since(date: object, day: dt.date) -> int | None:
    return (day - dt.date.fromisoformat(date)).days if isinstance(date, str) else None
