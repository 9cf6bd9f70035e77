"""The server's own secret: a file beside the base, never inside it.

It seals the envelopes of the replicas' keys, so that a copy of the base alone opens no laptop
(decision 23), and signs the cursors, so that only a cursor the server itself gave can reveal that
it was restored from a backup (decision 13).

Two pairs of keys come from it too, whose public halves every device learns when it signs in: one
signs what a device must not believe from anybody else (a revocation, decision 25), the other is what
devices seal to, work that must no longer be readable where it was written (decision 26). They are
derived rather than stored: a server restored with its secret is the same server.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import RefusedError

_NONCE = 12
_SIGNATURE = 16  # hexadecimal digits: enough against forging one cursor online
_SIZE = 32
_PUBLIC = 32
_ONCE = bytes(12)  # the key of a sealed text serves once, so its nonce need not vary


class Secret:
    """Sealing and signing with one key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._sealing = AESGCM(_derived(key, b"enveloppe"))
        self._signing = _derived(key, b"curseur")
        self._word = Ed25519PrivateKey.from_private_bytes(_expanded(key, b"signature"))
        self._box = X25519PrivateKey.from_private_bytes(_expanded(key, b"scellement"))

    @classmethod
    def open(cls, path: Path) -> "Secret":
        """Read the secret. Raises RefusedError, which says what its loss means."""
        try:
            key = path.read_bytes()
        except OSError:
            key = b""
        if len(key) != _SIZE:
            raise RefusedError(
                f"La clé du serveur est absente ou abîmée\u00a0: {path}. "
                "Remettez-la depuis votre sauvegarde\u00a0: sans elle, "
                "les enveloppes déposées par les postes ne s’ouvrent plus."
            )
        return cls(key)

    @classmethod
    def create(cls, path: Path) -> "Secret":
        """Read the secret, or make it if there is none yet, readable by its owner only."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(
                path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
            )
        except FileExistsError:
            return cls.open(path)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_SIZE))
        return cls.open(path)

    def seal(self, content: bytes, about: str) -> bytes:
        """Seal ``content``; it opens again only for the same ``about``."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._sealing.encrypt(nonce, content, about.encode())

    def unseal(self, sealed: bytes, about: str) -> bytes | None:
        """Open what was sealed; ``None`` if it was sealed by another secret."""
        try:
            return self._sealing.decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
        except InvalidTag:
            return None

    def sign(self, text: str) -> str:
        """Return the signature of a short text."""
        return hmac.new(self._signing, text.encode(), hashlib.sha256).hexdigest()[:_SIGNATURE]

    def is_signed(self, text: str, signature: str) -> bool:
        """Tell whether ``signature`` is ours."""
        return hmac.compare_digest(self.sign(text).encode(), signature.encode())

    @property
    def signature_key(self) -> bytes:
        """The public key (raw Ed25519) with which a device checks the server's word."""
        return self._word.public_key().public_bytes_raw()

    @property
    def sealing_key(self) -> bytes:
        """The public key (raw X25519) to which a device seals what only the server may read."""
        return self._box.public_key().public_bytes_raw()

    def give_word(self, content: bytes) -> bytes:
        """Sign bytes that a device will check: raw Ed25519, 64 bytes."""
        return self._word.sign(content)

    def open_sealed(self, sealed: bytes) -> bytes | None:
        """Open what ``desktop.vault.scellement`` sealed to our key; ``None`` if altered or not to us."""
        passing, content = sealed[:_PUBLIC], sealed[_PUBLIC:]
        try:
            shared = self._box.exchange(X25519PublicKey.from_public_bytes(passing))
            key = _kdf(b"permanence scelle 1" + passing + self.sealing_key).derive(shared)
            return AESGCM(key).decrypt(_ONCE, content, None)
        except (InvalidTag, ValueError):
            return None


def _expanded(key: bytes, purpose: bytes) -> bytes:
    return _kdf(b"permanence " + purpose).derive(key)


def _kdf(info: bytes) -> HKDF:
    return HKDF(algorithm=SHA256(), length=_SIZE, salt=None, info=info)


def _derived(key: bytes, purpose: bytes) -> bytes:
    return hmac.new(key, b"permanence " + purpose, hashlib.sha256).digest()
