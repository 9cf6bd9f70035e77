"""Neither mine nor theirs: a third version, begun from both where they can be joined."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.reprises import ChampConteste
from desktop.views.blocs import Bouton, Flux
from desktop.views.fields import Editeur, Outils, editeur
from domain.comparaison import joindre
from domain.fields import Field, Kind, Value

_PROGRAMME = frozenset({Kind.INSTANT, Kind.REFERENCE, Kind.DATA})


def se_redige(field: Field) -> bool:
    """Tell whether a person writes such a field by hand."""
    return field.kind not in _PROGRAMME


class TroisiemeVersion(QWidget):
    """The editors of one question. A text begins as both texts joined, the rest as mine."""

    change = Signal()

    def __init__(
        self, champs: Sequence[ChampConteste], fields: Sequence[Field], outils: Outils, auteur: str
    ) -> None:
        super().__init__()
        self._champs = champs
        self.editeurs: tuple[Editeur, ...] = tuple(editeur(field, outils) for field in fields)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        alone = len(champs) == 1
        for champ, made in zip(champs, self.editeurs, strict=True):
            made.label.setText("Ce qui sera gardé" if alone else champ.label)
            made.show_hint("")
            made.show_value(_joined(champ, made.field))
            made.edited.connect(self.change)
            column.addWidget(made)
        if any(field.kind is Kind.TEXT for field in fields):
            column.addLayout(self._starts(auteur))

    def valeurs(self) -> dict[str, Value]:
        """Return what is written, by field."""
        return {champ.nom: made.value() for champ, made in zip(self._champs, self.editeurs, strict=True)}

    def fautes(self) -> list[str]:
        """Return why what is written cannot be kept, and say it under its editor."""
        found = []
        for made in self.editeurs:
            fault = made.field.refusal(made.value()) or ""
            made.show_problem(fault)
            if fault:
                found.append(fault)
        return found

    def repartir(self, de: str) -> None:
        """Begin again from «deux», «moi» or «serveur»."""
        for champ, made in zip(self._champs, self.editeurs, strict=True):
            made.show_value(_joined(champ, made.field) if de == "deux" else getattr(champ, de))
        self.editeurs[0].setFocus()
        self.change.emit()

    def _starts(self, auteur: str) -> Flux:
        row = Flux()
        mine = f"Repartir de celle de {auteur}" if auteur else "Repartir de la mienne"
        for de, words in (
            ("deux", "Repartir des deux réunies"),
            ("moi", mine),
            ("serveur", "Repartir de celle du serveur"),
        ):
            button = Bouton(words, discret=True)
            button.setProperty("de", de)
            button.clicked.connect(self._restart)
            row.addWidget(button)
        return row

    def _restart(self) -> None:
        self.repartir(str(self.sender().property("de")))


def _joined(champ: ChampConteste, field: Field) -> Value:
    if field.kind is not Kind.TEXT:
        return champ.moi
    return joindre(*(str(text or "") for text in (champ.avant, champ.moi, champ.serveur))) or None
