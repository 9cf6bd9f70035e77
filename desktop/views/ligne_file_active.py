"""How one person of the file active is shown on two lines, and what is said on the right.

On the right only what helps to choose: the right, the CER and its end,
the next appointment, each in a column of its own. What is in order stays grey, so that colour is left
to what calls for attention.
"""

import datetime as dt

from desktop.services.file_active import LigneFileActive
from desktop.views.blocs import ETATS_CER, Entree
from desktop.views.palette import Niveau
from domain.cer.states import State
from domain.french import hour, plural, short_date

Statut = tuple[str, Niveau, str]
HORIZON_JOURS = 60
COLONNES = (18, 23, 18)  # characters of the widest words of each status
_RIEN: Statut = ("", Niveau.NEUTRE, "")
_DROITS: dict[str, Statut] = {
    "versable": ("Versable", Niveau.NEUTRE, "check"),
    "suspendu": ("Suspendu", Niveau.URGENT, "circle-alert"),
    "versement_suspendu": ("Versement suspendu", Niveau.ATTENTION, "triangle-alert"),
    "clos": ("Droit clos", Niveau.URGENT, "circle-x"),
}
_CER = {
    State.PROPOSITION: "CER à soumettre",
    State.SOUMIS: "CER à l’étude",
    State.COMMISSION: "CER en commission",
    State.ATTENTE: "Décision attendue",
    State.NON_VALIDE: "CER non validé",
}


def decrire(ligne: object, day: dt.date) -> Entree:
    """Describe a line of the file active. Raises TypeError for anything else."""
    if not isinstance(ligne, LigneFileActive):
        raise TypeError(ligne)
    born = short_date(ligne.date_naissance)
    if ligne.sortie_le:
        leaves = f"sortie le {short_date(ligne.sortie_le)}"
    else:
        leaves = "nouvelle" if ligne.nouveau else ""
    parts = (born, ligne.commune, leaves)
    return Entree(
        f"{ligne.nom.upper()} {ligne.prenom}",
        " · ".join(filter(None, parts)),
        pastilles=(_meeting(ligne, day), _cer(ligne), _right(ligne)),
    )


def _right(ligne: LigneFileActive) -> Statut:
    if ligne.sdd == "nsdd" and ligne.etat_droit == "versable":
        return ("Versable, NSDD", Niveau.ATTENTION, "triangle-alert")
    known = _DROITS.get(ligne.etat_droit or "")
    return known or (ligne.etat_droit_libelle or "Droit inconnu", Niveau.NEUTRE, "info")


def _cer(ligne: LigneFileActive) -> Statut:
    if ligne.cer_etat is None:
        return ("Sans CER", Niveau.ATTENTION, "file-text")
    if ligne.cer_etat is not State.VALIDE:
        icon, level = ETATS_CER[ligne.cer_etat]
        return (_CER[ligne.cer_etat], level, icon)
    days = ligne.jours_restants
    if days is None:
        return ("CER validé", Niveau.NEUTRE, "file-check")
    if days < 0:
        return (f"CER échu le {short_date(ligne.cer_fin)}", Niveau.URGENT, "file-clock")
    if days <= HORIZON_JOURS:
        return (f"CER\u00a0: encore {plural(days, 'jour')}", Niveau.ATTENTION, "file-clock")
    return (f"CER jusqu’au {short_date(ligne.cer_fin)}", Niveau.NEUTRE, "file-check")


def _meeting(ligne: LigneFileActive, day: dt.date) -> Statut:
    if ligne.prochain_entretien is None:
        return _RIEN
    at = ligne.prochain_entretien
    date = dt.date.fromisoformat(at[:10])
    if date == day:
        words = f"Aujourd’hui {hour(at)}"
    elif (date - day).days == 1:
        words = f"Demain {hour(at)}"
    else:
        words = short_date(at[:10])
    return (words, Niveau.INFO, "calendar")
