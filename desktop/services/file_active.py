"""The file active: who is accompanied here, and what waits for each (R-FA-1, R-GEN-8, R-REP-1).

The lines are computed once and kept; a change of some dossiers reads those again, a pull all of
them, off the screen (``relire``). A keystroke of the search only asks the index which lines to show
(12,000 dossiers: 10 ms).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock

from sqlalchemy import ColumnElement, Connection, Integer, func, literal_column, select, text

from desktop.models.changes import Changes
from desktop.models.tables import RECORDS, consultation
from desktop.services.lignes_cer import LigneCer, cers_by_dossier
from desktop.services.poste import Poste, Values, rows, text_of
from domain.beneficiaire.rules import full_name
from domain.cer.states import State
from domain.clock import PARIS, today
from domain.file_active.rules import is_current, is_new
from domain.text import fold

AT_ONCE = 50  # more dossiers than this are read faster all together


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
    """One person of the file active, and what waits for her; ``cers``: the latest first."""

    dossier: str
    nom_affiche: str
    numero: str
    nom: str
    prenom: str
    date_naissance: str | None
    commune: str
    etat_droit: str | None
    etat_droit_libelle: str
    sdd: str | None
    cers: tuple[LigneCer, ...]
    prochain_entretien: str | None
    dernier_entretien: str | None
    sortie_le: str | None
    nouveau: bool
    filtres: frozenset[Filtre]

    @property
    def cer_etat(self) -> State | None:
        """Return the state of the last CER."""
        return self.cers[0].etat if self.cers else None

    @property
    def cer_fin(self) -> str | None:
        """Return the last day of the last CER, ``AAAA-MM-JJ``."""
        return self.cers[0].fin if self.cers else None

    @property
    def jours_restants(self) -> int | None:
        """Return the days left before the last CER is to be renewed (R-CER-6)."""
        return self.cers[0].jours if self.cers else None


class FileActive:
    """Lists and searches the dossiers of the replica."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste
        # By rowid, which is what the search index gives; with when it was last consulted here.
        self._known: dict[int, tuple[str, LigneFileActive]] = {}
        self._lines: dict[int, LigneFileActive] = {}
        self._stale: frozenset[str] | None = None  # dossiers to read again, None for all of them
        self._guard = Lock()
        self._reading = Lock()
        poste.replique.ecrivain.subscribe(self._forget)

    def lister(self, recherche: str = "", filtre: Filtre = Filtre.TOUS) -> list[LigneFileActive]:
        """Return the lines that match, in the order to show: last consulted first, then by name."""
        lines = self._all()
        words = fold(recherche).split()
        if words:
            query = " ".join(f'"{word}"*' for word in words)
            found = text("SELECT rowid FROM recherche WHERE recherche MATCH :query")
            with self._poste.replique.read() as connection:
                matching = set(connection.execute(found, {"query": query}).scalars().all())
            shown = [line for rowid, line in lines.items() if rowid in matching]
        else:
            shown = list(lines.values())
        return shown if filtre is Filtre.TOUS else [line for line in shown if filtre in line.filtres]

    def compter(self) -> dict[Filtre, int]:
        """Count the lines of each filter."""
        counts = Counter(filtre for line in self._all().values() for filtre in line.filtres)
        return {filtre: counts[filtre] for filtre in Filtre}

    def lignes(self) -> dict[str, LigneFileActive]:
        """Return every line by its dossier."""
        return {line.dossier: line for line in self._all().values()}

    def relire(self) -> None:
        """Read again, on the caller's thread, until nothing has changed: the screen shows what was."""
        while self._catch_up():
            pass

    def _all(self) -> dict[int, LigneFileActive]:
        self._catch_up()
        return self._lines

    def _catch_up(self) -> bool:
        """Read what has changed, once: a screen does not wait for the end of a long pull. Tell if it did."""
        if not self._reading.acquire(blocking=False):  # another thread is at it, and the screen goes on
            return False
        try:
            stale = self._take_stale()
            if stale is not None and not stale:
                return False
            try:
                self._read_again(stale)
            except Exception:
                self._forget(Changes(wide=True))  # it is still to be read
                raise
            return True
        finally:
            self._reading.release()

    def _take_stale(self) -> frozenset[str] | None:
        """Say what to read again. Asked before the read: what is committed meanwhile comes next."""
        with self._guard:
            stale, self._stale = self._stale, frozenset()
        return stale

    def _read_again(self, stale: frozenset[str] | None) -> None:
        with self._poste.replique.read() as connection:
            if stale is None or len(stale) > AT_ONCE:
                self._known = self._read(connection)
            else:
                known = {k: one for k, one in self._known.items() if one[1].dossier not in stale}
                for dossier in stale:
                    known |= self._read(connection, dossier)
                self._known = known
        by_name = sorted(self._known.items(), key=lambda one: (one[1][1].nom, one[1][1].prenom))
        latest_first = sorted(by_name, key=lambda one: one[1][0], reverse=True)
        self._lines = {rowid: line for rowid, (_, line) in latest_first}

    def _forget(self, changes: Changes) -> None:
        with self._guard:
            if changes.wide:
                self._stale = None
            elif self._stale is not None:
                self._stale |= changes.dossiers

    def _read(
        self, connection: Connection, only: str | None = None
    ) -> dict[int, tuple[str, LigneFileActive]]:
        dossier = RECORDS["dossier"]
        rowid: ColumnElement[int] = literal_column("dossier.rowid", Integer)
        people = select(rowid.label("rowid"), dossier, consultation.c.le).outerjoin(
            consultation, consultation.c.dossier == dossier.c.id
        )
        affectation = RECORDS["affectation"]
        cers = cers_by_dossier(self._poste, connection, only)
        meetings = _meetings(connection, self._poste, only)
        assignments: dict[str, list[Values]] = {}
        for one in rows(connection, "affectation", *([affectation.c.dossier == only] if only else [])):
            assignments.setdefault(str(one["dossier"]), []).append(one)
        if only:
            people = people.where(dossier.c.id == only)
        found: dict[int, tuple[str, LigneFileActive]] = {}
        for person in connection.execute(people).mappings():
            record = str(person["id"])
            line = self._line(
                dict(person),
                cers.get(record, []),
                meetings.get(record, (None, None, 0)),
                assignments.get(record, []),
            )
            found[person["rowid"]] = (str(person["le"] or ""), line)
        return found

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
        new = current is not None and is_new(current, has_cer=last is not None, today=day)
        horizon = int(self._poste.settings["departement.horizon_renouvellement_jours"])
        filters = {Filtre.TOUS}
        if new:
            filters.add(Filtre.NOUVEAUX)
        if last is None:
            filters.add(Filtre.SANS_CER)
        elif last.etat is State.VALIDE and last.jours is not None and last.jours <= horizon:
            filters.add(Filtre.A_RENOUVELER)
        if person["etat_droit"] not in (None, "versable") or person["sdd"] == "nsdd":
            filters.add(Filtre.DROIT_A_VERIFIER)
        if meetings[2] or (last is not None and last.etat is State.PROPOSITION):
            filters.add(Filtre.A_TRAITER)
        return LigneFileActive(
            dossier=str(person["id"]),
            nom_affiche=full_name(person),
            numero=str(person["numero"] or ""),
            nom=str(person["nom"] or ""),
            prenom=str(person["prenom"] or ""),
            date_naissance=text_of(person["date_naissance"]),
            commune=str(person["commune"] or ""),
            etat_droit=text_of(person["etat_droit"]),
            etat_droit_libelle=str(person["etat_droit_libelle"] or ""),
            sdd=text_of(person["sdd"]),
            cers=tuple(cers),
            prochain_entretien=meetings[0],
            dernier_entretien=meetings[1],
            sortie_le=text_of(current["fin"]) if current else None,
            nouveau=new,
            filtres=frozenset(filters),
        )


def _meetings(
    connection: Connection, poste: Poste, only: str | None = None
) -> dict[str, tuple[str | None, str | None, int]]:
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
        )
        .where(*([table.c.dossier == only] if only else []))
        .group_by(table.c.dossier)
    )
    return {dossier: (following, last, late) for dossier, following, last, late in found}
