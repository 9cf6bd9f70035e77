"""What a département may write in its own Word models: the fields, the conditions, and what never prints.

A model is that of the CER, here, or of a letter (``courrier.py``): each has a table of its own. A field
is a French word between braces, ``{{ nom }}``: typed like the rest, seen on the page, made bold or moved
like any word. There are three things to know and no fourth:

- a field is replaced by its value;
- a row of a table that holds ``{{ objectif.theme }}`` is repeated for each objectif;
- what stands between ``{{ si decision }}`` and ``{{ fin decision }}``, each alone on its line, is kept
  only if there is one.

It is no language: nothing is computed, so nothing has to be forbidden, and a model is known to be good
when it is laid. To add a field: its line in :data:`CHAMPS`, its value in ``desktop/documents/champs.py``,
its line in ``docs/modele-word.md``; a test holds the three together.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.text import fold

MODELE_MAX: Final = 300_000
"""Bytes of a model: it travels with the settings, to every device, over a permanence's network."""

OBJECTIF: Final = "objectif."
MARQUE: Final = re.compile(r"\{\{([^{}]*)\}\}")


@dataclass(frozen=True, slots=True)
class Champ:
    """One field. ``obligatoire``: the person agrees to it, or the law wants it on the page.

    ``sous``: the condition it may stand under and still be where it must; its own is always one.
    """

    nom: str
    sens: str
    obligatoire: bool = False
    image: bool = False
    sous: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What a kind of model may ask for; ``conditions``: what may follow «si» besides the name of a field."""

    champs: tuple[Champ, ...]
    conditions: Mapping[str, str] = field(default_factory=dict)

    @property
    def par_nom(self) -> dict[str, Champ]:
        """Return the fields by name."""
        return {champ.nom: champ for champ in self.champs}


CHAMPS: Final = (
    Champ("departement", "Nom du département"),
    Champ("service", "Service qui émet le contrat"),
    Champ("adresse_departement", "Adresse du service"),
    Champ("telephone_departement", "Téléphone du service"),
    Champ("adresse_envoi", "Où renvoyer le contrat"),
    Champ("logo", "Logo des réglages, 14 mm de haut", image=True),
    Champ("titre", "Titre du contrat", obligatoire=True),
    Champ("version_modele", "Version de ce modèle, donnée quand on le pose", obligatoire=True),
    Champ("numero", "Numéro du contrat", obligatoire=True),
    Champ("type_contrat", "Premier contrat, renouvellement…", obligatoire=True),
    Champ("etat", "Proposition, contrat validé ou non validé", obligatoire=True),
    Champ("periode", "«\u00a0du 1er décembre 2026 au 31 mai 2027\u00a0»", obligatoire=True),
    Champ("date_debut", "Premier jour du contrat"),
    Champ("date_fin", "Dernier jour du contrat"),
    Champ("heures", "Heures d’activité par semaine, ou rien"),
    Champ("date_signature", "Date de signature", obligatoire=True),
    Champ("referent", "Prénom et nom du référent", obligatoire=True),
    Champ("civilite", "Madame, Monsieur"),
    Champ("nom", "Nom", obligatoire=True),
    Champ("nom_naissance", "Nom de naissance, s’il diffère"),
    Champ("prenom", "Prénom", obligatoire=True),
    Champ("date_naissance", "Date de naissance", obligatoire=True),
    Champ("numero_allocataire", "Numéro d’allocataire", obligatoire=True),
    Champ("organisme", "CAF ou MSA"),
    Champ("adresse", "Adresse de la personne", obligatoire=True),
    Champ("telephone", "Téléphone de la personne"),
    Champ("mail", "Courriel de la personne"),
    Champ("situation", "Situation actuelle et actions menées", obligatoire=True),
    Champ("evaluation", "Évaluation commune du parcours", obligatoire=True),
    Champ("objectif.numero", "Rang de l’objectif"),
    Champ("objectif.theme", "Action choisie", obligatoire=True),
    Champ("objectif.personne", "Ce que fait la personne", obligatoire=True),
    Champ("objectif.referent", "Ce que fait le référent", obligatoire=True),
    Champ("objectif.echeance", "«\u00a0Échéance\u00a0: 15/01/2027\u00a0», ou rien", obligatoire=True),
    Champ("expression", "Expression de la personne", obligatoire=True),
    Champ("accord", "Accord de la personne, en une phrase", obligatoire=True),
    Champ(
        "lieu_date",
        "«\u00a0Fait le 20 novembre\u00a0», ou à remplir",
        obligatoire=True,
        sous="signatures",
    ),
    Champ("signature_personne", "Signature dessinée", obligatoire=True, image=True, sous="signatures"),
    Champ("signature_referent", "Signature dessinée", obligatoire=True, image=True, sous="signatures"),
    Champ("decision", "«\u00a0Contrat validé le 27 novembre 2026\u00a0»", obligatoire=True),
    Champ("periode_decidee", "Dates décidées", obligatoire=True, sous="decision"),
    Champ("decision_commentee", "Décision commentée", obligatoire=True, sous="decision"),
    Champ("decideur", "«\u00a0Pour le Président du Conseil départemental\u00a0»", sous="decision"),
    Champ("mention_objet", "Mention\u00a0: objet du contrat", obligatoire=True),
    Champ("mention_respect", "Mention\u00a0: si les engagements ne sont pas tenus", obligatoire=True),
    Champ("mention_recours", "Mention\u00a0: recours", obligatoire=True),
    Champ("mention_donnees", "Mention\u00a0: données personnelles", obligatoire=True),
)
CONDITIONS: Final = {
    "decision": "le Département a décidé",
    "validee": "le contrat est validé",
    "non_validee": "le contrat n’est pas validé",
    "sans_decision": "le Département n’a pas encore décidé",
    "signatures": "le contrat se signe sur la page, ou l’a été à l’écran",
}
CER: Final = Table(CHAMPS, CONDITIONS)

JAMAIS: Final = {"commentaire": "R-CER-4", "priorite": "R-CER-5", "note": "R-CER-4"}
"""First words of what is for the service alone, with the rule that keeps it off the page."""

_VERBS = ("si", "fin")
_SMALL = ("de", "du", "des", "d", "la", "le", "l")


@dataclass(frozen=True, slots=True)
class Marque:
    """What stands between braces: ``verbe`` is '', «si» or «fin», ``nom`` a folded name."""

    verbe: str
    nom: str


def lire_marque(texte: str) -> Marque:
    """Read what stands between braces: accents, capitals, spaces and small words are as one types them.

    >>> lire_marque(" Date de naissance ")
    Marque(verbe='', nom='date_naissance')
    >>> lire_marque("si Décision")
    Marque(verbe='si', nom='decision')
    """
    words = ["_".join(word for word in fold(part).split() if word not in _SMALL) for part in texte.split(".")]
    verb, _, rest = words[0].partition("_")
    if verb in _VERBS and rest:
        return Marque(verb, ".".join([rest, *words[1:]]))
    return Marque("", ".".join(words))


def nom_refusal(marque: Marque, table: Table = CER) -> str | None:
    """Say why a name cannot stand in a model, ``None`` if it can."""
    known = set(table.par_nom)
    if marque.verbe:
        known = {name for name in known if not name.startswith(OBJECTIF)} | set(table.conditions)
    if marque.nom in known:
        return None
    written = _braced(marque.verbe, marque.nom)
    if (rule := JAMAIS.get(marque.nom.split("_")[0])) is not None:
        return f"{written} s’adresse au service et ne s’imprime jamais ({rule})\u00a0: retirez-le"
    near = difflib.get_close_matches(marque.nom, known, 1, 0.5)
    hint = f", vouliez-vous dire {_braced(marque.verbe, near[0])}\u00a0?" if near else ""
    return f"{written} n’existe pas{hint}"


def _braced(verbe: str, nom: str) -> str:
    return f"{{{{ {f'{verbe} {nom}'.strip()} }}}}"
