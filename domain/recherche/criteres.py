"""What a list of dossiers is asked for: criteria that combine, and how they are kept (R-REP-7).

An *axis* is one way to part the dossiers (the state of the right, the commune…). Values of one axis add
up, axes narrow each other: «suspendu or clos, and of Aubenas». Any axis that is not one of ours is the code
of a caractéristique of the département. ``AUCUNE`` is the value of the dossiers that have none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.cer.states import State
from domain.fields import Value

AUCUNE = ""


class Axe(StrEnum):
    """The axes that every département has."""

    FILTRE = "filtre"
    PORTEE = "portee"
    ETAT_DROIT = "etat_droit"
    SDD = "sdd"
    ACCOMPAGNEMENT = "accompagnement"
    CER = "cer"
    REFERENT = "referent"
    STRUCTURE = "structure"
    COMMUNE = "commune"


class Filtre(StrEnum):
    """What a referent looks for most often, one click away."""

    TOUS = "tous"
    NOUVEAUX = "nouveaux"
    SANS_CER = "sans_cer"
    A_RENOUVELER = "a_renouveler"
    DROIT_A_VERIFIER = "droit_a_verifier"
    A_TRAITER = "a_traiter"


class Portee(StrEnum):
    """Whose dossiers (R-REP-7)."""

    MES = "mes"
    STRUCTURE = "structure"
    TOUS = "tous"


class Accompagnement(StrEnum):
    """Where the accompaniment stands; a veille to look at again is a veille too (R-FA-2)."""

    EN_COURS = "en_cours"
    VEILLE = "veille"
    VEILLE_A_REVOIR = "veille_a_revoir"


class Seuil(StrEnum):
    """What is asked as a number of days (R-REP-1, R-REP-6)."""

    A_RENOUVELER = "a_renouveler_sous"
    SANS_ENTRETIEN = "sans_entretien_depuis"


_KNOWN: Mapping[str, frozenset[str]] = {
    Axe.FILTRE: frozenset(Filtre),
    Axe.PORTEE: frozenset(Portee),
    Axe.ACCOMPAGNEMENT: frozenset(Accompagnement),
    Axe.CER: frozenset({*State, AUCUNE}),
}
_LONGEST = 36_500  # days: a century


@dataclass(frozen=True, slots=True)
class Criteres:
    """What is asked. ``parmi``: only these dossiers (a selection); it is not kept with a search."""

    texte: str = ""
    choix: Mapping[str, frozenset[str]] = field(default_factory=dict)
    seuils: Mapping[Seuil, int] = field(default_factory=dict)
    parmi: frozenset[str] | None = None

    def avec(self, axe: str, *valeurs: str) -> "Criteres":
        """Return these criteria with other values on one axis; none lets the axis go."""
        others = {name: kept for name, kept in self.choix.items() if name != axe}
        return replace(self, choix=others | ({axe: frozenset(valeurs)} if valeurs else {}))

    def bascule(self, axe: str, valeur: str) -> "Criteres":
        """Add a value to its axis, or take it off."""
        return self.avec(axe, *self.choix.get(axe, frozenset()) ^ {valeur})

    def a_moins_de(self, seuil: Seuil, jours: int | None) -> "Criteres":
        """Return these criteria with another number of days; ``None`` lets it go."""
        others = {name: kept for name, kept in self.seuils.items() if name is not seuil}
        return replace(self, seuils=others | ({} if jours is None else {seuil: jours}))

    def valeur(self, axe: str) -> str | None:
        """Return the one value asked on an axis where they exclude each other."""
        return next(iter(self.choix.get(axe, ())), None)

    def en_json(self) -> dict[str, Value]:
        """Return what is kept of a search, its words included."""
        return {
            "texte": self.texte,
            "choix": {axe: sorted(valeurs) for axe, valeurs in self.choix.items()},
            "seuils": {str(seuil): jours for seuil, jours in self.seuils.items()},
        }


def lire(kept: Value) -> tuple[Criteres, bool]:
    """Read what was kept of a search; tell whether all of it was understood.

    A newer program may know axes and values that this one does not: they are left out, and the search
    says so rather than show other people than it did.
    """
    parts = kept if isinstance(kept, dict) else {}
    whole = isinstance(kept, dict) and parts.keys() <= {"texte", "choix", "seuils"}
    texte, choix, seuils = parts.get("texte", ""), parts.get("choix", {}), parts.get("seuils", {})
    criteres = Criteres(texte if isinstance(texte, str) else "")
    for axe, valeurs in _pairs(choix):
        taken = [v for v in valeurs if _understood(axe, v)] if isinstance(valeurs, list) else []
        whole = whole and isinstance(valeurs, list) and len(taken) == len(valeurs)
        criteres = criteres.avec(axe, *taken)
    for name, jours in _pairs(seuils):
        if name in set(Seuil) and isinstance(jours, int) and 0 <= jours <= _LONGEST:
            criteres = criteres.a_moins_de(Seuil(name), int(jours))
        else:
            whole = False
    well_formed = isinstance(texte, str) and isinstance(choix, dict) and isinstance(seuils, dict)
    return criteres, whole and well_formed


def _understood(axe: str, valeur: object) -> bool:
    """Tell whether a value may be asked for here; lists of the département hold any code."""
    if not isinstance(valeur, str) or not (axe in set(Axe) or "." in axe):
        return False
    return axe not in _KNOWN or valeur in _KNOWN[axe]


def _pairs(part: object) -> Iterable[tuple[str, object]]:
    return part.items() if isinstance(part, dict) else ()
