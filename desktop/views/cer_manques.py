"""What a CER still lacks before it may be submitted: a short list, each line leads to its field."""

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop.views.blocs import Carte, Doux, vider
from desktop.views.blocs.rangee import Rangee

_OBJECTIF = re.compile(r"Objectif (\d+)")
_CITE = re.compile("«\u00a0(.+?)\u00a0»")


class Manques(Carte):
    """The list; ``demande`` brings the label of the field, or the number of the objectif («#2»)."""

    demande = Signal(str)

    def __init__(self) -> None:
        super().__init__("Avant de soumettre")
        self.lignes: list[Rangee] = []
        self._shown: tuple[str, ...] | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.colonne.setSpacing(10)
        self.ajouter(self._lines)

    def montrer(self, manques: Sequence[str]) -> None:
        """Show what is missing."""
        if tuple(manques) == self._shown:
            return
        self._shown = tuple(manques)
        vider(self._lines)
        self.lignes = []
        for sentence in manques:
            line = Rangee(sentence, cible=cible(sentence), icone="chevron-right")
            line.ouverte.connect(self.demande)
            self._lines.addWidget(line)
            self.lignes.append(line)
        if not manques:
            self._lines.addWidget(Doux("Tout est rempli\u00a0: le CER peut être soumis."))


def cible(manque: str) -> str:
    """Return where a sentence leads: the label it quotes, «#n» for an objectif, «#» for their list.

    >>> cible("Objectif 2 : dire ce que fait la personne."), cible("«\u00a0Priorité\u00a0» reste à remplir.")
    ('#2', 'Priorité')
    """
    if (found := _OBJECTIF.match(manque)) is not None:
        return f"#{found[1]}"
    found = _CITE.search(manque)
    return found[1] if found is not None else "#"
