"""The blank CER: how many to print, for whom, or one to fill in on a screen (R-CER-17, R-CER-33)."""

from PySide6.QtWidgets import QSpinBox, QWidget

from desktop.services.editions import Editions, Produit
from desktop.views.apercu import Apercu
from desktop.views.blocs import Bouton, Petit
from desktop.views.impression import demander_et_imprimer
from domain.errors import RefusedError

AU_PLUS = 20


def nombre_de_vierges(valeur: int = 1) -> QSpinBox:
    """Return the field that asks how many copies."""
    made = QSpinBox()
    made.setRange(1, AU_PLUS)
    made.setValue(valeur)
    made.setMinimumHeight(40)
    for part in (made, made.lineEdit()):
        part.setAccessibleName("Nombre de CER vierges")
    return made


class ApercuVierge(Apercu):
    """One copy in view; those that are printed or saved each take a number of their own."""

    def __init__(self, editions: Editions, parent: QWidget, dossier: str | None = None) -> None:
        super().__init__("CER vierge", editions.vierge(dossier), parent)
        self._editions = editions
        self._dossier = dossier
        self.nombre = nombre_de_vierges()
        self.a_remplir = Bouton("À remplir à l’écran…", "pencil")
        self.a_remplir.setToolTip("Un PDF que l’on remplit sur un poste qui n’a pas Permanence")
        self.a_remplir.clicked.connect(self._fillable)
        self.boutons.insertWidget(1, Petit("Exemplaires"))
        self.boutons.insertWidget(2, self.nombre)
        self.boutons.insertWidget(3, self.a_remplir)

    def _fillable(self) -> None:
        self.enregistrer(self._editions.vierges(1, self._dossier, remplissable=True))

    def _save(self) -> None:
        self.enregistrer(self._taken())

    def _print(self) -> None:
        try:
            if demander_et_imprimer(self._taken(), self):
                self.accept()
        except RefusedError as refused:
            self.dire(str(refused))

    def _taken(self) -> Produit:
        return self._editions.vierges(self.nombre.value(), self._dossier)
