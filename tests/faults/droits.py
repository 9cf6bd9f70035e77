"""The rights that move under everybody's feet, written as the pouring writes them."""

import datetime as dt
import random

from sqlalchemy import select

from domain.clock import PARIS, today
from server.models import RECORDS
from tests.faults.serveur import Central

TERRITOIRES = ("nord", "sud")


class Droits:
    """Who accompanies the dossiers of a schedule, and where they live."""

    def __init__(self, alea: random.Random, central: Central, comptes: dict[str, str]) -> None:
        self._alea = alea
        self._central = central
        self._referents = comptes["alix"], comptes["bruno"]

    def reorienter(self, dossier: str) -> None:
        """End the affectations of the dossier, and begin others, or none (R-ACC-1, R-ACC-2, R-ACC-3)."""
        self._finir(dossier, self._jour(-19))
        for referent in self._alea.choice((self._referents[:1], self._referents[1:], self._referents, ())):
            self._designer(dossier, referent, "parcours", None)

    def etape(self, dossier: str) -> None:
        """Name a référent d’étape for a month (R-ACC-7)."""
        self._designer(dossier, self._alea.choice(self._referents), "etape", self._jour(30))

    def sortie(self, dossier: str) -> None:
        """Date the sortie of today: the dossier leaves at midnight (R-ACC-2)."""
        self._finir(dossier, self._jour(0))

    def minuit(self) -> None:
        """Let a day pass at the server."""
        self._central.clock.advance(days=1)

    def muter(self, dossier: str) -> None:
        """Move the person to another territory: her secretariat changes, not her référent."""
        with self._central.writing() as ecriture:
            ecriture.modifier("dossier", dossier, {"dtas": self._alea.choice(TERRITOIRES)})

    def _jour(self, days: int) -> str:
        return (today(self._central.clock, PARIS) + dt.timedelta(days=days)).isoformat()

    def _designer(self, dossier: str, referent: str, role: str, fin: str | None) -> None:
        with self._central.writing() as ecriture:
            values = {"referent": referent, "role": role, "debut": self._jour(-1), "fin": fin}
            ecriture.creer("affectation", values, dossier=dossier)

    def _finir(self, dossier: str, fin: str) -> None:
        table = RECORDS["affectation"]
        with self._central.lire() as connection:
            known = connection.execute(
                select(table.c.id).where(table.c.dossier == dossier, table.c.fin.is_(None))
            ).scalars()
            affectations = sorted(known)
        with self._central.writing() as ecriture:
            for affectation in affectations:
                ecriture.modifier("affectation", affectation, {"fin": fin})
