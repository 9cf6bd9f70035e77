import pytest

from desktop.services.bureau import Bureau
from domain.fields import Value
from tests.builders import une_personne, verser


@pytest.fixture
def julie(bureau: Bureau) -> str:
    """A chef de service of the territory."""
    (colleague,) = verser(
        bureau, "collaborateur", {"nom": "Perrin", "prenom": "Julie", "profil": "cds", "dtas": "nord"}
    )
    return colleague


@pytest.fixture
def dossier(bureau: Bureau, julie: str) -> str:
    """A dossier with a note for me, one for all, and one that is closed."""
    opened = une_personne(bureau)
    note: dict[str, Value] = {"dossier": opened, "cree_par": julie}
    verser(
        bureau,
        "note",
        note
        | {"visibilite": "attribuee", "attribuee_a": bureau.moi.id, "cree_le": "2026-11-18T09:12:00.000Z"}
        | {"texte": "Le bailleur demande l’attestation d’assurance avant le 30. Peux-tu la rappeler\u00a0?"},
        note
        | {"visibilite": "publique", "cree_le": "2026-11-02T15:40:00.000Z"}
        | {"texte": "Préfère être appelée l’après-midi."},
        note
        | {"visibilite": "publique", "cree_le": "2026-05-02T15:40:00.000Z", "close_le": "2026-06-30"}
        | {"texte": "Dossier de surendettement déposé.", "cree_par": bureau.moi.id},
    )
    return opened
