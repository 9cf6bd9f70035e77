"""How one person of the file active is shown: two lines, and on the right the columns one has chosen.

On the right only what helps to choose, each in a column of its own. What is in order stays grey, so that
colour is left to what calls for attention.

To add a column: 1. its code and its cells in ``services/exports``; 2. its title, width and status below.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.services.file_active import LigneFileActive
from desktop.views.blocs import ETATS_CER, Entree
from desktop.views.palette import Niveau
from domain.cer.states import State
from domain.french import hour, plural, short_date
from domain.reglage.nomenclatures import Settings

Statut = tuple[str, Niveau, str]
HORIZON_JOURS = 60
PAR_DEFAUT = ("rendez_vous", "cer", "droit")
_RIEN: Statut = ("", Niveau.NEUTRE, "")
_LARGE = 22  # characters at most of a caractéristique's value
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


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column: what it is called, its widest words in characters, what it says of a person on a day."""

    code: str
    titre: str
    largeur: int
    statut: Callable[[LigneFileActive, dt.date], Statut]


def colonnes(settings: Settings) -> dict[str, Colonne]:
    """Return every column one may choose, in the order of the screen."""
    found = {one.code: one for one in _COLONNES}
    for code in settings.choices("caracteristiques"):
        values = settings.codes("valeurs_caracteristique")
        longest = max((len(one.label) for one in values if one.code.startswith(f"{code.code}.")), default=8)
        found[code.code] = Colonne(
            code.code, code.label, min(longest, _LARGE), _Caracteristique(settings, code.code)
        )
    return found


def decrire(ligne: object, day: dt.date, choisies: Sequence[Colonne], *, proche: bool = False) -> Entree:
    """Describe a line of the file active. Raises TypeError for anything else.

    ``proche``: its name is only nearly what was typed, and that is said first.
    """
    if not isinstance(ligne, LigneFileActive):
        raise TypeError(ligne)
    leaves = f"sortie le {short_date(ligne.sortie_le)}" if ligne.sortie_le else ""
    parts = (
        "nom proche" if proche else "",
        short_date(ligne.date_naissance),
        ligne.commune,
        leaves or ("nouvelle" if ligne.nouveau else ""),
        "" if ligne.veille is None else "en veille",
    )
    return Entree(
        f"{ligne.nom.upper()} {ligne.prenom}",
        " · ".join(filter(None, parts)),
        pastilles=tuple(colonne.statut(ligne, day) for colonne in choisies),
    )


class _Caracteristique:
    """The column of a caractéristique: its present value, nothing where there is none."""

    def __init__(self, settings: Settings, code: str) -> None:
        self._settings = settings
        self._code = code

    def __call__(self, ligne: LigneFileActive, _day: dt.date) -> Statut:
        label = self._settings.label("valeurs_caracteristique", ligne.caracteristiques.get(self._code))
        return _discret(label, "info")


def _discret(words: str, icon: str) -> Statut:
    short = words if len(words) <= _LARGE else f"{words[: _LARGE - 1].rstrip()}…"
    return (short, Niveau.NEUTRE, icon) if words else _RIEN


def _right(ligne: LigneFileActive, _day: dt.date) -> Statut:
    if ligne.sdd == "nsdd" and ligne.etat_droit == "versable":
        return ("Versable, NSDD", Niveau.ATTENTION, "triangle-alert")
    known = _DROITS.get(ligne.etat_droit or "")
    return known or (ligne.etat_droit_libelle or "Droit inconnu", Niveau.NEUTRE, "info")


def _cer(ligne: LigneFileActive, _day: dt.date) -> Statut:
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


def _last(ligne: LigneFileActive, _day: dt.date) -> Statut:
    return (
        _discret(f"Vue le {short_date((ligne.dernier_entretien or '')[:10])}", "clock")
        if (ligne.dernier_entretien)
        else ("Jamais vue", Niveau.ATTENTION, "clock")
    )


def _pause(ligne: LigneFileActive, day: dt.date) -> Statut:
    if ligne.veille is None:
        return _RIEN
    if not ligne.veille_fin:
        return ("En veille", Niveau.NEUTRE, "hourglass")
    over = ligne.veille_fin < day.isoformat()
    words = f"Veille\u00a0: {'finie le' if over else 'au'} {short_date(ligne.veille_fin)}"
    return (words, Niveau.ATTENTION if over else Niveau.NEUTRE, "hourglass")


_COLONNES = (
    Colonne("referent", "Référent", _LARGE, lambda one, _: _discret(one.referent_nom, "user-round")),
    Colonne("structure", "Structure", _LARGE, lambda one, _: _discret(one.structure, "briefcase")),
    Colonne("telephone", "Téléphone", 14, lambda one, _: _discret(one.telephone, "phone")),
    Colonne("dernier", "Dernier entretien", 17, _last),
    Colonne("veille", "Veille", 24, _pause),
    Colonne("sdd", "Droits et devoirs", 4, lambda one, _: _discret((one.sdd or "").upper(), "scale")),
    Colonne("rendez_vous", "Prochain rendez-vous", 18, _meeting),
    Colonne("cer", "CER", 23, _cer),
    Colonne("droit", "État du droit", 18, _right),
)
