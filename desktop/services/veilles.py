"""Veilles: begun, looked at again, ended by an act, or taken away without a trace (R-FA-2/3/7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.models.changes import Changes, touched
from desktop.models.tables import RECORDS
from desktop.services.actes import creer, effacer, modifier
from desktop.services.poste import Poste, Values, row, rows
from domain.clock import today
from domain.errors import RefusedError
from domain.fields import Value, same
from domain.hint import Hint
from domain.veille import rules

DEJA = "Cette veille existe déjà\u00a0: repoussez-la ou commentez-la."


@dataclass(frozen=True, slots=True)
class VeilleLue:
    """A veille as its card shows it; ``retablir``: how a right is reopened.

    ``court``: it holds today; ``finit``: it holds, and an act has said its last day; ``a_venir``: it is still
    to begin.
    """

    id: str
    values: Values
    court: bool
    finit: bool
    a_venir: bool
    indications: tuple[Hint, ...]
    retablir: str | None


class Veilles:
    """Use cases of the veille."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def commencer(self, dossier: str, values: Mapping[str, Value]) -> str:
        """Put a dossier in veille; return its identifier. Pressed twice, it is begun once.

        One that says the same otherwise is refused: nothing of what was typed is dropped without a word.
        Raises RefusedError.
        """
        poste = self._poste

        def work(connection: Connection) -> tuple[str, Changes | None]:
            for known in rows(connection, "veille", RECORDS["veille"].c.dossier == dossier):
                begun = all(same(known[name], values.get(name)) for name in ("motif", "debut", "terminee_le"))
                if begun and all(same(known[name], value) for name, value in values.items()):
                    return str(known["id"]), None
                if begun:
                    raise RefusedError(DEJA, "R-FA-2")
            record = creer(poste, connection, "veille", dossier, values)
            return record, touched("veille", record, dossier)

        return poste.now_write(work)

    def terminer(self, veille: str, le: str | None) -> None:
        """End a veille on a day, which is still one of it. Raises RefusedError."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            before = row(connection, "veille", veille)
            if not le:
                raise RefusedError("Choisissez le jour.", "R-FA-2")
            if before is not None and le < str(before["debut"] or ""):
                raise RefusedError("La veille finirait avant d’avoir commencé.", "R-FA-2")
            modifier(poste, connection, "veille", before, {"terminee_le": le})
            return None, touched("veille", veille, str((before or {}).get("dossier")))

        poste.now_write(work)

    def modifier(self, veille: str, values: Mapping[str, Value]) -> None:
        """Put its planned end off, or comment it. Raises RefusedError."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            before = row(connection, "veille", veille)
            modifier(poste, connection, "veille", before, values)
            return None, touched("veille", veille, str((before or {}).get("dossier")))

        poste.now_write(work)

    def retirer(self, veille: str) -> None:
        """Take a veille away, recorded by mistake: nothing of it is left (R-FA-2). Raises RefusedError."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            before = row(connection, "veille", veille)
            effacer(poste, connection, "veille", before)
            return None, touched("veille", veille, str((before or {}).get("dossier")))

        poste.now_write(work)


def lire_veilles(poste: Poste, veilles: list[Values], *, closed: bool) -> tuple[VeilleLue, ...]:
    """Return the veilles of a dossier, the last begun first; ``closed``: its right is clos."""
    day = today(poste.clock)
    ordered = sorted(veilles, key=lambda one: str(one["debut"] or ""), reverse=True)
    return tuple(
        VeilleLue(
            str(one["id"]),
            one,
            rules.is_running(one, day),
            rules.is_running(one, day) and not rules.stands(one, day),
            rules.is_ahead(one, day),
            rules.hints(one, today=day, closed=closed, others=[each for each in ordered if each is not one]),
            rules.reopening(one, day),
        )
        for one in ordered
    )
