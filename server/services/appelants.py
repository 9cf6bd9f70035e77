"""Who is calling: the account and the device behind a token.

A token is 256 random bits, of which only the hash is kept. It dies when its device signs in again
(lesson 23), when its account is closed or gets another password elsewhere, and after ninety days in
which it did not serve: three times as long as a replica opens without having met the server, so that
nobody at work meets it, and short enough that a laptop forgotten in a cupboard is no door.

The token of a revoked device serves one thing still, handing over what was written there: it can
only add to what a person will look at, so that no delay is put to it (decision 25).
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from domain.clock import read_instant
from domain.profils import Profile, Scope, scope_of
from resources import default_settings
from server.models import RECORDS, appareil, compte, departement
from server.services.erreurs import InconnuError, InterditError

UNUSED = dt.timedelta(days=90)
FROM_A_REVOKED_DEVICE = (
    "Ce travail vient d’un poste révoqué\u00a0: le service le relit avant de le reprendre."
)
REVOKED = "Ce poste a été révoqué. Adressez-vous à l’administrateur."
TOO_LATE = (
    "Ce mot de passe provisoire ne valait que 24 heures\u00a0: l’administrateur du département doit le "
    "remplacer. Votre travail est gardé sur ce poste."
)
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
    revoque_le: str | None = None
    archivage_mois: int = 0  # after so many, a closed dossier leaves the territory’s sight (R-ACC-9)
    a_relire: str = ""  # why nothing of this device is applied before a person has looked at it


def token_hash(token: str) -> str:
    """Return what is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def authenticate(
    connection: Connection, token: str | None, now: dt.datetime, *, revoked: bool = False
) -> Appelant:
    """Return who calls. Raises InconnuError for a token that is unknown, cancelled or too old.

    ``revoked``: let a revoked device in, to hand over its work; elsewhere it raises InterditError, as does
    a password that was to be changed within the day.
    """
    row = None
    if token:
        row = connection.execute(_BY_TOKEN, {"jeton": token_hash(token)}).first()
    if row is None:
        raise InconnuError(_FORGOTTEN)
    if row.revoque_le is None:
        if not row.actif or row.jeton_annule_le is not None or now - read_instant(row.vu_le) > UNUSED:
            raise InconnuError(_FORGOTTEN)
        check_first_password(row.provisoire_jusque, now)
    elif not revoked:
        raise InterditError(REVOKED)
    return _caller(connection, row)


def check_first_password(until: str | None, now: dt.datetime) -> None:
    """Refuse what a password chosen by somebody else has opened, once its day is over (R-ACC-5).

    Every token of its account came of it: whoever put the change off has nothing that outlives it.
    Raises InterditError.
    """
    if until is not None and read_instant(until) < now:
        raise InterditError(TOO_LATE, "R-ACC-5")


def owner_of(connection: Connection, device: str) -> Appelant | None:
    """Return who speaks by a device that is not calling: what was saved from it is his."""
    row = connection.execute(_CALLER.where(appareil.c.id == device)).first()
    return None if row is None else _caller(connection, row)


def _caller(connection: Connection, row: Any) -> Appelant:  # noqa: ANN401 - a row of _CALLER
    profil = Profile(row.profil)
    return Appelant(
        departement=row.code,
        fuseau=ZoneInfo(row.fuseau),
        epoque=row.epoque,
        compte=row.compte,
        profil=profil,
        structure=row.structure,
        dtas=tuple(row.dtas),
        appareil=row.appareil,
        cle_publique=row.cle_publique,
        dernier_n=int(row.dernier_n),
        vu_le=row.vu_le,
        revoque_le=row.revoque_le,
        archivage_mois=_archivage(connection, row.code) if scope_of(profil) is Scope.DTAS else 0,
        a_relire="" if row.revoque_le is None else FROM_A_REVOKED_DEVICE,
    )


def _archivage(connection: Connection, code: str) -> int:
    laid = connection.execute(_ARCHIVAGE, {"code": code}).scalar()
    return _DEFAULT if laid is None else int(laid)


_DEFAULT = int(default_settings()["departement"]["archivage_mois"])
_REGLAGE = RECORDS["reglage"]
_ARCHIVAGE = select(_REGLAGE.c.valeur).where(
    _REGLAGE.c.departement == bindparam("code"),
    _REGLAGE.c.nom == "departement.archivage_mois",
    _REGLAGE.c.supprime.is_(False),
)
_CALLER = (
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
        appareil.c.revoque_le,
        appareil.c.jeton_annule_le,
        compte.c.actif,
        compte.c.provisoire_jusque,
    )
    .join_from(
        appareil,
        compte,
        (compte.c.departement == appareil.c.departement) & (compte.c.id == appareil.c.compte),
    )
    .join(departement, departement.c.code == appareil.c.departement)
)
_BY_TOKEN = _CALLER.where(appareil.c.jeton_hash == bindparam("jeton"))
