"""The device's own key: Ed25519, made at enrolment, kept inside the encrypted replica.

It signs each accord taken here (decision 31): one device = one replica of one user, one chain.
"""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def nouvelle_cle() -> tuple[str, str]:
    """Return a new private key and its public key, raw, in base64."""
    private = Ed25519PrivateKey.generate()
    return (
        base64.b64encode(private.private_bytes_raw()).decode(),
        base64.b64encode(private.public_key().public_bytes_raw()).decode(),
    )


def signer(private: str, content: bytes) -> str:
    """Sign ``content`` with the private key (base64); return the signature in base64."""
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(private))
    return base64.b64encode(key.sign(content)).decode()


def publique(private: str) -> str:
    """Return the public key of a private one, both raw, in base64."""
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(private))
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def verifie(cle: str, signature: str, signed: bytes) -> bool:
    """Tell whether ``signature`` is that of the public key ``cle`` on these bytes; both in base64."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(cle, validate=True))
        key.verify(base64.b64decode(signature, validate=True), signed)
    except (binascii.Error, ValueError, InvalidSignature):
        return False
    return True
