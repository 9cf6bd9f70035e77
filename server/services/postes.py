"""The devices of an account: how many, which, and those that are so no more (decision 25).

Revoking forgets the envelope, so that what the laptop keeps can be opened by nothing the server
has. Its token still hands over what was written there, into quarantine, and gets in exchange the
server's signed word, at which the laptop forgets its own key.
"""

import base64
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from domain.clock import Clock, instant
from domain.errors import RefusedError
from domain.exchange.v1 import Revocation, revocation_text
from server.models import appareil, compte
from server.serveur import Serveur
from server.services.appelants import UNUSED, Appelant
from server.services.comptes import find_compte, folded
from server.services.erreurs import InterditError
from server.services.limites import POSTES_PAR_COMPTE
from server.services.secret import Secret

_TOO_MANY = (
    f"Ce compte a déjà {POSTES_PAR_COMPTE} postes. "
    "Faites révoquer par l’administrateur ceux qui ne servent plus."
)


def check_room(connection: Connection, code: str, identifier: str, clock: Clock) -> None:
    """Refuse a device more than an account may have. Raises InterditError.

    A person has one or two, and each replica that had to be begun again is one more until it is revoked
    or forgotten for ninety days. Somebody who holds a password could otherwise fill the base.
    """
    count = connection.execute(
        select(func.count())
        .select_from(appareil)
        .where(
            appareil.c.departement == code,
            appareil.c.compte == identifier,
            appareil.c.revoque_le.is_(None),
            appareil.c.vu_le > instant(clock.now() - UNUSED),
        )
    ).scalar_one()
    if count >= POSTES_PAR_COMPTE:
        raise InterditError(_TOO_MANY)


def list_devices(connection: Connection, identifiant: str) -> Sequence[Row[Any]]:
    """Return the devices of an account, the last seen first. Raises RefusedError for an unknown one."""
    found = find_compte(connection, identifiant)
    mine = (appareil.c.departement == found.departement) & (appareil.c.compte == found.id)
    return connection.execute(select(appareil).where(mine).order_by(appareil.c.vu_le.desc())).all()


def revoke(serveur: Serveur, named: str) -> list[str]:
    """Revoke a device by its identifier, or all those of an account; return the devices revoked.

    Raises RefusedError if nothing bears that name, or if there is nothing left to revoke.
    """
    with serveur.engine.begin() as connection:
        account = connection.execute(
            select(compte.c.departement, compte.c.id).where(compte.c.identifiant == folded(named))
        ).first()
        here = appareil.c.id == named
        if account is not None:
            here = (appareil.c.departement == account.departement) & (appareil.c.compte == account.id)
        known = connection.execute(select(appareil.c.id).where(here)).first()
        if known is None and account is None:
            raise RefusedError(f"Ni poste ni compte ne porte le nom «\u00a0{named}\u00a0».")
        done = connection.execute(
            update(appareil)
            .where(here, appareil.c.revoque_le.is_(None))
            .values(revoque_le=instant(serveur.clock.now()), enveloppe=None)
            .returning(appareil.c.id)
        )
        devices = sorted(done.scalars())
    if not devices:
        raise RefusedError("Il n’y a là aucun poste à révoquer.")
    return devices


def revocation_of(secret: Secret, appelant: Appelant) -> Revocation | None:
    """Return the server's word to a revoked device, ``None`` for any other."""
    if appelant.revoque_le is None:
        return None
    signed = secret.give_word(revocation_text(appelant.appareil, appelant.revoque_le))
    return Revocation(appelant.revoque_le, base64.b64encode(signed).decode())
