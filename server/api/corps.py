"""What the routes read and write beside the exchange of ``domain.exchange.v1``."""

import base64
import binascii
from typing import TypeVar

import msgspec

from server.services.connexion import Connexion, Poste
from server.services.erreurs import MalformeError

T = TypeVar("T")

_UNREADABLE = "Cette demande n’est pas lisible par le serveur."


class PosteDeclare(msgspec.Struct):
    """The device as it presents itself; ``cle_publique`` is raw Ed25519 in base64."""

    id: str
    nom: str = ""
    cle_publique: str | None = None


class DemandeConnexion(msgspec.Struct):
    """``POST /connexion``."""

    identifiant: str
    mot_de_passe: str
    appareil: PosteDeclare


class Enveloppe(msgspec.Struct):
    """``PUT /appareils/enveloppe``: a replica key of 32 bytes in base64."""

    enveloppe: str


class MotDePasse(msgspec.Struct):
    """``POST /mot-de-passe``."""

    ancien: str
    nouveau: str


def read(body: bytes, kind: type[T]) -> T:
    """Decode a body. Raises MalformeError, which does not quote it: it may hold personal data."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise MalformeError(_UNREADABLE) from error


def read_base64(text: str) -> bytes:
    """Decode base64. Raises MalformeError."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformeError(_UNREADABLE) from error


def to_poste(declared: PosteDeclare) -> Poste:
    """Return the device that signs in."""
    return Poste(declared.id, declared.nom, read_base64(declared.cle_publique or ""))


def connexion_to_json(connexion: Connexion) -> dict[str, object]:
    """Return the answer to a sign-in: never the hash, never anything of another account."""
    shown = ("id", "identifiant", "nom", "prenom", "profil", "departement", "structure", "dtas")
    compte = connexion.compte._mapping  # noqa: SLF001 - the public name of the mapping
    envelope = connexion.enveloppe
    return {
        "jeton": connexion.jeton,
        "compte": {name: compte[name] for name in shown},
        "a_changer": compte["a_changer"],
        "enveloppe": None if envelope is None else base64.b64encode(envelope).decode(),
        "epoque": connexion.epoque,
        "maintenant": connexion.maintenant,
        "cles": {
            "signature": base64.b64encode(connexion.signature).decode(),
            "scellement": base64.b64encode(connexion.scellement).decode(),
        },
    }
