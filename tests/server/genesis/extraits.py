"""Builders of extracts: a line is said by what differs from an ordinary one."""

from server.genesis.correspondance import Correspondance, lire_correspondance

COLONNES = (
    "N° dossier", "Civilité", "Nom", "Nom de naissance", "Prénom", "Né(e) le", "NIR", "N° allocataire",
    "Adresse", "CP Ville", "Téléphone", "Courriel", "État du droit", "Depuis le", "SDD", "Foyer",
    "Référent", "Désigné le",
)  # fmt: skip

TOML = """
version = 1
nom = "Extrait d’essai"
[dates]
formats = ["JJ/MM/AAAA"]
[colonnes]
numero = "N° dossier"
civilite = "Civilité"
nom = "Nom"
nom_naissance = "Nom de naissance"
prenom = "Prénom"
date_naissance = "Né(e) le"
nir = "NIR"
numero_allocataire = "N° allocataire"
adresse = "Adresse"
cp_ville = "CP Ville"
telephone = "Téléphone"
mail = "Courriel"
etat_droit = "État du droit"
date_etat_droit = "Depuis le"
sdd = "SDD"
foyer = "Foyer"
referent = "Référent"
date_designation = "Désigné le"
[prefixes]
numero = ["RSA-"]
[valeurs.etat_droit]
"Refusé" = "ignorer"
[valeurs.sdd]
"Oui" = "sdd"
"Non" = "nsdd"
[valeurs.civilite]
"MME" = "mme"
[territoires.nord]
communes = []
codes_postaux = ["00100"]
[territoires.sud]
codes_postaux = ["00200"]
"""

Ligne = dict[str, str]

ORDINAIRE = {
    "N° dossier": "RSA-1001",
    "Civilité": "MME",
    "Nom": "BELISSOL",
    "Nom de naissance": "BELISSOL",
    "Prénom": "Nadège",
    "Né(e) le": "12/03/1984",
    "NIR": "284032A123000",
    "N° allocataire": "2000013",
    "Adresse": "4 rue du Four",
    "CP Ville": "00100 Montauran",
    "Téléphone": "639981234",
    "Courriel": "n.belissol@exemple.invalid",
    "État du droit": "Droit ouvert et versable",
    "Depuis le": "01/02/2025",
    "SDD": "Oui",
    "Foyer": "",
    "Référent": "Camille ROCHE",
    "Désigné le": "15/01/2026",
}


def correspondance(ajout: str = "", *, sans: tuple[str, ...] = (), departement: str = "") -> Correspondance:
    """The correspondence, with lines added, without some columns, for one département only."""
    lines = [line for line in TOML.splitlines() if line.split(" = ")[0] not in sans]
    head = f'departement = "{departement}"\n' if departement else ""
    return lire_correspondance((head + "\n".join(lines) + ajout).encode())


def ligne(rang: int = 0, **changes: str) -> dict[str, str]:
    """One line; ``rang`` makes another person of it. Keywords are ``nom``, ``numero``… of the TOML."""
    row = dict(ORDINAIRE)
    if rang:
        row |= {
            "N° dossier": f"RSA-{1001 + rang}",
            "Nom": f"GALOUDRE{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[rang % 26]}{rang}",
            "Nom de naissance": f"GALOUDRE{rang}",
            "NIR": "",
            "N° allocataire": f"{2_000_013 + rang}",
            "Courriel": "",
        }
    columns = correspondance().colonnes
    return row | {columns[name][0]: value for name, value in changes.items()}


def fichier(*lignes: dict[str, str], encodage: str = "windows-1252", fin: str = "\r\n") -> bytes:
    rows = [";".join(COLONNES), *(";".join(row[name] for name in COLONNES) for row in lignes)]
    return (fin.join(rows) + fin).encode(encodage)
