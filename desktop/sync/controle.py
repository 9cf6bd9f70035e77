"""The self-check at the end of a run: what differs is read again, and only that (rule 14 of the lessons).

The server's digest says in one number whether this replica holds what its user may see. When it does
not, digests by dossier say which dossiers differ; these come again whole, or leave if they are not
the user's. Nothing is wiped, no side is chosen, the server's digest is never adopted: what still
differs afterwards is said, and looked at again at the next run.
"""

import logging
from dataclasses import asdict

from sqlalchemy import Connection, func, select, union_all

from desktop.models.replique import Replique, get
from desktop.models.tables import RECORDS, changement, ligne_inconnue
from desktop.sync.bilan import Bilan
from desktop.sync.pull import HALF, digest
from domain.exchange.v1 import DIGEST_MASK, Digest, Doubt, Op, Proof, Response

ASKS = 20
"""Times that one run asks which dossiers differ: each time, others may have written meanwhile."""
DIFFERS = "Ce poste et le serveur n’ont pas exactement les mêmes données\u00a0: prévenez votre service."
WIDE = ""
"""Stands for what belongs to no dossier."""
_log = logging.getLogger(__name__)


class Controle:
    """The self-check of one run: compare, ask which dossiers differ, read them again, compare."""

    def __init__(self, replique: Replique) -> None:
        self._replique = replique
        self._asks = 0
        self._relus: set[str] | None = None

    def next(self, response: Response, bilan: Bilan) -> Doubt | None:
        """Return what is still to be asked of the server after its last page, ``None`` when all is said.

        ``bilan`` gets the number of dossiers read again, and the words if they still differ.
        """
        theirs = response.digest
        if theirs is None:
            return None
        if self._asks and self._relus is None and response.proof is not None:
            with self._replique.read() as connection:
                self._relus = differing(connection, response.proof)
            bilan.relus = len(self._relus)
            if self._relus:
                _log.warning("%d dossiers differ from the server and are read again", bilan.relus)
                return Doubt(again=sorted(self._relus))
        if self._equal(theirs, bilan):
            return None
        if self._relus is None and self._asks < ASKS:  # rows came in the place of what was asked
            self._asks += 1
            return Doubt(digests=True)
        bilan.message = DIFFERS
        _log.error("the replica and the server still differ after a repair")
        return None

    def _equal(self, theirs: Digest, bilan: Bilan) -> bool:
        with self._replique.read() as connection:
            if not bilan.recus and not self._asks and get(connection, "digest") == asdict(theirs):
                return True  # nothing came since they were last compared
            return digest(connection) == theirs


def differing(connection: Connection, proof: Proof) -> set[str]:
    """Return the dossiers whose rows are not those the server says."""
    mine = digests(connection)
    theirs = {dossier: (count, total) for dossier, count, total in proof.digests}
    nothing = (0, 0)
    return {each for each in mine.keys() | theirs if mine.get(each, nothing) != theirs.get(each, nothing)}


def digests(connection: Connection) -> dict[str, tuple[int, int]]:
    """Return count and sum by dossier of what the server has sent and this replica holds."""
    parts = union_all(
        *(
            select(
                func.coalesce(table.c.dossier, WIDE).label("dossier"), table.c.part_digest.label("part")
            ).where(table.c.part_digest.is_not(None))
            for table in (*RECORDS.values(), ligne_inconnue)
        )
    ).subquery()
    found = {
        str(dossier): (int(count), int(low) + (int(high) << 32))
        for dossier, count, low, high in connection.execute(
            select(
                parts.c.dossier,
                func.count(),
                func.sum(parts.c.part.op("&")(HALF)),
                func.sum(parts.c.part.op(">>")(32)),
            ).group_by(parts.c.dossier)
        )
    }
    # A row deleted here is still the server's until it agrees.
    for (line,) in connection.execute(select(changement.c.ligne).where(changement.c.op == Op.DELETE)):
        if line is not None and line["part_digest"] is not None:
            count, total = found.get(line["dossier"] or WIDE, (0, 0))
            found[line["dossier"] or WIDE] = count + 1, total + line["part_digest"]
    return {dossier: (count, total & DIGEST_MASK) for dossier, (count, total) in found.items()}
