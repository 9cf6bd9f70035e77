"""Searches and selections one keeps under a name, for oneself alone (R-REP-7)."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from desktop.models.changes import Changes, touched
from desktop.models.tables import RECORDS
from desktop.services.poste import Poste, Values, rows
from domain.errors import RefusedError
from domain.fields import Value
from domain.recherche.criteres import Criteres, lire
from domain.registry import FORMS
from domain.text import fold


class Sorte(StrEnum):
    """What is kept: criteria, that find other people tomorrow, or the people chosen themselves."""

    RECHERCHE = "recherche_enregistree"
    SELECTION = "selection"


@dataclass(frozen=True, slots=True)
class Gardee:
    """A search or a selection as it was kept; ``entiere``: this program understands all of it."""

    id: str
    sorte: Sorte
    nom: str
    criteres: Criteres
    entiere: bool


class Recherches:
    """Use cases of what is kept."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def lister(self, sorte: Sorte) -> list[Gardee]:
        """Return what its owner has kept, by name."""
        with self._poste.replique.read() as connection:
            kept = [_read(sorte, row) for row in self._mine(connection, sorte)]
        return sorted(kept, key=lambda one: fold(one.nom))

    def garder(self, sorte: Sorte, nom: str, criteres: Criteres, rappelee: str | None = None) -> str:
        """Keep what is asked, or who is chosen (``criteres.parmi``), under a name; return its identifier.

        ``rappelee``: the one under the eyes, which is replaced if it bears the name. Raises RefusedError for
        a name that cannot be one, or that another bears.
        """
        poste, called = self._poste, _name(sorte, nom)
        field = "criteres" if sorte is Sorte.RECHERCHE else "dossiers"
        value: Value = criteres.en_json() if sorte is Sorte.RECHERCHE else sorted(criteres.parmi or ())

        def work(connection: Connection) -> tuple[str, Changes]:
            same = [row for row in self._mine(connection, sorte) if fold(str(row["nom"])) == fold(called)]
            before = next((row for row in same if row["id"] == rappelee), None)
            if before is None and same:
                raise _taken(called)
            if before is not None:
                record = str(before["id"])
                poste.outbox.set(connection, sorte, record, {field: value}, {field: before[field]})
            else:
                record = poste.outbox.create(connection, sorte, None, {"nom": called, field: value})
            return record, touched(sorte, record, None)

        return poste.now_write(work)

    def renommer(self, gardee: Gardee, nom: str) -> None:
        """Give another name. Raises RefusedError for one that cannot be, or that another bears."""
        poste, called = self._poste, _name(gardee.sorte, nom)
        others = [one for one in self.lister(gardee.sorte) if one.id != gardee.id]
        if any(fold(one.nom) == fold(called) for one in others):
            raise _taken(called)

        def work(connection: Connection) -> tuple[None, Changes]:
            poste.outbox.set(connection, gardee.sorte, gardee.id, {"nom": called}, {"nom": gardee.nom})
            return None, touched(gardee.sorte, gardee.id, None)

        poste.now_write(work)

    def retirer(self, gardee: Gardee) -> None:
        """Forget it; the dossiers are left alone."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            poste.outbox.delete(connection, gardee.sorte, gardee.id)
            return None, touched(gardee.sorte, gardee.id, None)

        poste.now_write(work)

    def _mine(self, connection: Connection, sorte: Sorte) -> list[Values]:
        return rows(connection, sorte, RECORDS[sorte].c.cree_par == self._poste.moi.id)


def _read(sorte: Sorte, row: Values) -> Gardee:
    if sorte is Sorte.RECHERCHE:
        criteres, whole = lire(row["criteres"])
    else:
        dossiers = row["dossiers"] if isinstance(row["dossiers"], list) else []
        criteres, whole = Criteres(parmi=frozenset(map(str, dossiers))), True
    return Gardee(str(row["id"]), sorte, str(row["nom"] or ""), criteres, whole)


def _taken(called: str) -> RefusedError:
    return RefusedError(f"«\u00a0{called}\u00a0» existe déjà\u00a0: choisissez un autre nom.")


def _name(sorte: Sorte, nom: str) -> str:
    field, called = FORMS[sorte].by_name["nom"], nom.strip()
    if (sentence := field.gap(called) or field.refusal(called)) is not None:
        raise RefusedError(sentence)
    return called
