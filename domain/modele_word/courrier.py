"""What a letter may say: its fields, and which of them somebody has to give before it can be written.

A letter is a Word model like that of the CER, with the same braces; nothing in it is obligatory, since
nobody signs for it. To add a field: its line here, its value in ``desktop/documents/courrier.py``, its
line in ``docs/courriers.md``; a test holds the three together.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.modele_word.champs import Champ, Table
from domain.modele_word.depose import ModeleDepose, modele_depose

COURRIER: Final = Table(
    (
        Champ("departement", "Nom du département"),
        Champ("service", "Service qui écrit"),
        Champ("adresse_departement", "Adresse du service"),
        Champ("telephone_departement", "Téléphone du service"),
        Champ("logo", "Logo des réglages, 14 mm de haut", image=True),
        Champ("date_jour", "Date du jour, «\u00a020 novembre 2026\u00a0»"),
        Champ("version_modele", "Version de ce modèle, donnée quand on le pose"),
        Champ("civilite", "Civilité, en entier"),
        Champ("nom", "Nom"),
        Champ("nom_naissance", "Nom de naissance, s’il diffère"),
        Champ("prenom", "Prénom"),
        Champ("date_naissance", "Date de naissance"),
        Champ("adresse", "Adresse de la personne, sur ses lignes"),
        Champ("telephone", "Téléphone de la personne"),
        Champ("mail", "Courriel de la personne"),
        Champ("numero_dossier", "Numéro de dossier"),
        Champ("organisme", "Organisme payeur, CAF ou MSA"),
        Champ("numero_allocataire", "Numéro d’allocataire"),
        Champ("referent", "Prénom et nom du référent"),
        Champ("telephone_referent", "Téléphone du référent"),
        Champ("mail_referent", "Courriel du référent"),
        Champ("structure_referent", "Structure du référent"),
        Champ("date_entretien", "Jour de l’entretien, «\u00a0lundi 30 novembre 2026\u00a0»"),
        Champ("heure_entretien", "Heure de l’entretien, «\u00a09 h 30\u00a0»"),
        Champ("duree_entretien", "Durée de l’entretien, «\u00a045 minutes\u00a0»"),
        Champ("type_entretien", "Type d’entretien"),
        Champ("lieu_entretien", "Lieu de l’entretien"),
        Champ("vecteur_entretien", "Vecteur de l’entretien, en présence ou autre"),
        Champ("contrat", "Mot court pour le contrat, «\u00a0CER\u00a0»"),
        Champ("numero_contrat", "Numéro du contrat en cours"),
        Champ(
            "periode_contrat", "Dates du contrat en cours, «\u00a0du 1er décembre 2026 au 31 mai 2027\u00a0»"
        ),
        Champ("objet", "Objet, tapé par qui écrit"),
        Champ("texte", "Corps du courrier, tapé par qui écrit"),
    )
)
ENTRETIEN: Final = frozenset(champ.nom for champ in COURRIER.champs if champ.nom.endswith("_entretien"))
SAISIES: Final = ("objet", "texte")
"""Fields that nothing in the dossier says: whoever writes types them."""

COURRIERS_MAX: Final = 20
"""Letters offered at once: each travels to every device."""


@dataclass(frozen=True, slots=True)
class Courrier:
    """A letter that is offered. ``modele``: the département's own, ``None`` for the house's file.

    ``rangement`` and ``type`` are those of the document it becomes (R-DOC-1, R-DOC-5).
    """

    code: str
    libelle: str
    rangement: str
    type: str
    modele: ModeleDepose | None = None
    retire: bool = False

    def reglage(self, versions: Mapping[str, str]) -> dict[str, Any]:
        """Return the value of its setting; ``versions`` as for a :class:`ModeleDepose`."""
        laid = self.modele.reglage(versions) if self.modele else {"versions": dict(versions)}
        said = {"libelle": self.libelle, "rangement": self.rangement, "type": self.type}
        return {**laid, **said, "retire": self.retire}


def courriers(
    maison: Iterable[tuple[str, Mapping[str, Any]]], poses: Mapping[str, Any]
) -> dict[str, Courrier]:
    """Return the letters by code, the house's first, retired ones included; ``poses``: the settings."""
    found = {code: _courrier(code, value) for code, value in maison}
    for code, value in poses.items():
        if isinstance(value, dict) and (code in found or "contenu" in value):
            found[code] = _courrier(code, value)
    return found


def demandes(champs: Collection[str]) -> tuple[bool, tuple[str, ...]]:
    """Tell whether a model of these fields speaks of an entretien, and what has to be typed for it."""
    return bool(ENTRETIEN & set(champs)), tuple(nom for nom in SAISIES if nom in champs)


def _courrier(code: str, value: Mapping[str, Any]) -> Courrier:
    return Courrier(
        code,
        str(value.get("libelle") or code),
        str(value.get("rangement") or "courriers"),
        str(value.get("type") or "courrier"),
        modele_depose(value),
        value.get("retire") is True,
    )
