"""The other CERs of a person: what one begins a new CER with, copies from, or ends (R-CER-7, R-CER-21)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.models.tables import RECORDS
from desktop.services.lignes_cer import history
from desktop.services.poste import Poste, Values, by_rank, rows
from domain.cer.rappel import recalled, since
from domain.cer.redaction import known_situation
from domain.cer.rules import effective_end, printable_period
from domain.cer.states import State, state_of
from domain.cer.suite import Voisin
from domain.clock import today
from domain.file_active.rules import entry_date


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier CER, whole: ``values`` and its ``objectifs`` in their order."""

    voisin: Voisin
    etat_libelle: str
    values: Values
    objectifs: tuple[Values, ...]

    @property
    def nom(self) -> str:
        """Return what it is called: its number, else that it is a CER."""
        return f"CER n°\u00a0{self.voisin.numero}" if self.voisin.numero else "CER sans numéro"


def read_precedents(
    poste: Poste, connection: Connection, dossier: str, *, but: str | None = None
) -> tuple[Precedent, ...]:
    """Return the CERs of a dossier but one, the latest first."""
    table = RECORDS["cer"]
    cers = rows(connection, "cer", table.c.dossier == dossier, table.c.id != (but or ""))
    events, objectifs = (
        rows(connection, kind, RECORDS[kind].c.dossier == dossier) if cers else []
        for kind in ("evenement_cer", "objectif")
    )
    found = []
    for cer in sorted(cers, key=lambda line: (line["date_debut"] or "", line["cree_le"] or ""), reverse=True):
        record = str(cer["id"])
        state = state_of(history([line for line in events if line["cer"] == record]))
        voisin = Voisin(record, _number(cer), printable_period(cer)[0], effective_end(cer), state)
        parts = tuple(by_rank([line for line in objectifs if line["cer"] == record]))
        found.append(Precedent(voisin, poste.settings.label("etats_cer", state), cer, parts))
    return tuple(found)


def last_in_force(precedents: tuple[Precedent, ...]) -> Precedent | None:
    """Return the CER that a new one follows: the last validated, else the last written."""
    validated = [one for one in precedents if one.voisin.etat is State.VALIDE]
    return next(iter([*validated, *precedents]), None)


def first_words(
    poste: Poste, connection: Connection, person: Values, precedent: Precedent | None
) -> str | None:
    """Return what the situation of a new CER begins with: the person, the last objectifs, the facts since."""
    day = today(poste.clock)
    dossier = str(person.get("id"))

    def of(kind: str) -> list[Values]:
        return rows(connection, kind, RECORDS[kind].c.dossier == dossier)

    debut = entry_date(of("affectation"), poste.moi.id, day)
    around = {"difficultes": of("difficulte"), "souhaits": by_rank(of("souhait_metier"))}
    parts = [known_situation(person, debut, day, constats=of("caracteristique"), **around)]
    if precedent is not None:
        begun = precedent.voisin.debut or str(precedent.values["date_signature"] or "")
        parts.append(recalled(precedent.voisin.numero, precedent.objectifs))
        parts.append(since(begun, day.isoformat(), of("entretien"), of("evenement_droit")))
    return "\n".join(filter(None, parts)) or None


def _number(cer: Mapping[str, object]) -> int | None:
    number = cer["numero"]
    return number if isinstance(number, int) else None
