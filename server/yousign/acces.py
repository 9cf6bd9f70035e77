"""How a server reaches Yousign: a key and a secret for each département, in a file of the administrator.

Like the server's own secret, the file is beside the base and never inside it. Nothing here is ever
printed: a key that shows in a log is a key to change.

The file is TOML, a table for each département that has the service::

    [departements.07]
    cle = "…"                                  # API key of the organisation at Yousign
    secret = "…"                               # secret of the webhook subscription
    adresse = "https://api.yousign.app/v3"     # the default; the sandbox: api-sandbox
"""

import hashlib
import hmac
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from domain.errors import RefusedError

PRODUCTION = "https://api.yousign.app/v3"
_MARK = "sha256="
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Acces:
    """What one département needs. ``secret`` checks what comes by the webhook."""

    cle: str = field(repr=False)
    secret: str = field(repr=False)
    adresse: str = PRODUCTION

    def authentifie(self, body: bytes, signature: str) -> bool:
        """Tell whether Yousign wrote ``body``: ``sha256=`` and the HMAC of its bytes, under our secret."""
        made = _MARK + hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(made.encode(), signature.strip().encode("utf-8", "surrogatepass"))


def lire_acces(path: Path) -> dict[str, Acces]:
    """Return the access of each département; none if there is no file. Raises RefusedError if it is wrong."""
    try:
        content = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedError(f"Le fichier des accès à Yousign ne se lit pas\u00a0: {path}.") from error
    try:
        known = tomllib.loads(content).get("departements", {})
        return {str(code): _acces(str(code), table) for code, table in known.items()}
    except (tomllib.TOMLDecodeError, AttributeError) as error:  # neither quotes the file, which holds keys
        raise RefusedError(
            f"Le fichier des accès à Yousign n’est pas du TOML de la bonne forme\u00a0: {path}."
        ) from error


def _acces(code: str, table: Mapping[str, Any]) -> Acces:
    values = {name: table.get(name, "") for name in ("cle", "secret")}
    for name, value in values.items():
        if not isinstance(value, str) or not value.isascii() or not value.strip():
            raise RefusedError(f"Accès à Yousign du département {code}\u00a0: «\u00a0{name}\u00a0» manque.")
    adresse = str(table.get("adresse", PRODUCTION)).rstrip("/")
    parts = urlsplit(adresse)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise RefusedError(
            f"Accès à Yousign du département {code}\u00a0: «\u00a0adresse\u00a0» doit commencer par https://."
        )
    return Acces(values["cle"].strip(), values["secret"].strip(), adresse)
