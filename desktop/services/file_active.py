"""The file active: who is accompanied here, and what waits for each (R-FA-1, R-GEN-8, R-REP-1, R-REP-4).

The lines are computed once and kept, with what sifts them; a change of some dossiers reads those again, a
pull all of them, off the screen (``relire``). What is asked is answered from memory.
"""

from collections.abc import Sequence
from threading import Lock

from sqlalchemy import Connection

from desktop.models.changes import Changes
from desktop.models.replique import put
from desktop.services.lignes_file_active import LigneFileActive, Lues, lire_lignes
from desktop.services.poste import Poste, known
from desktop.services.tamis import Tamis, Trouves
from domain.recherche.criteres import Axe, Criteres, Filtre, Seuil

__all__ = ["FileActive", "Filtre", "LigneFileActive"]

AT_ONCE = 50  # more dossiers than this are read faster all together
_COLONNES = "colonnes_file_active"


class FileActive:
    """Lists and searches the dossiers of the replica."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste
        self._known: Lues = {}
        self._tamis = Tamis(())
        self._stale: frozenset[str] | None = None  # dossiers to read again, None for all of them
        self._guard = Lock()
        self._reading = Lock()
        poste.replique.ecrivain.subscribe(self._forget)

    def lister(self, recherche: str = "", filtre: Filtre = Filtre.TOUS) -> list[LigneFileActive]:
        """Return the lines that match, in the order to show: last consulted first, then by name."""
        return self.chercher(Criteres(recherche).avec(Axe.FILTRE, filtre)).lignes

    def chercher(self, criteres: Criteres) -> Trouves:
        """Return the lines that answer, in the same order, and the names nearly right."""
        return self._all().chercher(criteres)

    def facettes(self, criteres: Criteres, axe: str) -> dict[str, int]:
        """Count the lines each value of an axis would give, the other criteria held (R-REP-7)."""
        return self._all().facettes(criteres, axe)

    def compter_seuil(self, criteres: Criteres, seuil: Seuil, jours: int) -> int:
        """Count the lines a number of days would give, the other criteria held."""
        return self._all().compter_seuil(criteres, seuil, jours)

    def referents(self) -> dict[str, str]:
        """Return the name of each référent de parcours, by account."""
        return self._all().referents

    def compter(self) -> dict[Filtre, int]:
        """Count the lines of each filter."""
        counts = self.facettes(Criteres(), Axe.FILTRE)
        return {filtre: counts.get(filtre, 0) for filtre in Filtre}

    def lignes(self) -> dict[str, LigneFileActive]:
        """Return every line by its dossier."""
        return {line.dossier: line for line in self._all().lignes}

    def colonnes(self) -> tuple[str, ...] | None:
        """Return the columns this user has chosen, ``None`` if he never did."""
        with self._poste.replique.read() as connection:
            kept = known(connection, _COLONNES)
        return tuple(map(str, kept)) if isinstance(kept, list) else None

    def garder_colonnes(self, codes: Sequence[str]) -> None:
        """Remember the columns chosen, on this computer."""

        def work(connection: Connection) -> tuple[None, None]:
            put(connection, **{_COLONNES: list(codes)})
            return None, None

        self._poste.write(work)

    def relire(self) -> None:
        """Read again, on the caller's thread, until nothing has changed: the screen shows what was."""
        while self._catch_up():
            pass

    def _all(self) -> Tamis:
        self._catch_up()
        return self._tamis

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
        self._tamis = Tamis(line for _, (_, line) in latest_first)

    def _read(self, connection: Connection, only: str | None = None) -> Lues:
        return lire_lignes(self._poste, connection, only)

    def _forget(self, changes: Changes) -> None:
        with self._guard:
            if changes.wide:
                self._stale = None
            elif self._stale is not None:
                self._stale |= changes.dossiers
