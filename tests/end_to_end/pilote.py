"""Driving the real application from inside its own process: find, wait, click, type, photograph."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from desktop.app import Application
from tests.mains import Mains

W = TypeVar("W", bound=QWidget)
PATIENCE_S = 20.0


class Pilote(Mains):
    """The hands and eyes of a person in front of one running application."""

    def __init__(self, application: Application, images: Path, prefixe: str) -> None:
        self.application = application
        self._images = images
        self._prefixe = prefixe
        self._count = 0

    @property
    def fenetre(self) -> QWidget:
        """Return the window the person sees."""
        window = self.application.window or self.application.ouverture
        assert window is not None
        return window

    def dire(self, texte: str) -> None:
        """Print one step of the day."""
        print(f"   {texte}", flush=True)

    def attendre(
        self,
        condition: Callable[[], object],
        quoi: str,
        secondes: float = PATIENCE_S,
        etat: Callable[[], object] = str,
    ) -> None:
        """Let the application live until ``condition`` holds; else ``etat`` is told with what was awaited."""
        until = time.monotonic() + secondes
        while not condition():
            if time.monotonic() >= until:
                words = f"jamais vu\u00a0: {quoi} {etat()}"
                print(words, flush=True)  # the application tells where it fell, never with which words
                raise AssertionError(words)
            QTest.qWait(10)

    def laisser(self, secondes: float) -> None:
        """Let the application live for a while."""
        QTest.qWait(round(secondes * 1000))

    def trouver(self, sorte: type[W], nom: str) -> W:
        """Return the visible control whose accessible name (or text) is, or begins with, ``nom``."""
        found: list[W] = []

        def look() -> bool:
            found[:] = [
                widget
                for window in {self.fenetre, QApplication.activeModalWidget() or self.fenetre}
                for widget in window.findChildren(sorte)
                if widget.isVisible() and nom in (widget.accessibleName(), _text(widget))
            ]
            return bool(found)

        self.attendre(look, f"{sorte.__name__} «{nom}»")
        return found[0]

    def bouton(self, nom: str) -> None:
        """Click the button of that name, once it may be."""
        button = self.trouver(QAbstractButton, nom)
        self.attendre(button.isEnabled, f"«{nom}» actif")
        self.cliquer(button)

    def voir(self, texte: str) -> None:
        """Wait until a text stands somewhere on the screen."""
        self.attendre(lambda: texte in self.lire(), f"le texte «{texte}»")

    def lire(self) -> str:
        """Return every text of the screen."""
        labels = [label for label in self.fenetre.findChildren(QLabel) if label.isVisible()]
        buttons = [button for button in self.fenetre.findChildren(QAbstractButton) if button.isVisible()]
        return "\n".join([*(label.text() for label in labels), *(button.text() for button in buttons)])

    def dans_un_dialogue(self, ouvrir: Callable[[], None], nom: str, bouton: str = "") -> None:
        """Open a dialog that waits for an answer, photograph it, click ``bouton`` if any, leave it."""

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            assert dialog is not None
            self._garder(dialog, nom)
            if bouton:
                self.bouton(bouton)
            dialog.close()

        QTimer.singleShot(500, self.fenetre, look)
        ouvrir()

    def photo(self, nom: str) -> None:
        """Photograph the window."""
        self.laisser(0.15)
        self._garder(self.fenetre, nom)

    def _garder(self, widget: QWidget, nom: str) -> None:
        self._count += 1
        path = self._images / f"{self._prefixe}-{self._count:02d}-{nom}.png"
        assert widget.grab().save(str(path)), path


def _text(widget: QWidget) -> str:
    return widget.text().replace("&", "") if isinstance(widget, QAbstractButton) else ""
