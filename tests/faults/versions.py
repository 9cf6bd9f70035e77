"""A laptop that is not of its server's age: it receives what it does not know, sends what is not known.

Both are done on the wire, to what the real programs wrote. A *former* laptop gets from its server a column
more in a kind it knows, and a kind more, one row of it in each dossier; the digest counts them, so that
what is not understood is proved to be kept. A *later* laptop sends a field more with what it writes.
"""

import uuid
from collections.abc import Collection
from dataclasses import replace

from domain.exchange.v1 import DIGEST_MASK, Digest, Op, Request, Response, Rows, fingerprint
from domain.fields import Value

SORTE, COLONNE, CHAMP = "sorte_de_demain", "colonne_de_demain", "champ_de_demain"
ELARGIE = "entretien"
COLUMNS = ["id", "dossier", "rev", "cree_par", "cree_le", "modifie_par", "modifie_le", "texte"]


def avec_le_champ(request: Request) -> Request:
    """Add a field that no server knows to each change of one kind: the same each time it is sent."""
    return replace(
        request,
        changes=[
            replace(change, set=change.set | {CHAMP: f"{CHAMP} {change.id}"})
            if change.kind == ELARGIE and change.op is not Op.DELETE
            else change
            for change in request.changes
        ],
    )


def avec_la_sorte(response: Response, dossiers: Collection[str]) -> Response:
    """Add to an answer what a later server would say; ``dossiers``: those the device holds after it."""
    page = response.page
    born = [_ligne(dossier) for dossier in page.enter]
    rows = [_elargies(each) if each.kind == ELARGIE else each for each in page.rows]
    if born:
        rows.append(Rows(SORTE, COLUMNS, born))
    held, digest, proof = set(dossiers), response.digest, response.proof
    if proof is not None:
        counted = [
            (each, count + (each in held), (total + (_part(each) if each in held else 0)) & DIGEST_MASK)
            for each, count, total in proof.digests
        ]
        proof = replace(proof, digests=counted)
    if digest is not None:
        digest = avec_les_lignes(digest, held)
    return replace(response, page=replace(page, rows=rows), digest=digest, proof=proof)


def avec_les_lignes(digest: Digest, dossiers: Collection[str]) -> Digest:
    """Count in a digest the row of each dossier that only a later server has."""
    total = digest.sum + sum(map(_part, dossiers))
    return Digest(digest.count + len(dossiers), total & DIGEST_MASK)


def _part(dossier: str) -> int:
    return fingerprint(SORTE, str(_ligne(dossier)[0]), 1)


def _elargies(rows: Rows) -> Rows:
    return Rows(rows.kind, [*rows.columns, COLONNE], [[*row, "inconnue d’ici"] for row in rows.rows])


def _ligne(dossier: str) -> list[Value]:
    record = str(uuid.uuid5(uuid.UUID(dossier), SORTE))
    return [record, dossier, 1, None, "2026-11-20T08:00:00.000Z", None, None, "texte d’après-demain"]
