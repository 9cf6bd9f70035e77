"""Being told that this device is one no more: believed from our own server only (decision 25).

What answers in the server's name on a network (a portal, a proxy, another server) must not make a replica
erase itself: the word is signed by the key that was learned when the device signed in, and names this
device. An unsigned one, or another's, is as if nothing had been said.
"""

from sqlalchemy import Connection

from desktop.models.replique import get
from desktop.vault.scellement import parole_du_serveur
from domain.exchange.v1 import Response, revocation_text


def revoked_since(connection: Connection, response: Response) -> str:
    """Return since when this device is revoked, by our server's word; '' if it is not."""
    word, key = response.revocation, get(connection, "cle_serveur_signature", "")
    if word is None:
        return ""
    signed = revocation_text(get(connection, "appareil", ""), word.le)
    return word.le if parole_du_serveur(key, signed, word.signature) else ""
