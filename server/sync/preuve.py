"""The answer to a replica's doubt, by dossier and by row, and what must be sent once more.

A replica that does not add up to the digest asks for it dossier by dossier, then for those that differ
once more (decision 14): nothing else travels, and nothing is taken away on its word alone. One that
met a restored server asks which rows its dossiers have, to offer those that are lost (decision 13).
"""

import datetime as dt
from dataclasses import replace

from sqlalchemy import Connection, delete, literal, select

from domain.exchange.v1 import DIGEST_MASK, Doubt, Page, Proof, Rows
from domain.registry import FORMS
from server.models import RECORDS, empreinte_dossier, portee_appareil
from server.services.appelants import Appelant
from server.services.empreintes import WIDE, held_by, reserved_digests
from server.services.erreurs import MalformeError
from server.services.portee import visible_among
from server.sync.lot import is_identifier

MAX_DOSSIERS = 10_000
ROW_COLUMNS = ["id", "rev", "modifie_le"]


def check(doubt: Doubt | None) -> None:
    """Refuse a doubt that no replica of ours would have. Raises MalformeError."""
    named = [*doubt.again, *doubt.rows] if doubt is not None else []
    if len(named) > MAX_DOSSIERS or not all(name == WIDE or is_identifier(name) for name in named):
        raise MalformeError("Cette demande de vérification n’est pas lisible par le serveur.")


def forget(connection: Connection, appelant: Appelant, dossiers: list[str]) -> None:
    """Take it that the device does not hold ``dossiers``: they enter again, whole."""
    if not dossiers:
        return
    held = portee_appareil.c
    connection.execute(
        delete(portee_appareil).where(
            held.departement == appelant.departement,
            held.appareil == appelant.appareil,
            held.dossier.in_(dossiers),
        )
    )


def retire_the_rest(
    connection: Connection, appelant: Appelant, page: Page, dossiers: list[str], today: dt.date
) -> Page:
    """Ask to retire those of ``dossiers`` that the device holds and its user does not see."""
    asked = {dossier for dossier in dossiers if dossier != WIDE}
    strangers = asked - visible_among(connection, appelant, asked, today)
    return replace(page, leave=sorted({*page.leave, *strangers})) if strangers else page


def prove(
    connection: Connection, appelant: Appelant, doubt: Doubt | None, today: dt.date, *, ahead: bool = False
) -> Proof | None:
    """Answer a doubt, on the state that the connection reads; ``ahead``: see :class:`Proof`."""
    if doubt is None or not (doubt.digests or doubt.rows):
        return None
    digests = _digests(connection, appelant) if doubt.digests else []
    return Proof(digests, _rows(connection, appelant, doubt.rows, today) if doubt.rows else [], ahead)


def _digests(connection: Connection, appelant: Appelant) -> list[tuple[str, int, int]]:
    table = empreinte_dossier
    found = {
        str(dossier): (int(count), int(total))
        for dossier, count, total in connection.execute(
            select(table.c.dossier, table.c.nombre, table.c.somme).where(
                table.c.departement == appelant.departement,
                table.c.dossier.in_(held_by(appelant).union_all(select(literal(WIDE)))),
            )
        )
    }
    for dossier, (count, total) in reserved_digests(connection, appelant).items():
        others, rest = found.get(dossier, (0, 0))
        found[dossier] = others + count, rest + total
    return [(dossier, count, total & DIGEST_MASK) for dossier, (count, total) in sorted(found.items())]


def _rows(connection: Connection, appelant: Appelant, dossiers: list[str], today: dt.date) -> list[Rows]:
    seen = visible_among(connection, appelant, dossiers, today)
    found = []
    for kind, form in FORMS.items():
        column = RECORDS[kind].c
        if form.in_dossier and not form.reserve:
            rows = connection.execute(
                select(*(column[name] for name in ROW_COLUMNS)).where(
                    column.departement == appelant.departement, column.dossier.in_(seen)
                )
            ).fetchall()
            found.append(Rows(kind, ROW_COLUMNS, [list(row) for row in rows]))
    return [rows for rows in found if rows.rows]
