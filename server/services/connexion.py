"""Signing in: a password and a device against a token (decisions 23 to 25, 31).

Argon2 never runs inside a transaction: it takes a fifth of a second, during which an embedded
base would be closed to everybody. The account is therefore read, the password checked, and the
account read again under lock before the count of wrong attempts decides.
"""

import datetime as dt
import secrets
import threading
import uuid
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Row, insert, select, update

from domain.clock import instant, read_instant
from domain.errors import RefusedError
from server.models import appareil, compte, departement
from server.serveur import Serveur
from server.services.appelants import REVOKED, Appelant, check_first_password, token_hash
from server.services.cles import is_one_of
from server.services.comptes import PASSWORD_MAX, cancel_tokens, checked_password, folded
from server.services.erreurs import InconnuError, InterditError, MalformeError, VerrouilleError
from server.services.essais import ATTEMPTS, LOCK
from server.services.postes import check_room

ENVELOPE_SIZE = 32
_KEY_SIZE = 32
_NAME_MAX = 200
_VERIFYING = threading.BoundedSemaphore(4)  # each takes 64 MB; anybody may ask for one
_WRONG = "Identifiant ou mot de passe incorrect."


@dataclass(frozen=True, slots=True)
class Poste:
    """The device that signs in. ``cle_publique`` may be empty for one already known."""

    id: str
    nom: str
    cle_publique: bytes


@dataclass(frozen=True, slots=True)
class Connexion:
    """What a device gets: its token, shown this once, and the envelope it deposited, if any.

    ``signature`` and ``scellement`` are the server's public keys: see ``Secret``.
    """

    jeton: str
    compte: Row[tuple[object, ...]]
    enveloppe: bytes | None
    epoque: str
    maintenant: str
    signature: bytes
    scellement: bytes


def sign_in(serveur: Serveur, identifiant: str, mot_de_passe: str, poste: Poste) -> Connexion:
    """Check the password and register the device.

    Raises InconnuError and VerrouilleError (the same for an unknown account), InterditError (blocked
    account, revoked device, device of another), MalformeError. A device's new token cancels its
    former one.
    """
    _check(poste)
    identifiant = folded(identifiant)
    named = _ACCOUNT.where(compte.c.identifiant == identifiant)
    with serveur.engine.connect() as connection:
        seen = connection.execute(named).first() if identifiant.isprintable() else None
        zone = connection.execute(select(departement.c.fuseau).order_by(departement.c.code)).scalar()
    right = _verify(serveur.hasher, None if seen is None else seen.mot_de_passe, mot_de_passe)
    if seen is None:
        until = serveur.inconnus.count(identifiant, serveur.clock.now())
        raise InconnuError(_WRONG) if until is None else _locked(until, zone or "UTC")
    with serveur.engine.begin() as connection:
        found = connection.execute(named.with_for_update(of=compte)).one()
        refused = _count(connection, serveur, found, right=right)
        if refused is None:
            return _register(connection, serveur, found, poste)
    raise refused  # outside: the count of wrong attempts is committed


def deposit_envelope(serveur: Serveur, appelant: Appelant, envelope: bytes) -> None:
    """Keep the device's replica key, sealed. Raises MalformeError unless it has 32 bytes."""
    if len(envelope) != ENVELOPE_SIZE:
        raise MalformeError("L’enveloppe déposée n’est pas de la bonne forme.")
    sealed = serveur.secret.seal(envelope, _about(appelant.departement, appelant.appareil))
    with serveur.engine.begin() as connection:
        connection.execute(
            update(appareil)
            .where(
                appareil.c.departement == appelant.departement,
                appareil.c.id == appelant.appareil,
                appareil.c.revoque_le.is_(None),
            )
            .values(enveloppe=sealed)
        )


def change_password(serveur: Serveur, appelant: Appelant, ancien: str, nouveau: str) -> None:
    """Replace one's own password; wrong old ones count as at sign-in. Only online (decision 24).

    The other devices of the account must sign in again: whoever changes a password because somebody
    knows it must not leave that somebody at work elsewhere.
    """
    if nouveau == ancien:
        raise RefusedError("Le nouveau mot de passe est le même que l’ancien.")
    mine = (compte.c.departement == appelant.departement) & (compte.c.id == appelant.compte)
    with serveur.engine.connect() as connection:
        hashed = connection.execute(select(compte.c.mot_de_passe).where(mine)).scalar_one()
    right = _verify(serveur.hasher, hashed, ancien)
    replaced = serveur.hasher.hash(checked_password(nouveau)) if right else None
    with serveur.engine.begin() as connection:
        found = connection.execute(_ACCOUNT.where(mine).with_for_update(of=compte)).one()
        refused = _count(
            connection, serveur, found, right=right, wrong="L’ancien mot de passe est incorrect."
        )
        if refused is None:
            chosen = {"mot_de_passe": replaced, "a_changer": False, "provisoire_jusque": None}
            connection.execute(update(compte).where(mine).values(chosen))
            now = instant(serveur.clock.now())
            cancel_tokens(connection, appelant.departement, appelant.compte, now, appelant.appareil)
            return
    raise refused


def _count(
    connection: Connection,
    serveur: Serveur,
    found: Row[tuple[object, ...]],
    *,
    right: bool,
    wrong: str = _WRONG,
) -> InconnuError | VerrouilleError | None:
    """Count a wrong attempt, lock at the fifth; while locked even the right password is refused."""
    now = serveur.clock.now()
    if found.verrouille_jusque and read_instant(found.verrouille_jusque) > now:
        return _locked(read_instant(found.verrouille_jusque), found.fuseau)
    mine = (compte.c.departement == found.departement) & (compte.c.id == found.id)
    if right:
        if found.essais:
            connection.execute(update(compte).where(mine).values(essais=0, verrouille_jusque=None))
        return None
    if found.essais + 1 < ATTEMPTS:
        connection.execute(update(compte).where(mine).values(essais=found.essais + 1))
        return InconnuError(wrong)
    until = now + LOCK
    connection.execute(update(compte).where(mine).values(essais=0, verrouille_jusque=instant(until)))
    return _locked(until, found.fuseau)


def _locked(until: dt.datetime, fuseau: str) -> VerrouilleError:
    local = until.astimezone(ZoneInfo(fuseau))
    return VerrouilleError(
        f"Trop d’essais\u00a0: ce compte est verrouillé jusqu’à {local:%H}\u00a0h\u00a0{local:%M}. "
        "Votre travail est gardé sur ce poste."
    )


def _register(
    connection: Connection, serveur: Serveur, found: Row[tuple[object, ...]], poste: Poste
) -> Connexion:
    if not found.actif:
        raise InterditError("Ce compte est bloqué. Adressez-vous à l’administrateur.")
    check_first_password(found.provisoire_jusque, serveur.clock.now())
    token, now = secrets.token_urlsafe(32), instant(serveur.clock.now())
    known = connection.execute(select(appareil).where(appareil.c.id == poste.id).with_for_update()).first()
    values = {"nom": poste.nom, "jeton_hash": token_hash(token), "jeton_annule_le": None, "vu_le": now}
    envelope = None
    if known is None:
        if not poste.cle_publique:
            raise MalformeError("Ce poste n’a pas donné sa clé publique.")
        check_room(connection, found.departement, found.id, serveur.clock)
        connection.execute(
            insert(appareil),
            values
            | {
                "departement": found.departement,
                "id": poste.id,
                "compte": found.id,
                "cle_publique": poste.cle_publique,
                "dernier_n": 0,
                "cree_le": now,
            },
        )
    else:
        _check_known(connection, known, found, poste)
        connection.execute(
            update(appareil)
            .where(appareil.c.departement == known.departement, appareil.c.id == known.id)
            .values(values)
        )
        if known.enveloppe is not None:
            envelope = serveur.secret.unseal(known.enveloppe, _about(known.departement, known.id))
    keys = serveur.secret.signature_key, serveur.secret.sealing_key
    return Connexion(token, found, envelope, found.epoque, now, *keys)


def _check_known(
    connection: Connection, known: Row[tuple[object, ...]], found: Row[tuple[object, ...]], poste: Poste
) -> None:
    """Refuse a device that is not whose it says, or presents another key than the one it registered.

    Its accords are verified with that key for ever: a replica that lost it is a new device. One that
    it has replaced since will do: its sheet on the laptop may still name it.
    """
    if known.revoque_le is not None:
        raise InterditError(REVOKED)
    if (known.departement, known.compte) != (found.departement, found.id):
        raise InterditError("Ce poste est celui d’un autre compte.")
    mine = known.departement, known.id
    if poste.cle_publique and not is_one_of(connection, *mine, poste.cle_publique):
        raise InterditError("Ce poste s’est déjà fait connaître avec une autre clé.")


def _check(poste: Poste) -> None:
    try:
        canonical = str(uuid.UUID(poste.id)) == poste.id
    except ValueError:
        canonical = False
    if not canonical or len(poste.nom) > _NAME_MAX or not poste.nom.isprintable():
        raise MalformeError("La description du poste n’est pas de la bonne forme.")
    if poste.cle_publique and len(poste.cle_publique) != _KEY_SIZE:
        raise MalformeError("La clé publique du poste n’est pas de la bonne forme.")


def _verify(hasher: PasswordHasher, hashed: str | None, mot_de_passe: str) -> bool:
    """Check a password; take as long for one that nobody can have, or an account that does not exist."""
    try:
        with _VERIFYING:
            if hashed is None or len(mot_de_passe) > PASSWORD_MAX:
                hasher.hash(mot_de_passe[:PASSWORD_MAX])
                return False
            return hasher.verify(hashed, mot_de_passe)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def _about(code: str, device: str) -> str:
    return f"{code}/{device}"


_ACCOUNT = select(compte, departement.c.fuseau, departement.c.epoque).join_from(
    compte, departement, departement.c.code == compte.c.departement
)
