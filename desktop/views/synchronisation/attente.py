"""What waits for a person: one line each, which leads to its own page; nothing is chosen from a list."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.reprises import AReprendre
from desktop.views.blocs import Bouton, Carte, Doux, Pastille, Rangee, vider
from desktop.views.synchronisation import libelles

D_ABORD = 10
RASSURE = "Rien n’est perdu\u00a0: ce qui a été écrit est gardé, et le reste se synchronise sans attendre."


class CarteAReprendre(Carte):
    """The oldest first: whoever has five minutes begins at the top."""

    ouverte = Signal(str)

    def __init__(self) -> None:
        super().__init__("À reprendre")
        self.lignes: dict[str, Rangee] = {}
        self._shown: list[AReprendre] = []
        self._tous = False
        # A row's ground shows under the pointer: it needs room around words aligned with the title.
        self.colonne.setContentsMargins(12, 20, 12, 16)
        self.tete.setContentsMargins(12, 0, 12, 0)
        self.explication = Doux(RASSURE)
        self.explication.setContentsMargins(12, 0, 12, 0)
        self.ajouter(self.explication)
        inside = QWidget()
        self._corps = QVBoxLayout(inside)
        self._corps.setContentsMargins(0, 0, 0, 0)
        self._corps.setSpacing(4)
        self.ajouter(inside)
        self.hide()

    def montrer(self, items: list[AReprendre]) -> None:
        """Show what waits; nothing at all when nothing does."""
        if items != self._shown:
            self._shown = items
            self.titre.setText(f"À reprendre ({len(items)})" if len(items) > 1 else "À reprendre")
            self.setVisible(bool(items))
            self._lay_out()

    def _lay_out(self) -> None:
        vider(self._corps)
        self.lignes = {}
        for item in self._shown if self._tous else self._shown[:D_ABORD]:
            words, niveau, icone = libelles.statut(item)
            row = Rangee(
                libelles.titre(item),
                libelles.resume(item),
                cible=item.id,
                icone=icone,
                niveau=niveau,
                statuts=(Pastille(words, niveau, icone),),
            )
            row.ouverte.connect(self.ouverte)
            self.lignes[item.id] = row
            self._corps.addWidget(row)
        if more := len(self._shown) - len(self.lignes):
            rest = Bouton(
                f"Voir {'l’autre' if more == 1 else f'les {more} autres'}", "chevron-down", discret=True
            )
            rest.setAccessibleName(f"À reprendre\u00a0: {rest.text().lower()}")
            rest.clicked.connect(self._unfold)
            self._corps.addWidget(rest)

    def _unfold(self) -> None:
        self._tous = True
        self._lay_out()
