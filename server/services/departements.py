"""The départements a server serves."""

import secrets
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, insert, select, update

from domain.errors import RefusedError
from server.models import departement
from server.serveur import Serveur
from server.services.ecriture import Ecriture
from server.services.reglages import set_settings


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
        set_settings(connection, ecriture, code, {"departement.nom": nom})
        ecriture.terminer()


def new_epoch() -> str:
    """Return a name for a new life of the base."""
    return secrets.token_hex(6)


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
