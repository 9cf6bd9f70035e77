"""The check that opens the CER: by which telephone and mail the person is reached, or that there is none.

R-CER-27: asked while she is there. One line to read aloud; it unfolds into the fields of her dossier by
itself where something is not known.
"""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.cer_lu import CerLu
from desktop.views.blocs import Bouton, Doux
from desktop.views.dossier.contact import NON_CONNU, Contact
from desktop.views.fields import Outils
from desktop.views.fields.binder import Binder
from domain.fields import Value

_NOMS = {"telephone": "Téléphone", "mail": "Courriel"}


class CoordonneesCer(QWidget):
    """The line, then the card of the dossier; what is corrected there is hers, not the CER's."""

    def __init__(self, bureau: Bureau, outils: Outils) -> None:
        super().__init__()
        self._dossier = ""
        self.binder = Binder(bureau.saisie, self)
        self.ligne = Doux()
        self.verifier = Bouton("Corriger", "pencil", discret=True)
        self.verifier.setAccessibleName("Corriger le téléphone ou le courriel")
        self.verifier.setCheckable(True)
        self.contact = Contact(outils)
        self.verifier.toggled.connect(self.contact.setVisible)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.ligne, 1)
        row.addWidget(self.verifier)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.contact)
        self.contact.hide()

    def montrer(self, lu: CerLu) -> None:
        """Follow the dossier; ask by itself, the first time, for what is neither known nor said absent."""
        values = lu.personne
        if self._dossier:
            self.binder.refresh("dossier", lu.dossier, values)
        else:
            self._dossier = lu.dossier
            for one in self.contact.editeurs:
                self.binder.bind(one, "dossier", lu.dossier, values)
            asked = [name for name, box in NON_CONNU.items() if not values[name] and not values[box]]
            self.verifier.setChecked(bool(asked))
        self.ligne.setText(" · ".join(_said(name, values) for name in NON_CONNU))
        self.contact.montrer(values, modifiable=lu.modifiable)


def _said(name: str, values: dict[str, Value]) -> str:
    if values[name]:
        return f"{_NOMS[name]}\u00a0: {values[name]}"
    return f"{_NOMS[name]} non connu" if values[NON_CONNU[name]] is True else f"{_NOMS[name]} à demander"
