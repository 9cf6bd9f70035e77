import threading

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from desktop.views.tache import Tache
from domain.errors import RefusedError


def test_work_is_done_elsewhere_and_its_result_comes_back(qtbot: QtBot) -> None:
    task = Tache(threading.current_thread)
    with qtbot.waitSignal(task.reussie) as blocker:
        task.demarrer()
    assert blocker.args[0] is not threading.main_thread()


def test_a_refusal_comes_back_as_one(qtbot: QtBot) -> None:
    def refuse() -> None:
        raise RefusedError("Non.")

    task = Tache(refuse)
    with qtbot.waitSignal(task.refusee) as blocker:
        task.demarrer()
    assert str(blocker.args[0]) == "Non."


def test_a_fault_of_ours_reaches_the_one_hook_of_the_application(qtbot: QtBot) -> None:
    task = Tache(lambda: 1 / 0)
    with capture_exceptions() as caught, qtbot.waitSignal(task.finished):
        task.demarrer()
    task.wait()
    qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


@pytest.mark.parametrize("pace", ["long", "short"])
def test_only_work_that_lasts_says_so(pace: str, qtbot: QtBot) -> None:
    gate = threading.Event()
    long = pace == "long"
    if not long:
        gate.set()
    task = Tache(lambda: gate.wait(5))
    said: list[bool] = []
    task.longue.connect(lambda: said.append(True))
    task.demarrer()
    if long:
        qtbot.waitUntil(lambda: bool(said))
        gate.set()
    with qtbot.waitSignal(task.reussie, raising=False, timeout=500):
        pass
    qtbot.wait(320)
    assert said == ([True] if long else [])
    task.wait()
