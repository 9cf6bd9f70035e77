"""What ``make ecrans`` measures: a word that its place cuts is found, one that is whole is not."""

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.end_to_end.ecrans import coupes
from tests.views.essai import Essai


def test_a_word_that_is_cut_is_found_by_name(qtbot: QtBot) -> None:
    essai = Essai(qtbot)
    window = QWidget()
    column = QVBoxLayout(window)
    line, paragraph, button = (
        QLabel("Une ligne entière"),
        QLabel("Un paragraphe. " * 20),
        QPushButton("Ouvrir"),
    )
    paragraph.setWordWrap(True)
    for widget in (line, paragraph, button):
        column.addWidget(widget)
    essai.montrer(window, 400, 400)
    assert coupes(window) == []
    line.setFixedWidth(20)
    paragraph.setFixedHeight(10)
    button.setFixedWidth(5)
    essai.qtbot.waitUntil(
        lambda: coupes(window) == ["«Une ligne entière»", f"«{'Un paragraphe. ' * 2}Un paragra»", "[Ouvrir]"]
    )
