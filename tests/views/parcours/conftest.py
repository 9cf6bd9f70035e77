import pytest

from desktop.services.bureau import Bureau
from desktop.views.dossier.parcours import OngletParcours
from desktop.views.main_window import MainWindow
from tests.parcours import dix_ans
from tests.views.essai import Essai
from tests.views.parcours.gestes import ouvrir


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    return dix_ans(bureau)


@pytest.fixture
def onglet(window: MainWindow, dossier: str, essai: Essai) -> OngletParcours:
    return ouvrir(window, dossier, essai)
