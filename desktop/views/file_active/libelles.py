"""How axes and their values are called, on the panel and on what reminds of what is asked."""

from collections.abc import Mapping

from domain.french import plural
from domain.recherche.criteres import AUCUNE, Accompagnement, Axe, Portee, Seuil
from domain.reglage.nomenclatures import Settings

AXES: Mapping[str, str] = {
    Axe.PORTEE: "Dossiers",
    Axe.ETAT_DROIT: "État du droit",
    Axe.SDD: "Droits et devoirs",
    Axe.ACCOMPAGNEMENT: "Accompagnement",
    Axe.CER: "Dernier CER",
    Axe.REFERENT: "Référent",
    Axe.STRUCTURE: "Structure du référent",
    Axe.COMMUNE: "Commune",
}
SEUILS = {Seuil.A_RENOUVELER: "CER à renouveler sous", Seuil.SANS_ENTRETIEN: "Sans entretien depuis"}
_SANS: Mapping[str, str] = {
    Axe.ETAT_DROIT: "État du droit inconnu",
    Axe.SDD: "Droits et devoirs inconnus",
    Axe.CER: "Sans CER",
    Axe.REFERENT: "Sans référent",
    Axe.STRUCTURE: "Structure inconnue",
    Axe.COMMUNE: "Commune inconnue",
}
_LISTES: Mapping[str, str] = {Axe.ETAT_DROIT: "etats_droit", Axe.SDD: "sdd", Axe.CER: "etats_cer"}
_FIXES: Mapping[str, str] = {
    Portee.MES: "Mes dossiers",
    Portee.STRUCTURE: "Ma structure",
    Portee.TOUS: "Tous",
    Accompagnement.EN_COURS: "En cours",
    Accompagnement.VEILLE: "En veille",
    Accompagnement.VEILLE_A_REVOIR: "Veille à revoir",
}


class Libelles:
    """The words of a département; ``referents`` by account."""

    def __init__(self, settings: Settings, referents: Mapping[str, str]) -> None:
        self._settings = settings
        self._referents = referents

    def axe(self, axe: str) -> str:
        """Return the title of an axis."""
        return AXES.get(axe) or self._settings.label("caracteristiques", axe)

    def valeur(self, axe: str, valeur: str) -> str:
        """Return a value as it stands beneath the title of its axis."""
        if valeur == AUCUNE:
            return _SANS.get(axe, "Non renseigné")
        if axe in (Axe.PORTEE, Axe.ACCOMPAGNEMENT):
            return _FIXES[valeur]
        if axe == Axe.REFERENT:
            return self._referents.get(valeur) or "Référent parti"
        if axe in (Axe.STRUCTURE, Axe.COMMUNE):
            return valeur
        return self._settings.label(_LISTES.get(axe, "valeurs_caracteristique"), valeur)

    def critere(self, axe: str, valeur: str) -> str:
        """Return a value as it stands alone: «Oui» says nothing without its question."""
        words = self.valeur(axe, valeur)
        if axe in AXES and (axe != Axe.CER or valeur == AUCUNE):
            return f"{self.axe(axe)}\u00a0: {words.lower()}" if axe == Axe.ACCOMPAGNEMENT else words
        return f"{self.axe(axe)}\u00a0: {words}"

    def seuil(self, seuil: Seuil, jours: int) -> str:
        """Return a number of days as it stands alone."""
        return f"{SEUILS[seuil]} {plural(jours, 'jour')}"
