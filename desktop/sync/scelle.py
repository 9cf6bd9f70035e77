"""What was sent about a dossier that left: still there to be offered again, no longer readable here.

A server put back from a backup must find again what it had answered (rule 15 of the lessons), and a
dossier that left must leave nothing of it on the laptop. Both hold when the sent changes are sealed to
the server's public key as soon as their dossier is gone (decision 26). They are forgotten after 30
days like the others. SQLCipher writes over what it deletes (``secure_delete``).
"""

from dataclasses import asdict
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, or_, select, update

from desktop.models.replique import get
from desktop.models.tables import RECORDS, envoye
from desktop.vault.scellement import sceller_au_serveur
from domain.exchange.v1 import Change, Op
from domain.registry import FORMS

SEALED = "scelle"


def seal_the_departed(connection: Connection) -> int:
    """Seal the sent changes of dossiers that are not here any more; return how many.

    A change without a dossier was typed on a record already gone. Where the server's key was never
    learned (a replica enrolled before there was one) the content is erased, and the number alone will
    be offered.
    """
    key = get(connection, "cle_serveur_scellement")
    dossier = RECORDS["dossier"].c.id
    gone = connection.execute(
        select(envoye.c.id, envoye.c.ligne).where(
            or_(
                # What is sealed has none: «null not in ()» is true when no dossier is left.
                envoye.c.dossier.is_not(None) & envoye.c.dossier.not_in(select(dossier)),
                envoye.c.dossier.is_(None) & envoye.c.ligne["kind"].as_string().in_(_OF_A_DOSSIER),
            )
        )
    ).all()
    for line in gone:
        if key is None:
            connection.execute(delete(envoye).where(envoye.c.id == line.id))
        else:
            connection.execute(
                update(envoye).where(envoye.c.id == line.id).values(dossier=None, ligne=_sealed(key, line))
            )
    return len(gone)


_OF_A_DOSSIER = [*(form.name for form in FORMS.values() if form.in_dossier), "retrouve"]


def _sealed(key: str, line: Any) -> dict[str, object]:  # noqa: ANN401 - a row
    change = msgspec.convert(line.ligne, Change)
    content = sceller_au_serveur(key, msgspec.json.encode(change))
    sealed = {"contenu": msgspec.to_builtins(content)}  # base64
    return asdict(
        Change(change.id, change.n, SEALED, change.record, None, Op.SET, change.at, change.by, set=sealed)
    )
