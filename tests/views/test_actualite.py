import threading

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot
from sqlalchemy import Connection

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


def test_pulls_are_told_together_once_what_is_shown_was_read_again(
    bureau: Bureau, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    une_personne(bureau, nom="VAUTRIN")
    une_personne(bureau, nom="ROCHE")
    bureau.saisie.flush()
    news = Actualite(bureau)
    ear = Oreille()
    news.changed.connect(ear.hear)
    reading, go_on, relire = threading.Event(), threading.Event(), bureau.file_active.relire

    def slowly() -> None:
        reading.set()
        assert go_on.wait(5)
        relire()

    monkeypatch.setattr(bureau.file_active, "relire", slowly)
    for _ in range(3):
        bureau.poste.replique.ecrivain.publish(Changes(wide=True))
        assert reading.wait(5)
    qtbot.wait(20)
    assert ear.heard == []
    go_on.set()
    qtbot.waitUntil(lambda: len(ear.heard) == 2)
    monkeypatch.setattr(bureau.file_active, "_read", None)  # whoever asks finds it ready
    assert [line.nom for line in bureau.file_active.lister()] == ["ROCHE", "VAUTRIN"]
    news.fermer()


def test_a_screen_that_reads_does_not_wait_for_the_end_of_a_pull(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    une_personne(bureau, nom="VAUTRIN")
    bureau.saisie.flush()
    ecrivain, read, passes = bureau.poste.replique.ecrivain, bureau.file_active._read, []

    def while_pages_come(connection: Connection, only: str | None = None) -> object:
        passes.append(1)
        if len(passes) % 5:
            ecrivain.publish(Changes(wide=True))
        return read(connection, only)

    monkeypatch.setattr(bureau.file_active, "_read", while_pages_come)
    assert [line.nom for line in bureau.file_active.lister()] == ["VAUTRIN"]
    assert len(passes) == 1
    bureau.file_active.relire()
    assert len(passes) == 5


def test_a_reading_that_fails_is_left_to_the_page(
    bureau: Bureau, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = Actualite(bureau)
    ear = Oreille()
    news.changed.connect(ear.hear)

    def damaged() -> None:
        raise OSError

    monkeypatch.setattr(bureau.file_active, "relire", damaged)
    bureau.poste.replique.ecrivain.publish(Changes(wide=True))
    qtbot.waitUntil(lambda: bool(ear.heard))
    news.fermer()


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
