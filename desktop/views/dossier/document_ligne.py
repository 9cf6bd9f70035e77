"""One document of the list: what it is, where its content is by icon and word, what one may do with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.services.document_lu import DocumentLu, Etat
from desktop.views import icones
from desktop.views.blocs import Bouton, Doux, Flux, Pastille
from desktop.views.blocs.retrait import Retrait
from desktop.views.palette import Niveau
from domain.document.contenu import FORMATS
from domain.french import short_date, size

_ETATS = {
    Etat.ICI: ("Sur ce poste", Niveau.SUCCES, "file-check"),
    Etat.A_ENVOYER: ("À envoyer", Niveau.INFO, "send"),
    Etat.EN_ENVOI: ("Envoi en cours", Niveau.INFO, "send"),
    Etat.A_TELECHARGER: ("À télécharger", Niveau.NEUTRE, "download"),
    Etat.EN_RECEPTION: ("Réception demandée", Niveau.INFO, "download"),
    Etat.REFUSE: ("Refusé", Niveau.URGENT, "circle-x"),
    Etat.ATTENDU: ("Pas encore envoyé par son auteur", Niveau.NEUTRE, "hourglass"),
}


class LigneDocument(QWidget):
    """A row that follows its document without losing the keyboard; each signal brings its identifier."""

    ouverte = Signal(str)
    demandee = Signal(str)
    reessayee = Signal(str)
    retiree = Signal(str)
    modifiee = Signal(str)
    reprise = Signal(str)

    def __init__(self, document: DocumentLu) -> None:
        super().__init__()
        self.document = document.id
        photo = document.media.startswith("image")
        sign = QLabel()
        icones.poser(sign, "image" if photo else "file-text", "accent", 20)
        self.nom = QLabel()
        self.nom.setTextFormat(Qt.TextFormat.PlainText)
        self.nom.setProperty("role", "etiquette")
        self.nom.setWordWrap(True)
        self.detail = Doux()
        self.motif = QLabel()
        self.motif.setTextFormat(Qt.TextFormat.PlainText)
        self.motif.setWordWrap(True)
        self.etat = Pastille()
        self.ouvrir = Bouton("Ouvrir", "eye", discret=True)
        self.demander = Bouton("Télécharger", "download", discret=True)
        self.reessayer = Bouton("Réessayer", "refresh-cw", discret=True)
        self.modifier = Bouton("Modifier", "pencil", discret=True)
        self.reprendre = Bouton("Reprendre la version de Word", "undo-2", discret=True)
        self.retrait = Retrait("", "Le retirer du dossier\u00a0?", self._risk)
        self.ouvrir.clicked.connect(self._open)
        self.demander.clicked.connect(self._ask)
        self.reessayer.clicked.connect(self._again)
        self.modifier.clicked.connect(self._modify)
        self.reprendre.clicked.connect(self._take_back)
        self.retrait.confirme.connect(self._take_out)
        self._lay_out(sign)
        self.montrer(document)

    def montrer(self, document: DocumentLu, *, retouche: bool = False) -> None:
        """Show where the document now is; ``retouche``: a copy of it may be changing in Word."""
        self.nom.setText(document.nom)
        known = FORMATS.get(document.media)
        day = short_date(document.date) if document.date else ""
        kind = (document.type_libelle, document.rangement_libelle, known.nom if known else "")
        self.detail.setText(" · ".join(filter(None, (*kind, size(document.taille), day))))
        words, niveau, icone = _ETATS[document.etat]
        if document.pourcent and document.etat is Etat.EN_RECEPTION:
            words = "Réception en cours"
        if document.etat in {Etat.EN_ENVOI, Etat.EN_RECEPTION} and document.pourcent:
            words = f"{words}, {document.pourcent}\u00a0%"
        self.etat.montrer(words, niveau, icone)
        self.motif.setText(document.motif)
        self.motif.setVisible(bool(document.motif))
        refused = document.etat is Etat.REFUSE
        self.motif.setProperty("niveau", "urgent" if refused else "attention")
        self.ouvrir.setVisible(document.ici)
        self.demander.setVisible(document.etat is Etat.A_TELECHARGER)
        self.reessayer.setVisible(refused)
        self.reprendre.setVisible(retouche)
        for button, verb in (
            (self.ouvrir, "Ouvrir"),
            (self.demander, "Télécharger"),
            (self.reessayer, "Réessayer"),
            (self.modifier, "Modifier"),
            (self.reprendre, "Reprendre la version de Word de"),
            (self.retrait.retirer, "Retirer"),
        ):
            button.setAccessibleName(f"{verb} {document.nom}")

    def permettre(self, *, modifiable: bool) -> None:
        """Offer to correct the document and to take it out, or not."""
        self.modifier.setVisible(modifiable)
        self.retrait.setVisible(modifiable)

    def _lay_out(self, sign: QLabel) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.nom)
        words.addWidget(self.detail)
        words.addWidget(self.motif)
        words.addSpacing(2)
        beneath = Flux(ecart=12)
        for part in (
            self.etat,
            self.ouvrir,
            self.demander,
            self.reessayer,
            self.reprendre,
            self.modifier,
            self.retrait,
        ):
            beneath.addWidget(part)
        words.addLayout(beneath)
        row.addLayout(words, 1)

    @staticmethod
    def _risk() -> bool:
        return True

    def _open(self) -> None:
        self.ouverte.emit(self.document)

    def _ask(self) -> None:
        self.demandee.emit(self.document)

    def _again(self) -> None:
        self.reessayee.emit(self.document)

    def _modify(self) -> None:
        self.modifiee.emit(self.document)

    def _take_back(self) -> None:
        self.reprise.emit(self.document)

    def _take_out(self) -> None:
        self.retiree.emit(self.document)
