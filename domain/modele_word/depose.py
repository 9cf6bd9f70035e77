"""A Word model as a setting holds it: bytes and version in one value, so that neither travels alone."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ModeleDepose:
    """A model. ``nom``: that of the file it was laid from."""

    version: str
    nom: str
    octets: bytes

    @property
    def empreinte(self) -> str:
        """Return what tells this model from another."""
        return hashlib.sha256(self.octets).hexdigest()

    def reglage(self, versions: Mapping[str, str]) -> dict[str, Any]:
        """Return the value of the setting; ``versions``: those there ever were, and their fingerprints."""
        contenu = base64.b64encode(self.octets).decode()
        known = {**versions, self.version: self.empreinte}
        return {"version": self.version, "nom": self.nom, "contenu": contenu, "versions": known}


def modele_depose(valeur: Any) -> ModeleDepose | None:  # noqa: ANN401 - a setting is any JSON value
    """Read the setting; ``None`` for the house's model. One that is spoilt is a model that is no file."""
    if not isinstance(valeur, dict) or "contenu" not in valeur:
        return None
    try:
        octets = base64.b64decode(str(valeur["contenu"]), validate=True)
    except (binascii.Error, ValueError):
        octets = b""
    return ModeleDepose(str(valeur.get("version") or ""), str(valeur.get("nom") or ""), octets)


def versions_connues(valeur: Any) -> dict[str, str]:  # noqa: ANN401 - same
    """Return every version that was ever laid, with the fingerprint of its model."""
    versions = valeur.get("versions") if isinstance(valeur, dict) else None
    return dict(versions) if isinstance(versions, dict) else {}
