import pytest

from desktop.services.bureau import Bureau
from tests.builders import une_personne


@pytest.fixture
def elise(bureau: Bureau) -> str:
    return une_personne(bureau)
