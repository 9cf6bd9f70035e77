"""Who is calling: the account and the device behind a token."""

import hashlib
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from domain.profils import Profile
from server.models import appareil, compte, departement
from server.services.erreurs import InconnuError

_FORGOTTEN = "Ce poste n’est plus reconnu par le serveur. Connectez-vous de nouveau."


@dataclass(frozen=True, slots=True)
class Appelant:
    """An account at work on a device, as the base knows them at this request."""

    departement: str
    fuseau: ZoneInfo
    epoque: str
    compte: str
    profil: Profile
    structure: str | None
    dtas: tuple[str, ...]
    appareil: str
    cle_publique: bytes
    dernier_n: int
    vu_le: str


def token_hash(token: str) -> str:
    """Return what is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def authenticate(connection: Connection, token: str | None) -> Appelant:
    """Return who calls. Raises InconnuError for an unknown or revoked token, or a blocked account."""
    row = None
    if token:
        row = connection.execute(_BY_TOKEN, {"jeton": token_hash(token)}).first()
    if row is None:
        raise InconnuError(_FORGOTTEN)
    return Appelant(
        departement=row.code,
        fuseau=ZoneInfo(row.fuseau),
        epoque=row.epoque,
        compte=row.compte,
        profil=Profile(row.profil),
        structure=row.structure,
        dtas=tuple(row.dtas),
        appareil=row.appareil,
        cle_publique=row.cle_publique,
        dernier_n=int(row.dernier_n),
        vu_le=row.vu_le,
    )


_BY_TOKEN = (
    select(
        departement.c.code,
        departement.c.fuseau,
        departement.c.epoque,
        compte.c.id.label("compte"),
        compte.c.profil,
        compte.c.structure,
        compte.c.dtas,
        appareil.c.id.label("appareil"),
        appareil.c.cle_publique,
        appareil.c.dernier_n,
        appareil.c.vu_le,
    )
    .join_from(
        appareil,
        compte,
        (compte.c.departement == appareil.c.departement) & (compte.c.id == appareil.c.compte),
    )
    .join(departement, departement.c.code == appareil.c.departement)
    .where(
        appareil.c.jeton_hash == bindparam("jeton"),
        appareil.c.revoque_le.is_(None),
        compte.c.actif.is_(True),
    )
)
