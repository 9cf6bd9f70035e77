"""Buttons, and the bar at the bottom of a page: the main action on its right, Ctrl+Enter."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QMenu, QPushButton

from desktop.views import icones
from desktop.views.blocs.flux import Flux
from desktop.views.blocs.touche import BoutonATouche

_MOT_CARACTERES = 16


class Bouton(BoutonATouche):
    """A button; Enter presses it as Space does. ``discret`` has no frame."""

    def __init__(self, texte: str, icone: str = "", *, discret: bool = False) -> None:
        super().__init__(texte)
        self.setAccessibleName(texte)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if discret:
            self.setProperty("role", "discret")
        if icone:
            icones.poser(self, icone, "accent" if discret else "texte", 18)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self.click)

    def setMenu(self, menu: QMenu) -> None:
        """Open ``menu`` when pressed, its first entry ready for Enter."""
        super().setMenu(menu)
        menu.aboutToShow.connect(self._amorcer)

    def _amorcer(self) -> None:
        menu = self.menu()
        if menu is not None and menu.actions():
            menu.setActiveAction(menu.actions()[0])


class BoutonPrincipal(Bouton):
    """The one main action of a page, reachable by Ctrl+Enter from any of its fields."""

    def __init__(self, texte: str, icone: str = "") -> None:
        super().__init__(texte)
        self.setProperty("role", "principal")
        if icone:
            icones.poser(self, icone, "sur_accent", 18)
        self.touche("Ctrl+Return", "Ctrl+Enter")


class BarreActions(QFrame):
    """The bottom of a page: a quiet word on the left, secondary actions, the main one last."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "barre")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(32, 12, 32, 12)
        self._row.setSpacing(12)
        self._buttons = Flux(ecart=12)
        self._mot = QLabel()
        self._mot.setProperty("role", "doux")
        self._mot.setWordWrap(True)
        self._row.addWidget(self._mot, 1)
        self._row.addLayout(self._buttons)

    def dire(self, texte: str) -> None:
        """Write on the left what the main action waits for, or what it will do."""
        self._mot.setText(texte)

    def mot(self) -> str:
        """Return what is written on the left."""
        return self._mot.text()

    def ajouter(self, bouton: QPushButton) -> None:
        """Add a button to the right of those already there."""
        self._buttons.addWidget(bouton)

    def event(self, event: QEvent) -> bool:
        """Put the word above the buttons when they leave it no room, whichever of them are shown."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            word = self.fontMetrics().averageCharWidth() * _MOT_CARACTERES
            narrow = self.width() < self._buttons.sizeHint().width() + word + 2 * 32
            direction = QBoxLayout.Direction
            wanted = direction.TopToBottom if narrow else direction.LeftToRight
            if self._row.direction() != wanted:
                self._row.setDirection(wanted)
            self._mot.setVisible(
                bool(self._mot.text()) or not narrow
            )  # beside the buttons it is their spring
        return super().event(event)
