"""The code of a paper copy: which model, which copy, whose dossier; in the QR and typed beneath it.

The text is the same in both, so that one reader serves the photo and the keyboard (R-CER-17/18):
``CER/2026-1/42/D1234/K7``, the dossier being left out of a copy made for anybody. The last two
characters are a check: any one wrong character and any two exchanged neighbours are detected,
because their weights differ modulo a prime.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from domain.errors import RefusedError

_PREFIX: Final = "CER"
# Digits and capitals without those that a hand or an eye confuses (0 O, 1 I L, U V).
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTWXYZ"
_PRIME: Final = 839  # the greatest prime under 29², so that two letters write every remainder
_BASE: Final = 131


@dataclass(frozen=True, slots=True)
class Repere:
    """What a paper copy says of itself; ``dossier`` is '' on a copy made for anybody (R-CER-33)."""

    version: str
    copie: int
    dossier: str = ""

    @property
    def code(self) -> str:
        """Return the code, check included, in capitals."""
        parts = [_PREFIX, _part(self.version), str(self.copie), _part(self.dossier)]
        body = "/".join(part for part in parts if part)
        return f"{body}/{_check(body)}"


def lire(code: str) -> Repere:
    """Read a code photographed or typed, in small letters or with spaces around.

    Raises RefusedError, in words for whoever holds the paper.
    """
    body, _, check = "".join(code.split()).upper().rpartition("/")
    prefix, version, copie, dossier, *rest = [*body.split("/"), "", "", ""]
    if prefix != _PREFIX or not (copie.isascii() and copie.isdecimal()) or any(rest[:-1]):
        raise RefusedError("Ce code n’est pas celui d’un CER vierge de Permanence.", "R-CER-18")
    if check != _check(body):
        raise RefusedError(
            "Ce code contient une erreur\u00a0: vérifiez chaque caractère sur le papier.", "R-CER-18"
        )
    return Repere(unquote(version), int(copie), unquote(dossier))


def _part(text: str) -> str:
    return quote(text.upper(), safe="-._").upper()


def _check(body: str) -> str:
    total = 0
    for character in body:
        total = (total * _BASE + ord(character)) % _PRIME
    high, low = divmod(total, len(_LETTERS))
    return _LETTERS[high] + _LETTERS[low]
