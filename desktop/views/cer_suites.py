"""Beginning a CER: the first one at once, another by its type, the likeliest in front (R-CER-22)."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from desktop.services.bureau import Bureau
from desktop.views.page import Navigateur
from domain.errors import RefusedError


class MenuSuites(QMenu):
    """The types that may follow what the dossier holds; opens the CER that is chosen."""

    refuse = Signal(str)

    def __init__(self, bureau: Bureau, navigateur: Navigateur, bouton: QPushButton) -> None:
        super().__init__(bouton)
        self._bureau = bureau
        self._navigateur = navigateur
        self._bouton = bouton
        self._dossier = ""
        self.triggered.connect(self._chosen)

    def proposer(self, dossier: str) -> None:
        """Begin the only CER there is to begin, or ask which; Enter takes the first."""
        self._dossier = dossier
        types = self._bureau.cers.types_proposes(dossier)
        if len(types) == 1:
            self._begin(types[0][0])
            return
        self.clear()
        for code, label in types:
            self.addAction(label).setData(code)
        self.setActiveAction(self.actions()[0])
        self.popup(self._bouton.mapToGlobal(QPoint(0, -self.sizeHint().height())))

    def _chosen(self, action: QAction) -> None:
        self._begin(str(action.data()))

    def _begin(self, code: str) -> None:
        try:
            record = self._bureau.cers.nouveau(self._dossier, code)
        except RefusedError as refused:
            self.refuse.emit(str(refused))
        else:
            self._navigateur.ouvrir_cer(record)
