"""The colours and the size of the text, changed under the eyes of who chooses them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.services.preferences import TAILLES, Apparence, Preferences, Theme
from desktop.views import style
from desktop.views.blocs import Petit
from desktop.views.fields.options import Options
from domain.errors import RefusedError

_THEMES = (
    (Theme.SYSTEME, "Comme l’ordinateur"),
    (Theme.CLAIR, "Claires"),
    (Theme.SOMBRE, "Sombres"),
)


class ChoixApparence(QWidget):
    """Two rows of choices; what is clicked is worn at once and kept for the next opening."""

    change = Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self.themes = Options("Couleurs", _THEMES)
        self.tailles = Options("Taille du texte", [(str(size), f"{size}\u00a0%") for size in TAILLES])
        self.mot = Petit()
        self.mot.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for options in (self.themes, self.tailles):
            column.addWidget(Petit(options.nom))
            column.addWidget(options)
        column.addWidget(self.mot)
        chosen = preferences.lire()
        self.themes.choisir(chosen.theme)
        self.tailles.choisir(str(chosen.taille))
        for button in (*self.themes.boutons.values(), *self.tailles.boutons.values()):
            button.clicked.connect(self._wear)

    def _wear(self) -> None:
        theme, taille = Theme(self.themes.choisi() or Theme.SYSTEME), int(self.tailles.choisi() or 100)
        chosen = Apparence(theme, taille)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            style.revetir(app, chosen)
        try:
            self._preferences.garder(chosen)
        except RefusedError as refused:
            self.mot.setText(str(refused))
            self.mot.show()
        self.change.emit()
