"""Sealing to the server's public key: what is sealed here can no longer be read here (decision 26).

A passing X25519 key, agreed with the server's; the content under AES-GCM with a key that serves once.
Only the server's secret opens it again, so that a sealed text may wait on a computer, or travel by
mail, without being readable on the way. ``server.services.secret`` is the other half.
"""

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_BYTES = 32
_ONCE = bytes(12)


def sceller_au_serveur(cle: str, content: bytes) -> bytes:
    """Seal ``content`` to the server's public key (raw X25519 in base64; ``cle_serveur_scellement``).

    Raises ValueError for a key that is none.
    """
    theirs = base64.b64decode(cle)
    passing = X25519PrivateKey.generate()
    mine = passing.public_key().public_bytes_raw()
    shared = passing.exchange(X25519PublicKey.from_public_bytes(theirs))
    info = b"permanence scelle 1" + mine + theirs
    key = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=info).derive(shared)
    return mine + AESGCM(key).encrypt(_ONCE, content, None)


def parole_du_serveur(cle: str, content: bytes, signature: str) -> bool:
    """Tell whether the server signed ``content``: key (``cle_serveur_signature``) and signature in base64."""
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(cle))
        public.verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, ValueError):
        return False
    return True
