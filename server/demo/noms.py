"""Names, towns and trades of the fictitious département: invented, diverse, of nobody real.

Surnames are put together from syllables rather than listed, so that none is borrowed from a
person; first names are common ones. Towns exist on no map and their codes begin with 00, which
no département bears. Telephone numbers come from the ranges reserved to fiction.
"""

from dataclasses import dataclass
from random import Random

from domain.text import fold
from resources import path


@dataclass(frozen=True, slots=True)
class Commune:
    """A town: its name, its codes, the territory it lies in and its larger neighbour."""

    nom: str
    code_postal: str
    code_insee: str
    dtas: str
    ville: str


@dataclass(frozen=True, slots=True)
class Metier:
    """A trade, said of a man and of a woman, and its code in the ROME of France Travail."""

    masculin: str
    feminin: str
    rome: str

    def dit(self, *, feminin: bool) -> str:
        """Return the name of the trade for this person."""
        return self.feminin if feminin else self.masculin


COMMUNES = tuple(
    Commune(nom, f"00{cp}", f"00{insee}", dtas, ville)
    for nom, cp, insee, dtas, ville in (
        ("Montauran", "100", "101", "nord", "Montauran"),
        ("Rocheclaire-sur-Orve", "110", "112", "nord", "Montauran"),
        ("Saint-Malvin", "110", "118", "nord", "Montauran"),
        ("Chalmeyrac", "120", "124", "nord", "Montauran"),
        ("Pont-d’Orve", "130", "131", "nord", "Pont-d’Orve"),
        ("Vernouzel", "130", "137", "nord", "Pont-d’Orve"),
        ("Bellecombe-les-Bruyères", "140", "143", "nord", "Pont-d’Orve"),
        ("Aurignac-le-Haut", "140", "149", "nord", "Pont-d’Orve"),
        ("Castelmorin", "200", "201", "sud", "Castelmorin"),
        ("Fontanelle-la-Vieille", "210", "212", "sud", "Castelmorin"),
        ("Sainte-Aurence", "210", "216", "sud", "Castelmorin"),
        ("Lavaldoux", "220", "223", "sud", "Castelmorin"),
        ("Villebrune", "230", "230", "sud", "Villebrune"),
        ("Pérignols", "230", "236", "sud", "Villebrune"),
        ("Saint-Thibéran", "240", "244", "sud", "Villebrune"),
        ("Escoulas", "240", "248", "sud", "Villebrune"),
    )
)
VOIES = (
    "rue des Tilleuls", "chemin du Lavoir", "place de la Halle", "avenue de la Gare", "rue du Four",
    "impasse des Mûriers", "route de l’Orve", "rue Haute", "cité des Genêts", "montée du Calvaire",
    "allée des Châtaigniers", "rue de l’Ancienne École", "quai des Tanneurs", "lotissement Les Cigales",
)  # fmt: skip
METIERS = tuple(
    Metier(*trade.split("/"))
    for trade in (
        "aide à domicile/aide à domicile/K1304", "agent d’entretien/agente d’entretien/K2204",
        "serveur/serveuse/G1803", "cuisinier/cuisinière/G1602", "maçon/maçonne/F1703",
        "peintre en bâtiment/peintre en bâtiment/F1606",
        "vendeur/vendeuse/D1106", "préparateur de commandes/préparatrice de commandes/N1103",
        "assistant administratif/assistante administrative/M1607", "jardinier/jardinière/A1203",
        "ouvrier agricole/ouvrière agricole/A1416", "conducteur de car/conductrice de car/N4103",
        "agent de cantine/agente de cantine/G1603", "animateur périscolaire/animatrice périscolaire/G1203",
        "couturier/couturière/B1803", "menuisier/menuisière/H2206", "mécanicien/mécanicienne/I1604",
        "employé de libre-service/employée de libre-service/D1507", "aide-soignant/aide-soignante/J1501",
        "agent de sécurité/agente de sécurité/K2503", "secrétaire/secrétaire/M1607",
        "boulanger/boulangère/D1102",
        "cariste/cariste/N1101", "employé d’étage/employée d’étage/G1501", "photographe/photographe/E1201",
        "soudeur/soudeuse/H2913", "auxiliaire de vie/auxiliaire de vie/K1302", "fleuriste/fleuriste/D1209",
    )
)  # fmt: skip
DIPLOMES = (
    "aucun diplôme", "un certificat de formation générale", "un CAP", "un CAP et une année de BEP",
    "un brevet professionnel", "un baccalauréat professionnel", "un baccalauréat général",
    "un BTS non terminé", "une licence obtenue à l’étranger", "un titre professionnel",
)  # fmt: skip
_PRENOMS = path("demonstration", "prenoms.txt").read_text(encoding="utf-8").splitlines()
FEMININS, MASCULINS = _PRENOMS[1].split(), _PRENOMS[2].split()
_SURNAMES = (
    (("Mont", "Bel", "Char", "Roch", "Lav", "Font", "Bru", "Gal", "Per", "Vald", "Cour", "Marl"),
     ("eraud", "issol", "ignac", "oudre", "evrin", "ombert", "audière", "ezan", "ourel", "aillac", "anteau")),
    (("Ben", "Bou", "El ", "Oul", "Had", "Kha"),
     ("yahmi", "zeghar", "maroui", "dhiraz", "lounis", "raffane")),
    (("Dia", "Kou", "Ndia", "Tra", "Sis", "Cama"), ("wélé", "rombé", "goulé", "bakha", "ssané")),
    (("Per", "Gar", "Alv", "Mor", "Sal"), ("eirinho", "izalda", "arelos", "ondeiro")),
    (("Ker", "Le G", "Tré", "Pen"), ("vaned", "ouelloc", "garanec", "mélion")),
    (("Szym", "Kov", "Nov", "Petr"), ("aniec", "alenko", "otchuk", "eskaya")),
    (("Ngu", "Tr", "Ph"), ("ang Thao", "inh Vi", "uoc Lan")),
)  # fmt: skip
_WEIGHTS = (10, 3, 3, 2, 2, 1, 1)


def nom_de_famille(hasard: Random) -> str:
    """Return an invented surname, in capitals as Genesis writes them."""
    heads, tails = hasard.choices(_SURNAMES, _WEIGHTS)[0]
    return (hasard.choice(heads) + hasard.choice(tails)).upper()


def prenom(hasard: Random, *, feminin: bool) -> str:
    """Return a first name."""
    return hasard.choice(FEMININS if feminin else MASCULINS)


def portable(hasard: Random) -> str:
    """Return a mobile number of the range reserved to fiction, in one piece."""
    return f"063998{hasard.randrange(10_000):04d}"


def fixe(hasard: Random) -> str:
    """Return a fixed-line number of the range reserved to fiction, in one piece."""
    return f"019900{hasard.randrange(10_000):04d}"


def courriel(prenom_: str, nom: str, hasard: Random) -> str:
    """Return an address in a domain that will never exist (RFC 2606)."""
    local = ".".join(fold(part).replace(" ", "-") for part in (prenom_, nom))
    return f"{local}{hasard.randrange(1, 90)}@exemple.invalid"
