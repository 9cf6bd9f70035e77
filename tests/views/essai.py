"""Showing a widget, acting on it, and looking at every control it holds."""

import os
from pathlib import Path

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.views import style
from tests.mains import Mains

INTERACTIVE = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QAbstractItemView)
SHOTS = os.environ.get("PERMANENCE_IMAGES")


class Essai(Mains):
    """Hands, and a window to put them on."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self._shown: list[QWidget] = []  # kept: qtbot itself only holds them weakly

    def montrer(self, widget: QWidget, width: int = 1093, height: int = 614) -> None:
        """Show a window at the size of the smallest laptop, active."""
        self.qtbot.addWidget(widget)
        self._shown.append(widget)
        style.habiller(widget)
        widget.resize(width, height)
        with self.qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        self.qtbot.waitUntil(widget.isActiveWindow)

    def photo(self, widget: QWidget, nom: str) -> None:
        """Save what is seen, if ``PERMANENCE_IMAGES`` names a folder."""
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            QApplication.processEvents()
            assert widget.grab().save(str(Path(SHOTS) / f"{nom}.png"))


def sans_nom(racine: QWidget) -> list[str]:
    """List the controls under ``racine`` that a screen reader could not name."""
    return [
        f"{type(widget).__name__} «{widget.objectName()}» dans {type(widget.parent()).__name__}"
        for widget in racine.findChildren(QWidget)
        if isinstance(widget, INTERACTIVE) and not _is_part(widget) and not widget.accessibleName().strip()
    ]


def verifier(racine: QWidget) -> None:
    """Fail if a control has no accessible name."""
    assert sans_nom(racine) == []


def _is_part(widget: QWidget) -> bool:
    """Tell whether Qt made this control inside another (the list of a combo, the calendar's arrows)."""
    parent = widget.parent()
    while isinstance(parent, QWidget):
        if isinstance(parent, (QComboBox, QCalendarWidget, QScrollBar)):
            return True
        if parent.inherits("QComboBoxPrivateContainer"):
            return True
        parent = parent.parent()
    return False
