"""What the codes of the CNAF's flow of beneficiaries (VRSB0801) mean in our lists and in words."""

CIVILITES = {"MME": "mme", "MLE": "mme", "MR": "m"}
SEXES = {"1": "m", "2": "mme"}
ORGANISMES = {"CAF": "caf", "MSA": "msa"}
SDD = {"1": "sdd", "0": "nsdd"}
BENEFICIAIRES = ("DEM", "CJT")

ETATS = {"2": "versable", "3": "suspendu", "4": "versement_suspendu", "5": "clos", "6": "clos"}
LAISSES = {
    "0": "droit en attente de décision, laissé de côté",
    "1": "droit refusé, laissé de côté",
}
"""States that create and change nothing (decision 33)."""

RAISONS = {
    "3": ("SuspensionDroit", "MOTISUSDRORSA", "DDSUSDRORSA"),
    "4": ("SuspensionVersement", "MOTISUSVERSRSA", "DDSUSVERSRSA"),
    "5": ("FinDroit", "MOTICLORSA", "DTCLORSA"),
    "6": ("FinDroitMoisAnterieur", "MOTICLORSA", "DTCLORSA"),
}
"""Where each state says why and since when."""

SITUATIONS = {
    "ABA": "separe",
    "CEL": "seul",
    "DIV": "divorce",
    "ISO": "seul",
    "MAR": "marie",
    "PAC": "pacse",
    "RPA": "pacse",
    "RVC": "couple",
    "RVM": "marie",
    "SEF": "separe",
    "SEL": "separe",
    "VEU": "veuf",
    "VIM": "couple",
}

_VERSEMENT = {
    "01": "ressources trop élevées",
    "02": "moins de 25 ans sans personne à charge",
    "03": "activité non conforme",
    "04": "titre de séjour non valide",
    "05": "RSA inférieur au seuil",
    "06": "déclaration trimestrielle de ressources non fournie",
    "09": "résidence non conforme",
    "19": "pas d’isolement",
    "31": "prestation exclue, affiliation partielle",
    "34": "régime non conforme",
    "35": "demande d’avantage vieillesse absente ou tardive",
    "36": "titre de séjour absent",
    "44": "hospitalisation",
    "70": "action non engagée",
    "78": "surface au-delà du plafond ou inconnue",
    "84": "droit éteint",
    "85": "pas d’allocataire",
    "97": "AAH réduite",
    "AB": "allocataire absent du foyer",
    "CG": "sanction",
    "CV": "attente d’une décision du président du conseil départemental",
    "CZ": "activité antérieure insuffisante",
    "DA": "activité antérieure absente",
    "DB": "étudiant, rémunération insuffisante",
    "DC": "activité antérieure non conforme",
}
_DROIT = {
    "DA": "situation de famille",
    "DB": "ressources",
    "DC": "enquête administrative",
    "DD": "enquête sociale",
    "GA": "enquête administrative",
    "GF": "situation de famille",
    "GJ": "décision du président du conseil départemental",
    "GK": "contrat d’insertion",
    "GL": "action non engagée",
    "GR": "contrôle de l’activité ou des ressources",
    "GS": "enquête sociale",
}
_CLOTURE = {
    "ECH": "échéance, quatre mois sans droit",
    "EFF": "annulation de la bascule du RMI ou de l’API",
    "MUT": "dossier parti vers un autre organisme",
    "PCG": "décision du président du conseil départemental",
    "RAU": "radié, autre motif",
    "RFD": "radié, fin de droit",
    "RGD": "dossiers regroupés",
    "RSO": "radié, option RSO",
    "RST": "radié, option RSTA",
}
_MOTIFS = {"3": _DROIT, "4": _VERSEMENT, "5": _CLOTURE, "6": _CLOTURE}


def motif(etat: str, code: str) -> str | None:
    """Return the reason of a state in words; a code that nobody explained stays a code."""
    if not code:
        return None
    return _MOTIFS[etat].get(code) or f"motif {code} de la CNAF"
