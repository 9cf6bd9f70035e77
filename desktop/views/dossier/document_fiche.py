"""A filed document, corrected: its name, type, folder and date of sending (R-DOC-5)."""

from PySide6.QtCore import Signal

from desktop.services.bureau import Bureau
from desktop.services.document_lu import DocumentLu
from desktop.views.blocs import Bouton, Carte
from desktop.views.clavier import donner
from desktop.views.fields import Outils, editeur
from desktop.views.fields.binder import Binder
from domain.document.form import DOCUMENT

_CHAMPS = ("nom", "type", "rangement", "date_envoi")


class FicheDocument(Carte):
    """The form of one document; what is typed is saved as everywhere."""

    terminee = Signal()

    def __init__(self, bureau: Bureau, document: DocumentLu) -> None:
        super().__init__("Modifier le document")
        self.document = document.id
        self._binder = Binder(bureau.saisie, self)
        self.colonne.setSpacing(12)
        self.terminer = Bouton("Terminé", "check")
        self.terminer.clicked.connect(self._finish)
        self.ajouter_en_tete(self.terminer)
        tools = Outils(bureau.settings, bureau.clock, bureau.orthographe)
        self.champs = {nom: editeur(DOCUMENT.by_name[nom], tools) for nom in _CHAMPS}
        for made in self.champs.values():
            self._binder.bind(made, "document", document.id, document.champs)
            self.ajouter(made)

    def aboutir(self) -> bool:
        """Save all that was typed; what is refused gets the keyboard, and the form is not to be closed."""
        refused = self._binder.flush()
        if refused:
            donner(refused[0])
        return not refused

    def montrer(self, document: DocumentLu) -> None:
        """Follow what has changed underneath."""
        self._binder.refresh("document", document.id, document.champs)

    def liberer(self) -> None:
        """Save what is left, before the form goes."""
        self._binder.release("document", self.document)

    def _finish(self) -> None:
        if self.aboutir():
            self.terminee.emit()
