from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.bureau import Bureau
from tests.builders import un_bureau


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    """A real replica, open, of a referent."""
    opened = un_bureau(tmp_path)
    yield opened
    opened.poste.replique.close()
