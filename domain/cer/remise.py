"""What the person leaves with, and how the decision reaches him (R-CER-16, R-CER-17)."""

from domain.cer.states import State
from domain.hint import Hint

_MOYENS = {State.VALIDE: ("main_propre", "courrier"), State.NON_VALIDE: ("courrier",)}


def means_of(state: State) -> tuple[str, ...]:
    """Return the ways, codes of ``moyens_remise``, by which a CER in ``state`` reaches the person.

    What was decided never goes by mail (R-CER-16).
    """
    return _MOYENS.get(state, ("main_propre", "courriel", "papier"))


def handing_over(state: State, *, retablissement: bool, mail: str | None) -> Hint:
    """Return what to hand over now that the CER is in ``state``, and by which way.

    ``mail``: the person's address, if known. A decision that refuses never goes by mail; one that
    refuses to restore a right goes with the letter that keeps the suspension, not with a MIDEM.
    """
    if state is State.VALIDE:
        text = "Remettez le CER validé en main propre, ou envoyez-le par courrier."
    elif state is State.NON_VALIDE and retablissement:
        text = (
            "Le secrétariat envoie le CER avec la lettre de maintien de la suspension, en recommandé."
            " Rien par courriel."
        )
    elif state is State.NON_VALIDE:
        text = "Le secrétariat envoie le CER non validé avec la mise en demeure. Rien par courriel."
    else:
        return _before_decision(mail)
    return Hint("decision_commentee", text, "R-CER-16", "conseil")


def _before_decision(mail: str | None) -> Hint:
    if mail:
        return Hint(
            "mail",
            f"Envoyez le CER à {mail}, ou imprimez-le\u00a0: la personne repart avec.",
            "R-CER-16",
            "conseil",
        )
    return Hint(
        "mail",
        "Aucun courriel connu\u00a0: demandez-le et notez-le. Sinon imprimez le CER maintenant, ou remplissez"
        " un CER vierge que vous ressaisirez.",
        "R-CER-17",
        "conseil",
    )
