"""Naming a référent d’étape: for a replacement, a handover, a mutation between territories (R-ACC-7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.models.changes import Changes, touched
from desktop.models.tables import RECORDS
from desktop.services.actes import creer, modifier
from desktop.services.poste import Poste, Values, row, rows
from domain.cer.rules import months_later
from domain.clock import today
from domain.errors import RefusedError
from domain.fields import Value
from domain.file_active.rules import ETAPE, current_referent, overlap
from domain.french import long_date
from domain.profils import REENTERING, Profile

NAMED = frozenset({Profile.REFERENT, Profile.REFERENT_FSE, Profile.SECRETARIAT_STRUCTURE}) | REENTERING
"""Who may be named: a référent or a secretariat, of any territory."""


@dataclass(frozen=True, slots=True)
class Candidat:
    """A colleague who may be named; ``precision``: profile and territory."""

    id: str
    nom: str
    precision: str


class Referents:
    """Use cases of the référent d’étape."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def candidats(self, dossier: str) -> tuple[Candidat, ...]:
        """Return who may be named on a dossier, by name; its référent de parcours may not."""
        day = today(self._poste.clock)
        with self._poste.replique.read() as connection:
            known = rows(connection, "affectation", RECORDS["affectation"].c.dossier == dossier)
            present = current_referent(known, day)
            people = rows(connection, "collaborateur", RECORDS["collaborateur"].c.profil.in_(NAMED))
        named = [
            Candidat(
                str(one["id"]),
                " ".join(filter(None, (str(one["nom"] or "").upper(), str(one["prenom"] or "")))),
                ", ".join(str(one[name]) for name in ("profil_libelle", "dtas_libelle") if one[name]),
            )
            for one in people
            if one["id"] != present
        ]
        return tuple(sorted(named, key=lambda one: one.nom))

    def par_defaut(self) -> tuple[str, str]:
        """Return the first and the last day that are proposed: from today, for a month."""
        day = today(self._poste.clock)
        return day.isoformat(), months_later(day, 1).isoformat()

    def nommer(self, dossier: str, values: Mapping[str, Value]) -> str:
        """Name ``referent`` from ``debut`` to ``fin``; return the affectation. Raises RefusedError."""
        poste = self._poste
        day = today(poste.clock)

        def work(connection: Connection) -> tuple[str, Changes]:
            known = rows(connection, "affectation", RECORDS["affectation"].c.dossier == dossier)
            referent = str(values.get("referent") or "")
            name = poste.names(connection).get(referent)
            if name is None:
                raise RefusedError("Choisissez la personne à désigner.", "R-ACC-7")
            if referent == current_referent(known, day):
                raise RefusedError(f"{name} est déjà référent de parcours.", "R-ACC-7")
            complete = {**values, "role": ETAPE, "debut": values.get("debut") or day.isoformat()}
            _in_order(complete["debut"], values.get("fin"))
            _once(name, complete, known)
            record = creer(poste, connection, "affectation", dossier, complete)
            return record, touched("affectation", record, dossier)

        return poste.now_write(work)

    def changer_fin(self, affectation: str, fin: str | None) -> None:
        """Move the last day of a référent d’étape. Raises RefusedError."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            before = row(connection, "affectation", affectation)
            if before is not None:
                _in_order(before["debut"], fin)
                of = RECORDS["affectation"].c
                others = rows(
                    connection, "affectation", of.dossier == before["dossier"], of.id != affectation
                )
                name = poste.names(connection).get(str(before["referent"]), "Cette personne")
                _once(name, {**before, "fin": fin}, others)
            modifier(poste, connection, "affectation", before, {"fin": fin})
            return None, touched("affectation", affectation, str((before or {}).get("dossier")))

        poste.now_write(work)


def _in_order(debut: Value, fin: Value) -> None:
    if fin and debut and str(fin) < str(debut):
        raise RefusedError("La désignation finirait avant d’avoir commencé.", "R-ACC-7")


def _once(name: str, named: Mapping[str, Value], others: list[Values]) -> None:
    """Refuse that one person be référent d’étape twice on a same day."""
    for one in others:
        if one["role"] == ETAPE and one["referent"] == named["referent"] and overlap(one, named):
            since, until = (long_date(str(one[day] or "")) for day in ("debut", "fin"))
            period = f"du {since} au {until}" if until else f"depuis le {since}"
            raise RefusedError(f"{name} est déjà référent d’étape, {period}.", "R-ACC-7")
