from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.bureau import Bureau
from tests.builders import un_bureau, une_personne


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    """A referent's unlocked replica, empty of dossiers."""
    opened = un_bureau(tmp_path)
    yield opened
    opened.verrouiller()


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    """A dossier of the referent's file active."""
    return une_personne(bureau)
