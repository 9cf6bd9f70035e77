"""What to say of a server that was not reached: one calm sentence for each cause that can be told.

Where nothing more is known the sentence is the plainest: no network, and the work is kept.
"""

import ssl

from requests.exceptions import ProxyError

KEPT = "votre travail est gardé sur ce poste."
OFFLINE = f"Pas de réseau\u00a0: {KEPT}"
PORTAL = f"Le réseau demande sans doute de s’identifier dans un navigateur\u00a0: {KEPT}"
SERVER_DOWN = f"Le serveur ne répond pas pour le moment\u00a0: {KEPT}"
BUSY = f"Le serveur est très occupé\u00a0: ce poste réessaiera, et {KEPT}"
SLOW = f"Le réseau est trop lent pour le moment\u00a0: ce poste réessaiera, et {KEPT}"
NOT_YET = (
    "La date de cet ordinateur est sans doute fausse\u00a0: le certificat du serveur n’y est pas encore "
    f"valable. Vérifiez la date et l’heure\u00a0; {KEPT}"
)
NO_LONGER = (
    "Le certificat du serveur n’est plus valable à la date de cet ordinateur. Vérifiez la date et "
    f"l’heure\u00a0; si elles sont justes, prévenez votre service\u00a0; {KEPT}"
)
INTERCEPTED = (
    "Ce réseau se présente à la place du serveur, avec un certificat que cet ordinateur ne reconnaît pas. "
    f"Rien ne lui a été envoyé\u00a0; {KEPT}"
)
PROXY = (
    "Le serveur mandataire (proxy) réglé sur cet ordinateur ne répond pas, ou refuse Permanence\u00a0: "
    f"prévenez votre service\u00a0; {KEPT}"
)
TOO_BIG = f"Le réseau refuse un envoi de cette taille\u00a0: prévenez votre service\u00a0; {KEPT}"

# OpenSSL's own codes, then those of Windows (wincrypt.h): CERT_E_EXPIRED says both.
_OPENSSL_NOT_YET, _OPENSSL_NO_LONGER = 9, 10
_WINDOWS_DATES = {0x800B0101, -0x7FF4FEFF}


def of_failure(error: BaseException) -> str:
    """Return what to say of an exchange that failed before any answer."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _of_certificate(cause)
        if isinstance(cause, ProxyError):
            return PROXY
        if isinstance(cause, ConnectionRefusedError):
            return SERVER_DOWN
    return OFFLINE


def _of_certificate(error: ssl.SSLCertVerificationError) -> str:
    code, words = getattr(error, "verify_code", None), str(error).lower()
    if code == _OPENSSL_NOT_YET or "not yet valid" in words:
        return NOT_YET
    if code == _OPENSSL_NO_LONGER or code in _WINDOWS_DATES or "expired" in words:
        return NO_LONGER
    return INTERCEPTED


def _causes(error: BaseException) -> list[BaseException]:
    """Return an error and all that it was made from: requests and urllib3 wrap one another's."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and all(one is not each for each in found):
            found.append(one)
            waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return found
