"""How the replica's key is kept: sealed under the password and the keyring's secret together.

KEK = HKDF(Argon2id(password) ‖ keyring secret); the envelope is AES-GCM, so that a wrong password
is known as such and cannot be confused with a damaged file. Where no keyring exists the password
stands alone, and the user is told once (decision 23). A password change makes a new envelope; the
replica's key never changes (decision 24).
"""

import base64
import secrets
from dataclasses import dataclass, replace

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES, SALT_BYTES, NONCE_BYTES = 32, 16, 12
PASSES, MEMORY_KIB, LANES = 3, 65_536, 4


class WrongPasswordError(Exception):
    """The envelope does not open: wrong password, or the keyring's secret is another's."""


@dataclass(frozen=True, slots=True)
class Enveloppe:
    """A sealed key, with what is needed to try a password on it (base64 text)."""

    sel: str
    scelle: str
    passes: int = PASSES
    memoire: int = MEMORY_KIB
    voies: int = LANES

    def ouvrir(self, password: str, secret: bytes) -> bytes:
        """Return the 32-byte key. Raises WrongPasswordError. Takes about 0.2 s, on purpose."""
        sealed = base64.b64decode(self.scelle)
        kek = _kek(password, secret, self)
        try:
            return AESGCM(kek).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
        except InvalidTag as error:
            raise WrongPasswordError from error


def sceller(key: bytes, password: str, secret: bytes) -> Enveloppe:
    """Seal a key under a password and the keyring's secret (empty where there is no keyring)."""
    salt = base64.b64encode(secrets.token_bytes(SALT_BYTES)).decode()
    bare = Enveloppe(salt, "", PASSES, MEMORY_KIB, LANES)
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + AESGCM(_kek(password, secret, bare)).encrypt(nonce, key, None)
    return replace(bare, scelle=base64.b64encode(sealed).decode())


def new_key() -> bytes:
    """Return a fresh 32-byte key."""
    return secrets.token_bytes(KEY_BYTES)


def _kek(password: str, secret: bytes, enveloppe: Enveloppe) -> bytes:
    stretched = hash_secret_raw(
        password.encode(),
        base64.b64decode(enveloppe.sel),
        time_cost=enveloppe.passes,
        memory_cost=enveloppe.memoire,
        parallelism=enveloppe.voies,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"permanence replica").derive(
        stretched + secret
    )
