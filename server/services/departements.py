"""The départements a server serves."""

import secrets
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, insert, select, update

from domain.errors import RefusedError
from server.models import RECORDS, departement
from server.serveur import Serveur
from server.services.ecriture import Ecriture


def create_departement(serveur: Serveur, code: str, nom: str, *, fuseau: str = "Europe/Paris") -> None:
    """Create a département, or bring its name up to date. Raises RefusedError for an unknown zone."""
    try:
        ZoneInfo(fuseau)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise RefusedError(f"«\u00a0{fuseau}\u00a0» n’est pas un fuseau horaire connu.") from error
    with serveur.engine.begin() as connection:
        known = connection.execute(select(departement.c.code).where(departement.c.code == code)).first()
        values = {"nom": nom, "fuseau": fuseau}
        if known is None:
            values |= {"code": code, "epoque": new_epoch()}
            connection.execute(insert(departement), {**values, "seq": 0})
        else:
            connection.execute(update(departement).where(departement.c.code == code).values(values))
        ecriture = Ecriture(connection, code, None, serveur.clock, serveur.ids)
        set_setting(connection, ecriture, code, "departement.nom", nom)
        ecriture.terminer()


def new_epoch() -> str:
    """Return a name for a new life of the base."""
    return secrets.token_hex(6)


def set_setting(
    connection: Connection, ecriture: Ecriture, code: str, nom: str, valeur: str | int | list[object]
) -> None:
    """Write one setting of the département under the next revision of its settings (decision 20)."""
    table = RECORDS["reglage"]
    rows = connection.execute(
        select(table.c.id, table.c.nom, table.c.valeur, table.c.revision).where(table.c.departement == code)
    ).all()
    revision = 1 + max((int(row.revision) for row in rows), default=0)
    for row in rows:
        if row.nom == nom:
            if row.valeur != valeur:
                ecriture.modifier("reglage", row.id, {"valeur": valeur, "revision": revision})
            return
    ecriture.creer("reglage", {"nom": nom, "valeur": valeur, "revision": revision})


def departement_of(connection: Connection, code: str | None) -> str:
    """Return the département ``code``, or the only one there is. Raises RefusedError."""
    codes = list(connection.execute(select(departement.c.code).order_by(departement.c.code)).scalars())
    if code is None and len(codes) == 1:
        return str(codes[0])
    if code in codes:
        return str(code)
    if not codes:
        raise RefusedError("Aucun département n’est créé. Lancez d’abord\u00a0: permanence-server init")
    known = ", ".join(codes)
    if code is None:
        raise RefusedError(f"Précisez le département avec --departement, parmi\u00a0: {known}.")
    raise RefusedError(f"Le département «\u00a0{code}\u00a0» n’existe pas ici. Connus\u00a0: {known}.")
