"""What the door asks of a server, and the two refusals it must tell from the others."""

from collections.abc import Callable
from typing import Any

from domain.errors import RefusedError

NEEDS_NETWORK = "Il faut le réseau pour cela."


class HorsLigneError(RefusedError):
    """No server answered: what was asked may or may not have been done."""


class MotDePasseRefuseError(RefusedError):
    """The server does not take this password."""


Connecter = Callable[[str, str, str, dict[str, str]], dict[str, Any]]
"""Sign in: (serveur, identifiant, mot de passe, appareil) → the server's answer. Raises RefusedError."""
Deposer = Callable[[str, str, bytes], None]
"""Deposit the second envelope: (serveur, jeton, clé)."""
Changer = Callable[[str, str, str, str], None]
"""Change the password: (serveur, jeton, ancien, nouveau)."""
Remettre = Callable[[str, str, bytes], dict[str, Any]]
"""Hand over what was rescued: (serveur, jeton, contenu scellé) → how many changes were taken."""


def changer_hors_ligne(_serveur: str, _jeton: str, _ancien: str, _nouveau: str) -> None:
    """Refuse: this door was given no way to the server."""
    raise HorsLigneError(NEEDS_NETWORK)


def remettre_hors_ligne(_serveur: str, _jeton: str, _contenu: bytes) -> dict[str, Any]:
    """Refuse: this door was given no way to the server."""
    raise HorsLigneError(NEEDS_NETWORK)
