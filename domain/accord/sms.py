"""The accord by SMS: the person signs at an operator, and the server writes what came of it (R-CER-19).

No laptop takes part in the proof: the operator sends the code, and the accord is signed with the
server's own key, in a chain of its own (decision 30). Both sides know of it what is here.
"""

from collections.abc import Mapping
from enum import StrEnum

from domain.beneficiaire.genesis import clean_phones
from domain.fields import Value

SMS = "sms"
"""The code of this means in the list ``moyens_accord``."""
SERVEUR = "serveur"
"""Whose chain these accords are links of: no device bears such an identifier."""

_FRANCE, _DIGITS = "33", 10
_MOBILE = ("06", "07")
_OVERSEAS = {
    "0639": "262",
    "0690": "590",
    "0691": "590",
    "0692": "262",
    "0693": "262",
    "0694": "594",
    "0696": "596",
    "0697": "596",
}
"""Mobiles of the overseas départements, by their first digits: another country for the networks."""
_FICTION = "063998"  # kept for films, and for tests


class EtatSignature(StrEnum):
    """What became of a request. The first two are alive: an answer may still come."""

    PREPARATION = "preparation"  # being handed to the operator
    ENVOYEE = "envoyee"  # the person may read and sign
    SIGNEE = "signee"
    REFUSEE = "refusee"  # by the person, who read it
    EXPIREE = "expiree"
    ANNULEE = "annulee"
    ECHOUEE = "echouee"  # it never reached the person


VIVANTS = (EtatSignature.PREPARATION, EtatSignature.ENVOYEE)


def signataire(accord: Mapping[str, Value], appareil: str) -> str:
    """Return in whose chain an accord is: the server's for an SMS, else that of ``appareil``."""
    return SERVEUR if accord.get("moyen") == SMS else appareil


def mobile(dossier: Mapping[str, Value]) -> str | None:
    """Return the number that an SMS may be sent to, as E.164 («+33612345678»), ``None`` if none is known.

    The first that can receive one, of the number that prints and the other. A number from elsewhere
    is taken as it is: which of them are mobiles is not told by their digits.
    """
    for name in ("telephone", "autre_telephone"):
        for number in clean_phones(str(dossier.get(name) or "")):
            if (found := _e164("".join(number.split()))) is not None:
                return found
    return None


def lisible(numero: str) -> str:
    """Return an E.164 number as it is said here: «06 12 34 56 78»; one from elsewhere as it is."""
    countries = sorted({_FRANCE, *_OVERSEAS.values()})
    country = next((code for code in countries if numero[1:].startswith(code)), "")
    local = numero[1 + len(country) :]
    if not country or len(local) != _DIGITS - 1:
        return numero
    digits = f"0{local}"
    return "\u00a0".join(digits[place : place + 2] for place in range(0, _DIGITS, 2))


def _e164(number: str) -> str | None:
    if number.startswith("+"):
        return number
    if len(number) != _DIGITS or not number.startswith(_MOBILE):
        return None
    country = _FRANCE if number.startswith(_FICTION) else _OVERSEAS.get(number[:4], _FRANCE)
    return f"+{country}{number[1:]}"
