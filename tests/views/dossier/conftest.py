import pytest

from desktop.services.bureau import Bureau
from tests.views.donnees import une_file_active


@pytest.fixture
def elise(bureau: Bureau) -> str:
    return une_file_active(bureau)["elise"]
