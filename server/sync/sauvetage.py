"""Taking in what was saved from a replica that does not read any more (decision 18).

The file is sealed to our key, which anybody may know: what tells that it is its author's is the signature
of the device, or the token of the same account. Without either, every change waits for a person. Each is
examined as if its device had just sent it; one that it had sent before is known by its identifier.
"""

import base64
from dataclasses import replace

import msgspec
import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, select

from domain.exchange.v1 import Change, Outcome
from server.models import cle_ancienne
from server.serveur import Serveur
from server.services.appelants import Appelant, owner_of
from server.services.erreurs import InterditError, MalformeError
from server.services.limites import CORPS_DEPLIE
from server.sync.garde import known_answers, written
from server.sync.lot import too_deep
from server.sync.reception import receive

FORMAT = 1
AT_ONCE = 400
_TAKEN = (Outcome.APPLIED, Outcome.MERGED)
_UNREADABLE = "Ce fichier n’est pas un sauvetage scellé pour ce serveur, ou il est abîmé."
_NEWER = "Ce sauvetage vient d’une version plus récente\u00a0: mettez d’abord le serveur à jour."
_UNSIGNED = (
    "Ce travail a été retrouvé dans les données abîmées d’un poste, sans signature\u00a0: "
    "le service le relit avant de le reprendre."
)


class Repris(msgspec.Struct, frozen=True):
    """What became of a rescue: taken, kept aside for a person, known already.

    ``complet``: the device is sure that nothing was lost. ``signe``: it is its author's.
    """

    pris: int
    de_cote: int
    deja: int
    complet: bool
    signe: bool


class _Signe(msgspec.Struct):
    contenu: str
    signature: str = ""


class _Sauvetage(msgspec.Struct):
    format: int
    appareil: str
    compte: str
    changements: list[Change]
    complet: bool = False


def take_in(serveur: Serveur, sealed: bytes, appelant: Appelant | None = None) -> Repris:
    """Examine what was saved, under its author's name. Raises MalformeError, InterditError.

    ``appelant``: the device that hands it over, ``None`` for a command. Nothing is taken twice.
    """
    outside, rescue = _open(serveur, sealed)
    with serveur.engine.connect() as connection:
        owner = owner_of(connection, rescue.appareil)
        if owner is None or owner.compte != rescue.compte:
            raise MalformeError("Ce sauvetage vient d’un poste que ce serveur ne connaît pas.")
        who = (owner.departement, owner.compte)
        if appelant is not None and (appelant.departement, appelant.compte) != who:
            raise InterditError("Ce sauvetage vient du poste d’un autre compte.")
        signed = _is_signed(connection, owner, outside)
        known = known_answers(connection, owner, rescue.changements)
    if not signed and appelant is None:
        owner = replace(owner, a_relire=_UNSIGNED)
    # A line that went on being typed after its copy was sent has its identifier, and other words: both stay.
    fresh = [
        change
        for change in rescue.changements
        if change.id not in known or known[change.id].empreinte != written(change)[1]
    ]
    taken = 0
    for start in range(0, len(fresh), AT_ONCE):
        taken += _receive(serveur, owner, fresh[start : start + AT_ONCE])
    return Repris(taken, len(fresh) - taken, len(rescue.changements) - len(fresh), rescue.complet, signed)


def _receive(serveur: Serveur, owner: Appelant, changes: list[Change]) -> int:
    """Examine changes, numbered after the last one of their device; return how many were taken."""
    with serveur.engine.connect() as connection:
        now = owner_of(connection, owner.appareil)
    last = owner.dernier_n if now is None else now.dernier_n
    numbered = [replace(change, n=last + rank) for rank, change in enumerate(changes, 1)]
    answers = receive(serveur, replace(owner, dernier_n=last), numbered)
    return sum(answer.outcome in _TAKEN for answer in answers)


def _open(serveur: Serveur, sealed: bytes) -> tuple[_Signe, _Sauvetage]:
    packed = serveur.secret.open_sealed(sealed)
    if packed is None:
        raise MalformeError(_UNREADABLE)
    try:
        with zstandard.ZstdDecompressor(max_window_size=CORPS_DEPLIE).stream_reader(packed) as reader:
            content = reader.read(CORPS_DEPLIE)
        outside = msgspec.json.decode(content, type=_Signe)
        if msgspec.json.decode(outside.contenu, type=dict).get("format") != FORMAT:
            raise MalformeError(_NEWER)
        rescue = msgspec.json.decode(outside.contenu, type=_Sauvetage)
    except (zstandard.ZstdError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise MalformeError(_UNREADABLE) from error
    if any(too_deep(change) for change in rescue.changements):
        raise MalformeError(_UNREADABLE)
    once = {change.id: change for change in rescue.changements}
    rescue.changements = list(once.values())
    return outside, rescue


def _is_signed(connection: Connection, owner: Appelant, outside: _Signe) -> bool:
    """Check the signature with the key of the device, or one it had before."""
    former = connection.execute(
        select(cle_ancienne.c.cle).where(
            cle_ancienne.c.departement == owner.departement, cle_ancienne.c.appareil == owner.appareil
        )
    ).scalars()
    return any(_checks(key, outside) for key in (owner.cle_publique, *map(base64.b64decode, former)))


def _checks(key: bytes, outside: _Signe) -> bool:
    try:
        signature = base64.b64decode(outside.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(key).verify(signature, outside.contenu.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
