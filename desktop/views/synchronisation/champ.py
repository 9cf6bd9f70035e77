"""One contested field: before, mine and the server's side by side, and three ways to end it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from desktop.services.reprises import ChampConteste
from desktop.views.blocs import Flux, Petit
from desktop.views.fields import Outils, editeur
from desktop.views.fields.mots import RIEN, en_mots
from domain.fields import Value
from domain.french import when
from domain.registry import FORMS

MIEN, SERVEUR, AUTRE = "mien", "serveur", "autre"


class ChampEnDouble(QWidget):
    """With ``choix`` it asks which value to keep; without, it only lets one read and copy."""

    change = Signal()

    def __init__(self, champ: ChampConteste, kind: str, outils: Outils, *, choix: bool) -> None:
        super().__init__()
        self.nom = champ.nom
        self._champ = champ
        form = FORMS.get(kind)
        field = form.by_name.get(champ.nom) if form else None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        label = QLabel(champ.label)
        label.setProperty("role", "etiquette")
        column.addWidget(label)
        sides = QGridLayout()
        sides.setHorizontalSpacing(24)
        sides.setVerticalSpacing(4)
        server = " ".join(filter(None, ("Serveur", f"({champ.serveur_par})" if champ.serveur_par else "")))
        dated = f"{server}, le {when(champ.serveur_le)}" if champ.serveur_le else server
        for place, (title, value) in enumerate(
            (("Avant", champ.avant), ("Vous", champ.moi), (dated, champ.serveur))
        ):
            sides.addWidget(Petit(title), 0, place, Qt.AlignmentFlag.AlignBottom)
            sides.addWidget(
                _text(en_mots(value, field, outils.settings)), 1, place, Qt.AlignmentFlag.AlignTop
            )
            sides.setColumnStretch(place, 1)
        column.addLayout(sides)
        self.boutons: dict[str, QRadioButton] = {}
        self.editeur = None
        if choix and field is not None:
            self._ask(column)
            self.editeur = editeur(field, outils)
            self.editeur.label.setText("Ce qui sera gardé")
            self.editeur.show_value(champ.moi)
            self.editeur.edited.connect(self.change)
            self.editeur.hide()
            column.addWidget(self.editeur)

    def choisi(self) -> bool:
        """Tell whether the person has chosen, or has nothing to choose."""
        return not self.boutons or self._which() is not None

    def laisse(self) -> bool:
        """Tell whether the server's value stays."""
        return self._which() in (None, SERVEUR)

    def valeur(self) -> Value:
        """Return the value to keep."""
        if self._which() == AUTRE and self.editeur is not None:
            return self.editeur.value()
        return self._champ.serveur if self.laisse() else self._champ.moi

    def faute(self) -> str:
        """Return why the value written cannot be kept, '' if it can; show it under its editor."""
        if self._which() != AUTRE or self.editeur is None:
            return ""
        fault = self.editeur.field.refusal(self.editeur.value()) or ""
        self.editeur.show_problem(fault)
        return fault

    def _which(self) -> str | None:
        return next((name for name, button in self.boutons.items() if button.isChecked()), None)

    def _ask(self, column: QVBoxLayout) -> None:
        group = QButtonGroup(self)
        choices = Flux()
        for name, words in (
            (MIEN, "Garder ma version"),
            (SERVEUR, "Prendre celle du serveur"),
            (AUTRE, "Écrire autre chose"),
        ):
            button = QRadioButton(words)
            button.setAccessibleName(f"{self._champ.label}\u00a0: {words}")
            button.clicked.connect(self._chosen)
            group.addButton(button)
            choices.addWidget(button)
            self.boutons[name] = button
        column.addLayout(choices)

    def _chosen(self) -> None:
        if self.editeur is not None:
            self.editeur.setVisible(self._which() == AUTRE)
            if self._which() == AUTRE:
                self.editeur.setFocus()
        self.change.emit()


def _text(words: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", "doux" if words == RIEN else "")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
