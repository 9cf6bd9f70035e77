"""How each state of the trade looks: one place, so that a state looks the same everywhere."""

from desktop.views.blocs.pastille import Pastille
from desktop.views.palette import Niveau

ETATS_CER: dict[str, tuple[str, Niveau]] = {
    "proposition": ("pencil", Niveau.NEUTRE),
    "soumis": ("send", Niveau.INFO),
    "commission": ("users", Niveau.INFO),
    "attente": ("hourglass", Niveau.INFO),
    "valide": ("circle-check", Niveau.SUCCES),
    "non_valide": ("circle-x", Niveau.URGENT),
}

REALISATIONS: dict[str, tuple[str, Niveau]] = {
    "prevu": ("calendar-clock", Niveau.INFO),
    "presence": ("circle-check", Niveau.SUCCES),
    "absence_justifiee": ("info", Niveau.ATTENTION),
    "absence_non_justifiee": ("circle-alert", Niveau.URGENT),
    "annule": ("circle-x", Niveau.NEUTRE),
}

DROITS: dict[str, tuple[str, Niveau]] = {
    "versable": ("circle-check", Niveau.SUCCES),
    "suspendu": ("circle-alert", Niveau.URGENT),
    "versement_suspendu": ("triangle-alert", Niveau.ATTENTION),
    "clos": ("circle-x", Niveau.URGENT),
}


def pastille_etat(etat: str, libelle: str) -> Pastille:
    """Return the pill of a CER's state."""
    icone, niveau = ETATS_CER[etat]
    return Pastille(libelle, niveau, icone)


def pastille_realisation(realisation: str | None, libelle: str) -> Pastille:
    """Return the pill of what became of an entretien; one that the product does not know is neutral."""
    icone, niveau = REALISATIONS.get(realisation or "", ("circle", Niveau.NEUTRE))
    return Pastille(libelle or "À préciser", niveau, icone)
