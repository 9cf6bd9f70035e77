import pytest

from desktop.services.bureau import Bureau
from domain.fields import Value
from tests.builders import Horloge, une_personne, verser


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    """Somebody of whom much is known, since a year for some of it."""
    clock = bureau.clock
    assert isinstance(clock, Horloge)
    opened = une_personne(bureau, secteurs=["f", "h"], competences="CAP cuisine, permis B.")
    old: dict[str, Value] = {"dossier": opened, "constatee_le": "2025-03-12"}
    verser(
        bureau,
        "caracteristique",
        old | {"nom": "formation.niveau", "valeur": "formation.niveau.sans"},
        old
        | {"nom": "formation.niveau", "valeur": "formation.niveau.3", "precision": "CAP cuisine"}
        | {"constatee_le": "2025-06-02"},
        old | {"nom": "sante.rqth", "valeur": "sante.rqth.demande", "constatee_le": "2026-09-01"},
        old | {"nom": "famille.garde", "valeur": "famille.garde.cherche", "constatee_le": "2026-10-05"},
    )
    verser(
        bureau,
        "difficulte",
        {"dossier": opened, "nature": "23.6", "debut": "2026-05-04", "realisation": "en_cours"}
        | {"commentaire": "Le bus de 7 h 10 est le seul de la matinée\u00a0; code en cours."},
        {"dossier": opened, "nature": "24.13", "debut": "2026-09-01", "realisation": "constatee"},
        {"dossier": opened, "nature": "28.30", "debut": "2025-01-10", "fin": "2025-12-01"}
        | {"realisation": "levee"},
    )
    cook: dict[str, Value] = {"dossier": opened, "rang": 1, "metier": "Cuisinier / Cuisinière"}
    cook |= {"code_rome": "G1602", "commentaire": "En collectivité, pour les horaires"}
    helper: dict[str, Value] = {
        "dossier": opened,
        "rang": 2,
        "metier": "Aide à domicile",
        "code_rome": "K1304",
    }
    verser(bureau, "souhait_metier", cook, helper)
    return opened
