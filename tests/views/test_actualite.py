import threading

from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.views.actualite import Actualite
from tests.builders import une_personne


class Oreille(QObject):
    """Hears on the screen's thread, as a page does."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Changes] = []
        self.threads: set[object] = set()

    def hear(self, changes: Changes) -> None:
        self.heard.append(changes)
        self.threads.add(threading.current_thread())


def test_a_commit_is_heard_on_the_thread_of_the_screen(bureau: Bureau, qtbot: QtBot) -> None:
    news = Actualite(bureau)
    ear = Oreille()
    news.changed.connect(ear.hear)
    dossier = une_personne(bureau)
    bureau.entretiens.nouveau(dossier)
    qtbot.waitUntil(lambda: any(dossier in changes.dossiers for changes in ear.heard))
    assert ear.threads == {threading.main_thread()}
    assert ear.thread() is QThread.currentThread()


def test_once_closed_nothing_more_is_heard(bureau: Bureau, qtbot: QtBot) -> None:
    news = Actualite(bureau)
    ear = Oreille()
    news.changed.connect(ear.hear)
    news.fermer()
    une_personne(bureau)
    bureau.saisie.flush()
    qtbot.wait(20)
    assert ear.heard == []


def test_what_was_on_its_way_when_it_closed_is_not_heard(bureau: Bureau, qtbot: QtBot) -> None:
    """A screen that heard it would read a replica that has just been locked."""
    news = Actualite(bureau)
    ear = Oreille()
    news.changed.connect(ear.hear)
    une_personne(bureau)
    bureau.saisie.flush()  # published by now, and waiting for this thread
    news.fermer()
    qtbot.wait(20)
    assert ear.heard == []
