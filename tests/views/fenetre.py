"""The whole window on a real replica, and the page it shows."""

from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtWidgets import QApplication

from desktop.services.bureau import Bureau
from desktop.views.main_window import MainWindow
from desktop.views.page import Page
from desktop.views.pages import toutes_les_pages
from tests.views.essai import Essai

P = TypeVar("P", bound=Page)


def fenetre(bureau: Bureau, essai: Essai) -> Iterator[MainWindow]:
    """Show the window at the size of an ordinary laptop; close it at the end, whatever became of the test."""
    window = MainWindow(bureau, toutes_les_pages())
    essai.montrer(window, 1366, 768)
    yield window
    window.close()
    window.actualite.fermer()


def page(window: MainWindow, kind: type[P]) -> P:
    """Return the page on screen, which must be of that kind."""
    assert isinstance(window.page, kind)
    return window.page


def application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
