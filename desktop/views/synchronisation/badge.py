"""On the page of a record: another version of it waits, «ma version» is one click away (decision 8)."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.reprises import AReprendre, Geste
from desktop.views.blocs import Alerte, Bouton, vider
from desktop.views.synchronisation import libelles
from domain.exchange.v1 import Outcome

_MARGE = 32


class BadgeReprise(QWidget):
    """One line per item on this record or a part of it; nothing at all where nothing waits."""

    ouverte = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[AReprendre] = []
        self._corps = QVBoxLayout(self)
        self._corps.setContentsMargins(_MARGE, 12, _MARGE, 0)
        self._corps.setSpacing(8)
        self.boutons: list[Bouton] = []
        self.hide()

    def montrer(self, items: Sequence[AReprendre]) -> None:
        """Show what waits on the record of the page."""
        if list(items) == self._shown:
            return
        self._shown = list(items)
        vider(self._corps)
        self.boutons = []
        for item in items:
            mine = "Ma version" if item.mien else f"La version de {item.auteur_nom}"
            button = Bouton("Lire et classer" if item.geste is Geste.LIRE else mine, discret=True)
            button.setProperty("lien", True)  # noqa: FBT003 - the value of a property
            button.setProperty("item", item.id)
            button.setAccessibleName(f"{button.text()}\u00a0: {item.quoi}")
            button.clicked.connect(self._open)
            self.boutons.append(button)
            self._corps.addWidget(Alerte(_words(item), libelles.statut(item)[1], button))
        self.setVisible(bool(items))

    def _open(self) -> None:
        self.ouverte.emit(str(self.sender().property("item")))


def _words(item: AReprendre) -> str:
    what = libelles.champs(item)
    match item.issue:
        case Outcome.CONFLICT:
            return f"{what}\u00a0: deux versions. Celle du serveur est affichée, l’autre attend votre choix."
        case Outcome.REFUSED:
            return f"{what}\u00a0: le serveur a refusé ce qui a été écrit ici. Les mots sont gardés."
    return f"{what}\u00a0: un travail écrit hors ligne attend d’être pris ou mis de côté."
