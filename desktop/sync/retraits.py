"""A great many removals at once are held until the person agrees (rule 11 of the lessons).

A secretariat may well lose its sector in one night; a wrong pouring, a wrong profile or a bug looks
just the same from here. Above the threshold the page is not stored: its cursor stays, so that the
server asks again each time, what is written here goes up as ever, and nothing is erased meanwhile.
"""

from sqlalchemy import Connection, func, select

from desktop.models.replique import get, put
from desktop.models.tables import RECORDS
from domain.exchange.v1 import Page
from domain.french import plural

AT_LEAST, ROWS_AT_LEAST = 20, 200
SHARE = 5  # one fifth
HELD = "retraits_retenus"
ACCEPTED = "retraits_acceptes"


def held_back(connection: Connection, page: Page, removed: int) -> bool:
    """Tell whether a page must wait for the person, and note how much it would remove.

    ``removed``: rows deleted by the pages before it in this run; a great many come in several.

    ``HELD`` is ``{"dossiers", "sur"}``; what the person accepts is a number of dossiers (``ACCEPTED``),
    so that a page which removes more than what was on screen asks again.
    """
    leaving = set(page.leave) | {stone.record for stone in page.gone if stone.kind == "dossier"}
    dossier = RECORDS["dossier"]
    held = connection.execute(select(func.count()).select_from(dossier)).scalar_one()
    many = len(leaving) > AT_LEAST and len(leaving) * SHARE > held
    removed += len(page.gone)
    if not many and page.gone and removed > ROWS_AT_LEAST:
        touched = {stone.dossier for stone in page.gone if stone.dossier}
        rows = sum(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in RECORDS.values()
        )
        many = removed * SHARE > rows
        leaving |= touched
    if not many:
        if get(connection, HELD) is not None:
            put(connection, **{HELD: None})
        return False
    if len(leaving) <= (get(connection, ACCEPTED) or 0):
        put(connection, **{HELD: None, ACCEPTED: 0})
        return False
    put(connection, **{HELD: {"dossiers": len(leaving), "sur": held}})
    return True


def words_of(connection: Connection) -> str:
    """Say what waits for the person, calmly; empty if nothing does."""
    held = get(connection, HELD)
    if held is None:
        return ""
    many = plural(held["dossiers"], "dossier")
    return (
        f"Le serveur demande de retirer {many} de ce poste, sur {held['sur']}. Rien n’est retiré tant que "
        "vous ne l’avez pas accepté\u00a0; ce que vous écrivez part comme d’habitude."
    )
