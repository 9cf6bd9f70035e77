"""The server's own secret: a file beside the base, never inside it.

It seals the envelopes of the replicas' keys, so that a copy of the base alone opens no laptop
(decision 23), and signs the cursors, so that only a cursor the server itself gave can reveal that
it was restored from a backup (decision 13).
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.errors import RefusedError

_NONCE = 12
_SIGNATURE = 16  # hexadecimal digits: enough against forging one cursor online
_SIZE = 32


class Secret:
    """Sealing and signing with one key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._sealing = AESGCM(_derived(key, b"enveloppe"))
        self._signing = _derived(key, b"curseur")

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


def _derived(key: bytes, purpose: bytes) -> bytes:
    return hmac.new(key, b"permanence " + purpose, hashlib.sha256).digest()
