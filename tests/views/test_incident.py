"""What nobody foresaw leaves no word of a dossier behind, whichever way it comes out."""

import io
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from desktop.views.incident import WORDS, Incidents, SansPropos

SENTINEL = "Sentinelle-Vivaroise-8241"


class Unetelle:
    """Dies badly."""

    def __del__(self) -> None:
        raise ValueError(SENTINEL)


def fail() -> None:
    raise ValueError(SENTINEL)


@pytest.fixture
def incidents(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Incidents]:
    for owner, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(owner, name, getattr(owner, name))  # put back at the end
    made = Incidents()
    yield made
    if made._box is not None:
        qtbot.addWidget(made._box)


def in_a_slot(qtbot: QtBot) -> None:
    QTimer.singleShot(0, fail)
    qtbot.wait(20)


def in_a_thread(_qtbot: QtBot) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


def where_nobody_catches(_qtbot: QtBot) -> None:
    one = Unetelle()
    del one


@pytest.mark.qt_no_exception_capture
@pytest.mark.parametrize("way", [in_a_slot, in_a_thread, where_nobody_catches])
def test_a_fault_is_logged_by_its_place_without_its_words(
    incidents: Incidents,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    way: object,
) -> None:
    assert callable(way)
    way(qtbot)
    written = caplog.text + "".join(capfd.readouterr())
    assert "test_incident.py" in caplog.text
    assert SENTINEL not in written
    del incidents


@pytest.mark.qt_no_exception_capture
def test_a_fault_in_any_thread_is_said_once_in_words_that_quote_nothing(
    incidents: Incidents, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        in_a_thread(qtbot)
    qtbot.waitUntil(lambda: incidents._box is not None)
    box = incidents._box
    assert box is not None
    assert len(caplog.records) == 3
    assert (incidents.nombre, box.text(), box.detailedText(), box.informativeText()) == (3, WORDS, "", "")


def test_an_error_that_a_library_logs_itself_is_written_without_its_words() -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(SansPropos("%(message)s"))
    library = logging.getLogger("une.bibliotheque")
    library.propagate = False
    library.addHandler(handler)
    try:
        fail()
    except ValueError:
        library.exception("closing failed")
    assert written.getvalue().startswith("closing failed\nValueError < ")
    assert SENTINEL not in written.getvalue()
