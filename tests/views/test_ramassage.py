import gc
import threading

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.ramassage import Ramassage, ramasser


class Noeud(QWidget):
    """A widget that refers to itself, as one whose slots are its own methods does."""

    deaths: list[str]

    def __init__(self, deaths: list[str]) -> None:
        super().__init__()
        self.deaths = deaths
        self.moi = self
        self.destroyed.connect(lambda: deaths.append(threading.current_thread().name))


def test_no_other_thread_ever_buries_a_widget(qapp: QApplication, qtbot: QtBot) -> None:
    deaths: list[str] = []
    keeper = Ramassage(qapp)
    for _ in range(20):
        Noeud(deaths)

    def allocate() -> None:
        kept = [[number] for number in range(200_000)]
        assert kept

    other = threading.Thread(target=allocate, name="ecrivain")
    other.start()
    other.join()
    assert deaths == []
    kept = [[number] for number in range(2_000)]  # enough for a collection to be due
    qtbot.waitUntil(lambda: len(deaths) == 20, timeout=3000)
    assert len(kept) == 2_000
    assert set(deaths) == {threading.main_thread().name}
    keeper.deleteLater()


def test_nothing_is_collected_that_is_not_due() -> None:
    gc.collect()
    assert ramasser() == 0
