"""CHOICE, again, for the few questions that deserve to show their answers: one click, nothing hidden.

A list that opens is right for fifteen lieux. «Comment le rendez-vous s’est-il tenu ?» is asked
after each meeting of a long afternoon: its five answers are seen together, and one is one click.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QRadioButton, QWidget

from desktop.views import icones
from desktop.views.blocs.flux import Flux
from desktop.views.blocs.textes import vider
from desktop.views.clavier import passer, valide
from desktop.views.fields.base import Editeur, Outils
from domain.fields import Field, Value

_PAS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}


class Choix(QRadioButton):
    """One of the choices; Enter takes it and moves on, arrows take the next one or the one before.

    Qt's own arrows look for a neighbour on the screen: «Bas» did nothing on a row of choices.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take it, or another."""
        parent = self.parentWidget()
        step = _PAS.get(Qt.Key(event.key()))
        if step is not None and isinstance(parent, Options):
            others = [one for one in parent.boutons.values() if one.isEnabled()]
            other = others[(others.index(self) + step) % len(others)]
            other.setFocus(Qt.FocusReason.TabFocusReason)
            other.click()
        elif valide(event) and parent is not None:
            if not self.isChecked():
                self.click()
            passer(self, parent)
        else:
            super().keyPressEvent(event)


class Options(QWidget):
    """Exclusive choices side by side, that arrows walk through; a choice is a ``(code, words)``."""

    def __init__(
        self, nom: str, choix: Sequence[tuple[str, str]] = (), pictos: Mapping[str, str] | None = None
    ) -> None:
        super().__init__()
        self.nom = nom
        self._pictos = pictos or {}
        self.boutons: dict[str, QRadioButton] = {}
        self._flot = Flux()
        self.setLayout(self._flot)
        for code, words in choix:
            self.ajouter(code, words)

    def ajouter(self, code: str, mots: str) -> QRadioButton:
        """Add a choice."""
        button = Choix(mots)
        button.setProperty("role", "option")
        button.setAccessibleName(f"{self.nom}\u00a0: {mots}")
        if code in self._pictos:
            icones.poser(button, self._pictos[code], "accent", 18)
        self._flot.addWidget(button)
        self.boutons[code] = button
        return button

    def vider(self) -> None:
        """Take every choice away."""
        vider(self._flot)
        self.boutons.clear()

    def choisi(self) -> str | None:
        """Return the code chosen."""
        return next((code for code, button in self.boutons.items() if button.isChecked()), None)

    def choisir(self, code: str | None) -> None:
        """Choose a code, or none."""
        for one, button in self.boutons.items():
            button.setAutoExclusive(False)  # else the last one checked could not be let go
            button.setChecked(one == code)
        for button in self.boutons.values():
            button.setAutoExclusive(True)


class EditeurOptions(Editeur):
    """A CHOICE whose answers are all in view. A retired code that the record still holds is shown."""

    def __init__(self, field: Field, outils: Outils, pictos: Mapping[str, str] | None = None) -> None:
        super().__init__(field, outils)
        self.options = Options(field.label, pictos=pictos)
        self.place(self.options)
        for code in outils.settings.choices(field.codes or ""):
            self._add(code.code, code.label)

    def value(self) -> Value:
        """Return the code chosen."""
        return self.options.choisi()

    def show_value(self, value: Value) -> None:
        """Choose a code, adding it if it is no longer offered."""
        code = None if value is None else str(value)
        if code is not None and code not in self.options.boutons:
            self._add(code, self.outils.settings.label(self.field.codes or "", code))
        self.options.choisir(code)

    def _add(self, code: str, label: str) -> None:
        button = self.options.ajouter(code, label)
        button.clicked.connect(self._clicked)
        self.add_control(button, button.accessibleName())

    def _clicked(self) -> None:
        self.edited.emit()
        self.left.emit()  # nothing more will be typed: saved now, and what depends on it follows at once
