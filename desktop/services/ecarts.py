"""The file active against Genesis: what differs, person by person (R-GEN-9)."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from desktop.models.tables import RECORDS
from desktop.services.poste import Poste, Values, rows
from domain.beneficiaire.rules import full_name
from domain.clock import today
from domain.file_active.ecarts import Ecart, Nature, ecarts
from domain.file_active.rules import current_referent
from domain.profils import Scope, scope_of

_NATURES = tuple(Nature)


@dataclass(frozen=True, slots=True)
class LigneEcart:
    """One difference of one person; ``referent``: whose file active it is, '' for one’s own."""

    dossier: str
    nom_affiche: str
    referent: str
    ecart: Ecart


class Ecarts:
    """Use cases of the comparison with Genesis."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def lister(self) -> tuple[LigneEcart, ...]:
        """Return what differs, the most pressing first: one’s own, or those of every référent one sees."""
        poste = self._poste
        day = today(poste.clock)
        own = scope_of(poste.moi.profil) is Scope.OWN
        with poste.replique.read() as connection:
            names, territories = poste.names(connection), _territories(connection)
            of: dict[str, list[Values]] = {}
            for line in rows(connection, "affectation"):
                of.setdefault(str(line["dossier"]), []).append(line)
            found: list[LigneEcart] = []
            for person in rows(connection, "dossier"):
                mine = of.get(str(person["id"]), [])
                whose = poste.moi.id if own else current_referent(mine, day)
                if whose is None:
                    continue
                who = "" if own else names.get(whose, "inconnu ici")
                seen = ecarts(person, mine, whose, day, territories.get(whose, ()), own=own)
                found += [LigneEcart(str(person["id"]), full_name(person), who, one) for one in seen]
        return tuple(sorted(found, key=_rank))


def _rank(line: LigneEcart) -> tuple[int, str, str]:
    return _NATURES.index(line.ecart.nature), line.referent, line.nom_affiche


def _territories(connection: Connection) -> dict[str, tuple[str, ...]]:
    table = RECORDS["collaborateur"]
    found = connection.execute(select(table.c.id, table.c.dtas))
    return {row.id: (row.dtas,) for row in found if row.dtas}
