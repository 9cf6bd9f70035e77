"""A great many dossiers would leave at once: nothing is erased until a person has agreed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.synchro import Retraits
from desktop.views.blocs import Alerte, Bouton, vider
from desktop.views.palette import Niveau
from domain.french import number, plural


class DemandeRetraits(QWidget):
    """One sentence and one button, in the page: whoever does not know leaves it there, and asks."""

    acceptee = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: Retraits | None = None
        self._corps = QVBoxLayout(self)
        self._corps.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def montrer(self, retraits: Retraits | None) -> None:
        """Ask, or hide when there is nothing to ask."""
        if retraits == self._shown:
            return
        self._shown = retraits
        vider(self._corps)
        if retraits is not None:
            button = Bouton("Retirer ces dossiers", "check")
            button.clicked.connect(self.acceptee)
            self._corps.addWidget(Alerte(_question(retraits), Niveau.ATTENTION, button))
        self.setVisible(retraits is not None)


def _question(retraits: Retraits) -> str:
    leaving = plural(retraits.dossiers, "dossier")
    return (
        f"Le serveur demande de retirer {leaving} sur {number(retraits.sur)} de ce poste. Rien n’est encore "
        "retiré. Si vous avez changé de secteur, c’est attendu\u00a0; sinon, appelez votre service avant "
        "d’accepter."
    )
