"""A document seen without leaving the program: PDF and photos are drawn from memory, nothing is in clear.

What cannot be drawn here is handed to the computer's own program, through the private folder that
the lock empties (decision 26).
"""

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.documents.apercu import nombre_de_pages
from desktop.services.document_lu import DocumentLu
from desktop.services.documents import Documents
from desktop.services.editions import Produit
from desktop.views.apercu import Apercu
from desktop.views.blocs import Bouton
from domain.document.contenu import JPEG, PDF, PNG
from domain.errors import RefusedError

PAGES = 60
"""More than these are not drawn all at once: a program made for it turns pages better."""
NOBODY = "Aucun programme de ce poste n’ouvre ce document."


class VueDocument(Apercu):
    """The pages of a document: printed from here, saved as it is, or opened in another program."""

    def __init__(
        self, original: Produit, dessin: bytes, ailleurs: Callable[[], None], parent: QWidget
    ) -> None:
        """``dessin``: the pages to draw, as PDF; ``ailleurs`` opens the original in another program."""
        super().__init__(original.nom_fichier, Produit(original.nom_fichier, PDF.media, dessin, ""), parent)
        self._original = original
        self._ailleurs = ailleurs
        self.ailleurs = Bouton("Autre programme…", "external-link")
        self.ailleurs.clicked.connect(self._open_elsewhere)
        self.boutons.insertWidget(1, self.ailleurs)

    def _save(self) -> None:
        self.enregistrer(self._original)

    def _open_elsewhere(self) -> None:
        try:
            self._ailleurs()
        except RefusedError as refused:
            self.dire(str(refused))


def vue(documents: Documents, document: DocumentLu, parent: QWidget) -> VueDocument | None:
    """Return a window on a document, ``None`` if only another program can show it.

    Raises RefusedError: not here, damaged.
    """
    octets = documents.lire(document.id)
    drawn = _drawable(octets, document.media)
    if drawn is None:
        return None
    original = Produit(document.nom, document.media, octets, "")
    return VueDocument(original, drawn, lambda: ouvrir_ailleurs(documents, document.id), parent)


def ouvrir_ailleurs(documents: Documents, document: str) -> None:
    """Hand a document to the program of the computer that opens its kind. Raises RefusedError."""
    path = documents.ouvrir(document)
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        raise RefusedError(NOBODY)


def _drawable(octets: bytes, media: str) -> bytes | None:
    """Return the pages as PDF, ``None`` for what is not drawn here."""
    # Imported at the first document: Pillow and PDFium cost 0.2 s of a start.
    from pypdfium2 import PdfiumError  # noqa: PLC0415

    from desktop.documents.photos import en_pdf  # noqa: PLC0415

    if media in {JPEG.media, PNG.media}:
        return en_pdf(octets)
    if media != PDF.media:
        return None

    try:
        return octets if 0 < nombre_de_pages(octets) <= PAGES else None
    except PdfiumError:  # damaged, or under a password
        return None
