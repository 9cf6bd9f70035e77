"""What the person leaves with, and how the decision reaches him (R-CER-16, R-CER-17).

Before the decision there is one sentence for each thing that may be there or not: a mail, a printer, the
network. It is a table because the note of the service is one: to change a case, change its line.
"""

from dataclasses import dataclass

from domain.cer.states import State
from domain.hint import Hint

_MOYENS = {State.VALIDE: ("main_propre", "courrier"), State.NON_VALIDE: ("courrier",)}
_VIERGE = (
    "remplissez à la main un CER vierge emporté\u00a0; la personne le garde, vous ressaisirez"
    " le double ou sa photo"
)
_DEMANDER = "Aucun courriel connu\u00a0: demandez-le et notez-le ici."
_NI_NI = f"Ni réseau ni imprimante\u00a0: {_VIERGE}."

_AVANT_DECISION = {
    (True, True, True): "Envoyez le CER à {mail}, ou imprimez-le\u00a0: la personne repart avec.",
    (True, True, False): "Sans réseau, le courriel attendra\u00a0: imprimez le CER maintenant, la personne"
    " repart avec.",
    (True, False, True): "Envoyez le CER à {mail} pendant que la personne est là\u00a0: ce poste n’a pas"
    " d’imprimante.",
    (True, False, False): f"{_NI_NI} Écrivez à {{mail}} une fois le réseau revenu.",
    (False, True, True): "{demande}Imprimez le CER maintenant\u00a0: la personne repart avec.",
    (False, True, False): "{demande}Imprimez le CER maintenant\u00a0: la personne repart avec.",
    (False, False, True): "{demande}Ce poste n’a pas d’imprimante\u00a0: sans courriel, " + _VIERGE + ".",
    (False, False, False): "{demande}" + _NI_NI,
}
"""By what there is: a mail, a printer, the network."""
_SANS_IMPRIMANTE = " Ce poste n’a pas d’imprimante\u00a0: enregistrez le PDF et imprimez-le ailleurs."


@dataclass(frozen=True, slots=True)
class SurPlace:
    """What there is where one receives. ``sans_mail``: it was asked for, and the person has none."""

    imprimante: bool = True
    reseau: bool = True
    sans_mail: bool = False


def means_of(state: State, mail: str | None = None, sur_place: SurPlace | None = None) -> tuple[str, ...]:
    """Return the ways, codes of ``moyens_remise``, by which a CER in ``state`` reaches the person.

    What was decided never goes by mail (R-CER-16). Before, all are allowed, a paper may come from
    elsewhere; the likeliest with what is there comes first (R-CER-17).
    """
    if state in _MOYENS:
        return _MOYENS[state]
    here = sur_place or SurPlace()
    if here.imprimante:
        return ("main_propre", "courriel", "papier")
    return (
        ("courriel", "papier", "main_propre")
        if mail and here.reseau
        else ("papier", "courriel", "main_propre")
    )


def handing_over(
    state: State, *, retablissement: bool, mail: str | None, sur_place: SurPlace | None = None
) -> Hint:
    """Return what to hand over now that the CER is in ``state``, and by which way.

    ``mail``: the person's address, if known; ``sur_place``: by default, all there may be. A decision that
    refuses never goes by mail; one that refuses to restore a right goes with the letter that keeps the
    suspension, not with a MIDEM.
    """
    here = sur_place or SurPlace()
    if state is State.VALIDE:
        text = "Remettez le CER validé en main propre, ou envoyez-le par courrier."
        text += "" if here.imprimante else _SANS_IMPRIMANTE
    elif state is State.NON_VALIDE and retablissement:
        text = (
            "Le secrétariat envoie le CER avec la lettre de maintien de la suspension, en recommandé."
            " Rien par courriel."
        )
    elif state is State.NON_VALIDE:
        text = "Le secrétariat envoie le CER non validé avec la mise en demeure. Rien par courriel."
    else:
        return _before_decision(mail, here)
    return Hint("decision_commentee", text, "R-CER-16", "conseil")


def _before_decision(mail: str | None, here: SurPlace) -> Hint:
    ask = "" if here.sans_mail else f"{_DEMANDER} "
    sentence = _AVANT_DECISION[bool(mail), here.imprimante, here.reseau]
    rule = "R-CER-16" if mail and here.reseau else "R-CER-17"
    return Hint("mail", sentence.format(mail=mail, demande=ask), rule, "conseil")
