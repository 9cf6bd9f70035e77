"""The sign and the level of what a frise shows: those it has everywhere else in the product."""

from collections.abc import Iterable

from desktop.views.blocs.statuts import DROITS, ETATS_CER, REALISATIONS
from desktop.views.palette import Niveau

_DEMANDES = {
    "demandee": ("hourglass", Niveau.ATTENTION),
    "traitee": ("circle-check", Niveau.NEUTRE),
    "faite": ("triangle-alert", Niveau.URGENT),
}
_PAR_PISTE: dict[str, dict[str, tuple[str, Niveau]]] = {
    "affectation": {"parcours": ("user-round", Niveau.INFO), "etape": ("users", Niveau.INFO)},
    "evenement_droit": DROITS,
    "cer": ETATS_CER,
    "veille": {"": ("clock", Niveau.ATTENTION)},
    "entretien": REALISATIONS,
    "demande_midem": _DEMANDES,
    "demande_fin": _DEMANDES,
}
_INCONNU = ("circle", Niveau.NEUTRE)


_RANGS = (Niveau.URGENT, Niveau.ATTENTION, Niveau.SUCCES, Niveau.INFO, Niveau.NEUTRE)


def signe(piste: str, etats: Iterable[str]) -> tuple[str, Niveau]:
    """Return the icon and the level of a state on a lane; of several, those of the most serious."""
    states = _PAR_PISTE.get(piste, {})
    found = [states.get(etat) or states.get("", _INCONNU) for etat in etats]
    return min(found, key=lambda sign: (_RANGS.index(sign[1]), sign[0]))
