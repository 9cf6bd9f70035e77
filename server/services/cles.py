"""The public keys of a device: the one it signs with, and those it has replaced (decision 31).

A key is replaced when two copies of one disk have signed with it. The older ones stay, with the
instants between which they served: an accord verifies for ever with the key of its day.
"""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, func, insert, select, update

from domain.accord.chaine import renewal_bytes
from domain.accord.verification import Cle
from server.models import appareil, cle_ancienne


def verifie(cle: str, signature: str, signed: bytes) -> bool:
    """Tell whether ``signature`` (base64) is that of the key ``cle`` (raw, base64) on these bytes."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(cle, validate=True))
        key.verify(base64.b64decode(signature, validate=True), signed)
    except (binascii.Error, ValueError, InvalidSignature):
        return False
    return True


def keys_of(connection: Connection, departement: str, device: str) -> list[Cle]:
    """Return the keys of a device, the one in force first."""
    here = appareil.c.departement == departement, appareil.c.id == device
    current = connection.execute(select(appareil.c.cle_publique).where(*here)).scalars()
    older = connection.execute(
        select(cle_ancienne.c.cle, cle_ancienne.c.jusque)
        .where(cle_ancienne.c.departement == departement, cle_ancienne.c.appareil == device)
        .order_by(cle_ancienne.c.jusque.desc())
    )
    return [*(Cle(written(key)) for key in current), *(Cle(row.cle, row.jusque) for row in older)]


def renew(connection: Connection, departement: str, device: str, cle: str, signature: str, now: str) -> bool:
    """Replace the key in force by ``cle``, if a key of the device says so; tell whether one does.

    ``signature`` is on :func:`renewal_bytes`, by the key in force or one it has left: the other image
    of a disk may have taken its own already. A key that served before is not taken again: the period of
    each would no longer be one.
    """
    keys = keys_of(connection, departement, device)
    if not _is_key(cle) or any(key.cle == cle for key in keys):
        return False
    if not any(verifie(key.cle, signature, renewal_bytes(device, cle)) for key in keys):
        return False
    mine = (appareil.c.departement == departement) & (appareil.c.id == device)
    since = connection.execute(
        select(func.max(cle_ancienne.c.jusque)).where(
            cle_ancienne.c.departement == departement, cle_ancienne.c.appareil == device
        )
    ).scalar()
    born = connection.execute(select(appareil.c.cree_le).where(mine)).scalar_one()
    connection.execute(
        insert(cle_ancienne).values(
            departement=departement, appareil=device, cle=keys[0].cle, depuis=since or born, jusque=now
        )
    )
    connection.execute(update(appareil).where(mine).values(cle_publique=base64.b64decode(cle)))
    return True


def is_one_of(connection: Connection, departement: str, device: str, cle: bytes) -> bool:
    """Tell whether a device ever had this key: its sheet on the laptop may still name an older one."""
    return written(cle) in {key.cle for key in keys_of(connection, departement, device)}


def written(cle: bytes) -> str:
    """Return a key as accords carry it."""
    return base64.b64encode(cle).decode()


def _is_key(text: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return False
    return True
