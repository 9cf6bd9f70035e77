from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views.cer import PageCer
from desktop.views.main_window import MainWindow
from tests.builders import une_personne
from tests.views.cer.gestes import page, remplir
from tests.views.essai import Essai
from tests.views.fenetre import fenetre


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    return une_personne(bureau)


@pytest.fixture
def window(bureau: Bureau, dossier: str, essai: Essai) -> Iterator[MainWindow]:
    for made in fenetre(bureau, essai):
        made.ouvrir_cer(bureau.cers.nouveau(dossier))
        yield made


@pytest.fixture
def ready(bureau: Bureau, window: MainWindow, qtbot: QtBot) -> PageCer:
    """A CER to which only the accord and the submission are missing."""
    shown = page(window)
    remplir(bureau, shown._cer)
    qtbot.waitUntil(lambda: shown._lu is not None and shown._lu.manques == ())
    return shown
