"""Widgets are tried for real, off screen. Guards: a slot that raises, a thread left running."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views import langue, style
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE
from desktop.views.ramassage import ramasser
from domain.profils import Profile
from tests.builders import un_bureau
from tests.views.essai import Essai
from tests.views.fenetre import fenetre


@pytest.fixture(autouse=True)
def swept(qapp: QApplication) -> Iterator[None]:
    """Widgets die on the thread of the screen, as in the application; never again on another.

    What is there before the test is put out of the collector's way: it would look through all that the
    process has ever loaded, twice for each test.
    """
    gc.disable()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # pytest-qt leaves its windows to it
    gc.collect()  # what the last test was still holding when it ended
    gc.freeze()
    yield
    ramasser()


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, swept: None) -> None:
    """Every test starts in the light palette, at 100 %, in French."""
    assert swept is None, "what the last test showed would be dressed again"
    if not qapp.property("dressed"):
        langue.installer(qapp)
        qapp.setProperty("dressed", "yes")
    style.appliquer(qapp, CLAIRE)


@pytest.fixture(autouse=True)
def no_thread_left(qapp: QApplication) -> Iterator[None]:
    """A QThread still running at the end of a test fails it."""
    yield
    qapp.processEvents()
    running = [one for one in gc.get_objects() if isinstance(one, QThread) and _runs(one)]
    running = [one for one in running if one is not qapp.thread()]
    assert not running, f"threads left running: {running}"


def _runs(thread: QThread) -> bool:
    try:
        return thread.isRunning()
    except RuntimeError:  # its C++ half is already gone
        return False


@pytest.fixture
def profil() -> Profile:
    """Who owns the replica; a test that is about another says whom."""
    return Profile.REFERENT


@pytest.fixture
def bureau(tmp_path: Path, profil: Profile) -> Iterator[Bureau]:
    """A real replica, open."""
    opened = un_bureau(tmp_path, profil)
    yield opened
    opened.poste.replique.close()  # again, where the test has locked it


@pytest.fixture
def essai(qtbot: QtBot) -> Essai:
    return Essai(qtbot)


@pytest.fixture
def window(bureau: Bureau, essai: Essai) -> Iterator[MainWindow]:
    """The whole window on that replica."""
    yield from fenetre(bureau, essai)
