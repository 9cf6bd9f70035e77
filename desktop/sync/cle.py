"""The device's key, replaced once the server has seen it on both sides of a fork (decision 31).

A disk image put back gives the laptop an older life: its chain of accords begins again from an older
link, with the same key. The server says so on the accord itself, which comes back like any row; the
device then signs a new key with the old one. It travels as a change among the others, in their order,
so that what the old key signed arrives before it has gone.
"""

from sqlalchemy import Connection, insert, or_, select

from desktop.models.replique import get, put
from desktop.models.tables import RECORDS, changement
from desktop.vault.appareil import nouvelle_cle, publique, signer
from domain.accord.chaine import renewal_bytes
from domain.clock import Clock, instant
from domain.exchange.v1 import Op
from domain.ids import Ids

RENEWAL = "cle"
_ACCORD = RECORDS["accord"].c


def renew_if_forked(connection: Connection, clock: Clock, ids: Ids) -> bool:
    """Take a new key if the server asks for it; tell whether one was taken."""
    private = get(connection, "cle_privee")
    if private is None or not _is_asked(connection, publique(private)):
        return False
    device, (fresh, public) = str(get(connection, "appareil")), nouvelle_cle()
    asked = {"cle_publique": public, "signature": signer(private, renewal_bytes(device, public))}
    connection.execute(
        insert(changement).values(
            id=ids.new(),
            kind=RENEWAL,
            record=ids.new(),
            dossier=None,
            op=Op.CREATE,
            base_rev=0,
            valeurs=asked,
            avant={},
            fait_le=instant(clock.now()),
            par=get(connection, "compte")["id"],
            reglages=get(connection, "reglages", 0),
        )
    )
    put(connection, cle_privee=fresh)
    return True


def _is_asked(connection: Connection, public: str) -> bool:
    marks = [_ACCORD.constat.contains(mark) for mark in ("renouveler", "cle_ancienne")]
    asked = select(_ACCORD.id).where(_ACCORD.cle == public, or_(*marks)).limit(1)
    return connection.execute(asked).first() is not None
