from collections.abc import Iterator

import pytest

from desktop.services.bureau import Bureau
from desktop.views.main_window import MainWindow
from tests.views.donnees import une_file_active
from tests.views.essai import Essai
from tests.views.fenetre import fenetre


@pytest.fixture
def people(bureau: Bureau) -> dict[str, str]:
    return une_file_active(bureau)


@pytest.fixture
def window(bureau: Bureau, people: dict[str, str], essai: Essai) -> Iterator[MainWindow]:
    assert people, "poured before the window is there to hear of each"
    yield from fenetre(bureau, essai)
