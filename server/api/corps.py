"""What the routes read and write beside the exchange of ``domain.exchange.v1``."""

import base64
import binascii
from typing import TypeVar

import msgspec

from domain.exchange import v1
from server.api.reponses import UNREADABLE
from server.services.connexion import Connexion, Poste
from server.services.erreurs import MalformeError
from server.sync.lot import too_deep

T = TypeVar("T")


class Sante(msgspec.Struct):
    """``GET /sante``."""

    produit: str
    version: str
    epoque: str


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


class CompteOuvert(msgspec.Struct):
    """Who has signed in."""

    id: str
    identifiant: str
    nom: str
    prenom: str
    profil: str
    departement: str
    structure: str | None
    dtas: list[str]


class Cles(msgspec.Struct):
    """The server's public keys, raw in base64: what it signs with, what one seals to it with."""

    signature: str
    scellement: str


class Ouverture(msgspec.Struct):
    """The answer to ``POST /connexion``; ``enveloppe``: the replica key the device deposited."""

    jeton: str
    compte: CompteOuvert
    a_changer: bool
    enveloppe: str | None
    epoque: str
    maintenant: str
    cles: Cles


class Enveloppe(msgspec.Struct):
    """``PUT /appareils/enveloppe``: a replica key of 32 bytes in base64."""

    enveloppe: str


class Sauvetage(msgspec.Struct):
    """``POST /sauvetages``: what was saved from a replica, sealed to our key, in base64."""

    contenu: str


class MotDePasse(msgspec.Struct):
    """``POST /mot-de-passe``."""

    ancien: str
    nouveau: str


def read(body: bytes, kind: type[T]) -> T:
    """Decode a body. Raises MalformeError, which does not quote it: it may hold personal data."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise MalformeError(UNREADABLE) from error


def read_request(body: bytes) -> v1.Request:
    """Decode an exchange. Raises MalformeError also when a value is nested as no form of ours is.

    msgspec bears a thousand levels; what writes the values further on, in the base, may not.
    """
    request = read(body, v1.Request)
    if any(too_deep(change) for change in request.changes):
        raise MalformeError(UNREADABLE)
    return request


def read_base64(text: str) -> bytes:
    """Decode base64. Raises MalformeError."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformeError(UNREADABLE) from error


def to_poste(declared: PosteDeclare) -> Poste:
    """Return the device that signs in."""
    return Poste(declared.id, declared.nom, read_base64(declared.cle_publique or ""))


def ouverture(connexion: Connexion) -> Ouverture:
    """Return the answer to a sign-in: never the hash, never anything of another account."""
    compte = connexion.compte._mapping  # noqa: SLF001 - the public name of the mapping
    envelope = connexion.enveloppe
    return Ouverture(
        jeton=connexion.jeton,
        compte=CompteOuvert(**{name: compte[name] for name in CompteOuvert.__struct_fields__}),
        a_changer=compte["a_changer"],
        enveloppe=None if envelope is None else _base64(envelope),
        epoque=connexion.epoque,
        maintenant=connexion.maintenant,
        cles=Cles(_base64(connexion.signature), _base64(connexion.scellement)),
    )


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
