from collections.abc import Iterator

import pytest

from desktop.services.bureau import Bureau
from desktop.views.main_window import MainWindow
from tests.views.cadre.pages import PAGES
from tests.views.essai import Essai


@pytest.fixture
def window(bureau: Bureau, essai: Essai) -> Iterator[MainWindow]:
    made = MainWindow(bureau, PAGES)
    essai.montrer(made)
    yield made
    made.close()
