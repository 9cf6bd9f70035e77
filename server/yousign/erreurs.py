"""What one is told when Yousign does not do what was asked: whose turn it is to act, in words."""

from collections.abc import Mapping
from typing import Any

from domain.errors import RefusedError

RULE = "R-CER-19"
_FAULT = 500
_QUOTA = ("quota", "consumption", "subscription", "configuration.not_enabled")


class OperateurError(RefusedError):
    """Yousign did not do it. ``incertain``: it may have, its answer did not come whole."""

    def __init__(self, message: str, *, incertain: bool = False) -> None:
        super().__init__(message, RULE)
        self.incertain = incertain


class CleRefuseeError(OperateurError):
    """Our key is not taken: nothing will pass before the administrator acts."""


class QuotaError(OperateurError):
    """Too much was asked of the organisation's subscription, or too fast."""


class InjoignableError(OperateurError):
    """No answer, or one that is no answer: the same later will do."""


class IntrouvableError(OperateurError):
    """Yousign does not know this request: deleted, or of another organisation."""


class DemandeRefuseeError(RefusedError):
    """What was sent will not be taken, however often: a telephone number, most often."""


NO_ANSWER = (
    "Yousign, l’opérateur de signature, ne répond pas pour le moment. Réessayez dans quelques minutes, "
    "ou recueillez l’accord autrement."
)


_OTHERWISE = "L’accord peut être recueilli autrement."
_NO_MORE = (
    "L’abonnement de votre département à Yousign ne permet plus de signature\u00a0: prévenez "
    f"l’administrateur. {_OTHERWISE}"
)
_WRONG_KEY = (
    f"Yousign ne reconnaît plus la clé de votre département\u00a0: prévenez l’administrateur. {_OTHERWISE}"
)
_BY_STATUS: Mapping[int, tuple[type[OperateurError], str]] = {
    401: (CleRefuseeError, _WRONG_KEY),
    402: (QuotaError, _NO_MORE),
    404: (IntrouvableError, "Yousign ne connaît pas cette demande de signature."),
    429: (QuotaError, "Trop de demandes à Yousign en peu de temps\u00a0: réessayez dans une minute."),
}


def of_answer(status: int, problem: Mapping[str, Any]) -> RefusedError:
    """Return the error that an answer is, by its status and its ``type``; its own words are not repeated."""
    if status >= _FAULT:
        return InjoignableError(NO_ANSWER, incertain=True)
    if status in _BY_STATUS:
        kind, words = _BY_STATUS[status]
        return kind(words)
    if any(word in str(problem.get("type")) for word in _QUOTA):
        return QuotaError(_NO_MORE)
    return _refused(problem)


def _refused(problem: Mapping[str, Any]) -> RefusedError:
    found = problem.get("invalid_params")
    params = found if isinstance(found, list) else []
    names = [str(each.get("name")) for each in params if isinstance(each, dict)]
    if any("phone" in name for name in names):
        return DemandeRefuseeError(
            "Yousign ne peut pas envoyer de SMS à ce numéro\u00a0: vérifiez-le avec la personne, corrigez-le "
            "dans son dossier, puis recommencez.",
            RULE,
        )
    if any("email" in name for name in names):
        return DemandeRefuseeError(
            "Yousign demande une adresse de courriel valable\u00a0: demandez-la à la personne et notez-la "
            "dans son dossier, ou recueillez l’accord autrement.",
            RULE,
        )
    return OperateurError(
        f"Yousign n’a pas pris cette demande. Si cela se reproduit, prévenez l’administrateur. {_OTHERWISE}"
    )
