"""Asking the person for a mail where the CER is handed over, and writing it in her dossier (R-CER-17)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.dossiers import DossierLu
from desktop.views.fields import EditeurOuiNon, Outils, editeur
from desktop.views.fields.binder import Binder
from domain.beneficiaire.form import DOSSIER

_NOMS = ("mail", "mail_non_connu")


class DemandeCourriel(QWidget):
    """The field of the dossier itself, and the box that says that there is none.

    It comes where no mail is known, and stays as long as the page does: what has just been typed may be
    corrected.
    """

    def __init__(self, bureau: Bureau, outils: Outils) -> None:
        super().__init__()
        self.binder = Binder(bureau.saisie, self)
        self.editeurs = {name: editeur(DOSSIER.by_name[name], outils) for name in _NOMS}
        self._dossier = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.editeurs["mail"], 1)
        box = self.editeurs["mail_non_connu"]
        if isinstance(box, EditeurOuiNon):
            box.box.setText("Non connu")
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignBottom)
        self.hide()

    def montrer(self, lu: DossierLu) -> None:
        """Follow the dossier; ask only who may write in it."""
        if self._dossier != lu.id:
            self._dossier = lu.id
            for one in self.editeurs.values():
                self.binder.bind(one, "dossier", lu.id, lu.values)
        else:
            self.binder.refresh("dossier", lu.id, lu.values)
        absent = lu.values["mail_non_connu"] is True and not lu.values["mail"]
        self.editeurs["mail"].set_read_only(absent)
        self.setVisible(lu.modifiable)
