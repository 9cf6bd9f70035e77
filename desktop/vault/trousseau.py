"""The operating system's keyring, where there is one.

No backend at all and a locked store without a prompt are both «no keyring»: the password then
stands alone. Backends that keep secrets in clear are never depended on.
"""

import base64
import contextlib
import secrets

import keyring
from keyring.errors import KeyringError

SERVICE = "Permanence"
SECRET_BYTES = 32


def lire(appareil: str) -> bytes:
    """Return the secret kept for this device, empty if there is none or no keyring."""
    try:
        kept = keyring.get_password(SERVICE, appareil)
    except KeyringError:
        return b""
    return base64.b64decode(kept) if kept else b""


def deposer(appareil: str) -> bytes:
    """Make and keep a secret for this device; return it, empty if there is no keyring to keep it."""
    secret = secrets.token_bytes(SECRET_BYTES)
    try:
        keyring.set_password(SERVICE, appareil, base64.b64encode(secret).decode())
        return secret if keyring.get_password(SERVICE, appareil) else b""
    except KeyringError:
        return b""


def oublier(appareil: str) -> None:
    """Forget the secret of a device; nothing to do where there is none, or no keyring."""
    with contextlib.suppress(KeyringError):
        keyring.delete_password(SERVICE, appareil)
