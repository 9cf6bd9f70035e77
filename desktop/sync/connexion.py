"""Signing in at the server, from the door of the application: words for the person who types."""

import base64
from typing import Any

from desktop.services.acces import HorsLigneError, MotDePasseRefuseError
from desktop.sync.transport import AnsweredError, Transport, UnreachableError
from domain.errors import RefusedError

_UNAUTHORISED = 401
NEEDS_NETWORK = "La connexion demande le réseau. Déjà venu sur ce poste\u00a0? Votre compte s’ouvre sans lui."


def connecter(serveur: str, identifiant: str, mot_de_passe: str, appareil: dict[str, str]) -> dict[str, Any]:
    """Sign in. Raises RefusedError with the server's words, or saying that there is no server."""
    body = {"identifiant": identifiant, "mot_de_passe": mot_de_passe, "appareil": appareil}
    return _ask(serveur, "", "POST", "/connexion", body)


def deposer(serveur: str, jeton: str, key: bytes) -> None:
    """Deposit the second envelope of the replica's key (decision 23)."""
    _ask(serveur, jeton, "PUT", "/appareils/enveloppe", {"enveloppe": base64.b64encode(key).decode()})


def changer(serveur: str, jeton: str, ancien: str, nouveau: str) -> None:
    """Change the password of the account. Raises HorsLigneError when the answer was lost."""
    _ask(serveur, jeton, "POST", "/mot-de-passe", {"ancien": ancien, "nouveau": nouveau})


def remettre(serveur: str, jeton: str, contenu: bytes) -> dict[str, Any]:
    """Hand over what was saved from a replica that does not read any more (sealed to the server)."""
    return _ask(serveur, jeton, "POST", "/sauvetages", {"contenu": base64.b64encode(contenu).decode()})


def _ask(serveur: str, jeton: str, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    transport = Transport(serveur)
    transport.token = jeton
    try:
        return transport.call(method, path, body)
    except UnreachableError as error:
        raise HorsLigneError(f"{error.message} {NEEDS_NETWORK}") from error
    except AnsweredError as error:
        kind = MotDePasseRefuseError if error.status == _UNAUTHORISED else RefusedError
        raise kind(error.message, str(error.data.get("regle", ""))) from error
    finally:
        transport.close()
