import pytest

from desktop.services.bureau import Bureau
from desktop.views.file_active import PageFileActive
from desktop.views.main_window import MainWindow
from tests.builders import verser
from tests.views.donnees import une_file_active
from tests.views.essai import Essai
from tests.views.fenetre import page


@pytest.fixture
def here(bureau: Bureau, window: MainWindow, essai: Essai) -> PageFileActive:
    people = une_file_active(bureau)
    pause = {"dossier": people["hugo"], "motif": "sante", "debut": "2026-10-01", "fin": "2026-11-25"}
    verser(bureau, "veille", pause)
    window.ouvrir_place("file_active")
    shown = page(window, PageFileActive)
    essai.qtbot.waitUntil(lambda: shown.liste.nombre() == 16)
    return shown
