"""The documents of a dossier: what each is, where its content is, adding and opening (R-DOC-1, R-DOC-5)."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.document_lu import DocumentLu, Etat
from desktop.services.dossiers import DossierLu
from desktop.views.blocs import Bouton, Carte, Defilant, Doux, EtatVide, Filet, Flux, Petit, vider
from desktop.views.blocs.alerte import Alerte
from desktop.views.courrier import MenuCourriers
from desktop.views.dossier.document_ajout import AjoutDocument
from desktop.views.dossier.document_fiche import FicheDocument
from desktop.views.dossier.document_filtre import FiltreDocuments
from desktop.views.dossier.document_ligne import LigneDocument
from desktop.views.page import Navigateur
from desktop.views.palette import Niveau
from desktop.views.vue_document import ouvrir_ailleurs, vue
from domain.errors import RefusedError

_CARACTERES = 104
_FILTRE = (
    "Documents et photos (*.pdf *.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp *.docx);;Tous les fichiers (*)"
)


class OngletDocuments(Defilant):
    """A row per document, the latest first; files are chosen, or dropped anywhere here."""

    def __init__(self, bureau: Bureau, navigateur: Navigateur, dossier: str) -> None:
        super().__init__((32, 16, 32, 32), 12)
        self._bureau = bureau
        self._navigateur = navigateur
        self._dossier = dossier
        self._modifiable = False
        self._lignes: dict[str, LigneDocument] = {}
        self._documents: dict[str, DocumentLu] = {}
        self.setAcceptDrops(True)
        self.choisir = Bouton("Ajouter un document", "plus")
        self.choisir.clicked.connect(self._choose)
        self.tout_demander = Bouton("Tout télécharger", "download")
        self.tout_demander.clicked.connect(self._ask_all)
        self.ecrire = Bouton("Écrire un courrier", "mail")
        self.courriers = MenuCourriers(bureau, self.ecrire)
        self.courriers.rangee.connect(self._written)
        self.ecrire.clicked.connect(self._choose_letter)
        self.mot = Petit()
        self.ajout = AjoutDocument(bureau, dossier)
        self.ajout.ajoute.connect(self._added)
        self.fiche: FicheDocument | None = None
        self._fiche = QVBoxLayout()
        self.filtre = FiltreDocuments()
        self.filtre.change.connect(self._list)
        self._refus = QVBoxLayout()
        self._liste = QVBoxLayout()
        self._lay_out()

    def montrer(self, lu: DossierLu) -> None:
        """Read the documents again; rows that are still there keep the keyboard."""
        if lu.modifiable != self._modifiable:
            self._modifiable = lu.modifiable
            self._lignes = {}
        documents = self._bureau.documents.lister(self._dossier)
        self._documents = {one.id: one for one in documents}
        self.filtre.montrer(documents)
        self._list()
        if self.fiche is not None:
            if (one := self._documents.get(self.fiche.document)) is not None and lu.modifiable:
                self.fiche.montrer(one)
            else:
                self._close_form()
        self.choisir.setVisible(lu.modifiable)
        self.ecrire.setVisible(lu.modifiable)
        away = [one for one in documents if one.etat is Etat.A_TELECHARGER]
        self.tout_demander.setVisible(len(away) > 1)
        self.tout_demander.setText(f"Tout télécharger ({len(away)})")
        self.mot.setText(self._bureau.documents.en_cours().phrase)
        self.mot.setVisible(bool(self.mot.text()))

    def _list(self) -> None:
        """Show the rows that the filter keeps."""
        shown = self.filtre.garder(tuple(self._documents.values()))
        if not shown or [one.id for one in shown] != list(self._lignes):
            self._lay_out_rows(shown)
        for one in shown:
            self._lignes[one.id].montrer(one, retouche=one.id in self._bureau.retouches.ouverts)

    def prendre(self, fichiers: Iterable[Path]) -> None:
        """Begin to add these files."""
        self.ajout.prendre(fichiers)
        self.ensureWidgetVisible(self.ajout)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this computer, if the dossier can be written to."""
        if self._modifiable and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Begin to add what was dropped."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.prendre(path for path in files if path.is_file())

    def _lay_out(self) -> None:
        head = QWidget()
        row = Flux(head, ecart=12)
        for button in (self.choisir, self.ecrire, self.tout_demander):
            row.addWidget(button)
        # Bounded in a row, not by its own maximum alone: what wraps is else measured at the full width.
        held = QWidget()
        held.setMaximumWidth(self.fontMetrics().averageCharWidth() * _CARACTERES)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self.mot)
        column.addWidget(self.ajout)
        column.addLayout(self._refus)
        column.addLayout(self._fiche)
        column.addWidget(self.filtre)
        column.addLayout(self._liste)
        column.addStretch()
        across = QHBoxLayout()
        across.addWidget(held, 100)
        across.addStretch(1)
        self.colonne.addLayout(across)

    def _lay_out_rows(self, documents: tuple[DocumentLu, ...]) -> None:
        vider(self._liste)
        self._lignes = {one.id: self._row(one) for one in documents}
        if self._documents and not documents:
            self._liste.addWidget(Doux("Aucun document ne répond à ces mots dans ce rangement."))
            return
        if not documents:
            self._liste.addWidget(
                EtatVide(
                    "paperclip",
                    "Aucun document",
                    "Ajoutez un PDF, une photo ou un document Word, ou déposez-le ici. "
                    "Les courriers et les CER scannés par le service arrivent à la synchronisation.",
                )
            )
            return
        carte = Carte()
        carte.colonne.setContentsMargins(24, 12, 24, 12)
        carte.colonne.setSpacing(0)
        for rank, row in enumerate(self._lignes.values()):
            if rank:
                carte.ajouter(Filet())
            carte.ajouter(row)
        self._liste.addWidget(carte)

    def _row(self, document: DocumentLu) -> LigneDocument:
        row = LigneDocument(document)
        row.permettre(modifiable=self._modifiable)
        row.ouverte.connect(self.ouvrir)
        row.demandee.connect(self._ask)
        row.reessayee.connect(self._again)
        row.retiree.connect(self._take_out)
        row.modifiee.connect(self._modify)
        row.reprise.connect(self._take_back)
        return row

    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileNames(self, "Ajouter au dossier", "", _FILTRE)
        self.prendre(Path(path) for path in chosen)

    def _added(self, document: str) -> None:
        added = next(one for one in self._bureau.documents.lister(self._dossier) if one.id == document)
        self._navigateur.annoncer(f"Ajouté\u00a0: {added.nom}")

    def ouvrir(self, document: str) -> None:
        """Show a document, or say why it cannot be shown here."""
        vider(self._refus)
        documents = self._bureau.documents
        try:
            one = next(one for one in documents.lister(self._dossier) if one.id == document)
            seen = vue(self._bureau, one, self, modifiable=self._modifiable)
            if seen is None:
                ouvrir_ailleurs(documents, document)
        except RefusedError as refused:
            self._say(refused)
        else:
            if seen is not None:
                seen.exec()
                self._list()

    def _ask(self, document: str) -> None:
        self._bureau.documents.demander(document)

    def _ask_all(self) -> None:
        self._bureau.documents.demander_dossiers([self._dossier])

    def _again(self, document: str) -> None:
        self._bureau.documents.reessayer(document)

    def _take_out(self, document: str) -> None:
        vider(self._refus)
        try:
            self._bureau.documents.retirer(document)
        except RefusedError as refused:
            self._say(refused)
        else:
            self._navigateur.annoncer("Document retiré")

    def _choose_letter(self) -> None:
        self.courriers.proposer(self._dossier)

    def _written(self, document: str) -> None:
        self._added(document)
        self.ouvrir(document)

    def _modify(self, document: str) -> None:
        if self.fiche is not None and not self.fiche.aboutir():
            return
        self._close_form()
        self.fiche = FicheDocument(self._bureau, self._documents[document])
        self.fiche.terminee.connect(self._close_form)
        self._fiche.addWidget(self.fiche)
        self.fiche.champs["nom"].setFocus()
        self.ensureWidgetVisible(self.fiche)

    def _close_form(self) -> None:
        if self.fiche is not None:
            self.fiche.liberer()
            self.fiche = None
            vider(self._fiche)

    def _take_back(self, document: str) -> None:
        vider(self._refus)
        try:
            made = self._bureau.retouches.reprendre(document)
        except RefusedError as refused:
            self._say(refused)
        else:
            self._navigateur.annoncer(
                "La version de Word est dans le dossier"
                if made
                else "Rien n’a changé\u00a0: enregistrez d’abord dans Word"
            )

    def _say(self, refused: RefusedError) -> None:
        self._refus.addWidget(Alerte(str(refused), Niveau.ATTENTION))
