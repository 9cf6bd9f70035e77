"""A document seen without leaving the program: PDF, photos and Word, drawn from memory, nothing in clear.

What cannot be drawn here is handed to the computer's own program, through the private folder that
the lock empties (decision 26).
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.documents.apercu import nombre_de_pages
from desktop.services.bureau import Bureau
from desktop.services.document_lu import DocumentLu
from desktop.services.documents import Documents
from desktop.services.editions import Produit
from desktop.services.retouches import Retouches
from desktop.views.apercu import Apercu
from desktop.views.blocs import Bouton
from domain.document.contenu import JPEG, PDF, PNG, WORD
from domain.errors import RefusedError

PAGES = 60
"""More than these are not drawn all at once: a program made for it turns pages better."""
PAR_LE_TEXTE = "Montré par son texte\u00a0: Word peut le mettre en page un peu autrement."
NOBODY = "Aucun programme de ce poste n’ouvre ce document."


class VueDocument(Apercu):
    """The pages of a document: printed from here, saved as it is, or opened in another program."""

    def __init__(
        self, original: Produit, dessin: bytes, ailleurs: Callable[[], None], parent: QWidget, mot: str
    ) -> None:
        """``dessin``: the pages to draw, as PDF; ``ailleurs`` opens the original, ``mot`` says where."""
        told = PAR_LE_TEXTE if original.media == WORD.media else ""
        drawn = Produit(original.nom_fichier, PDF.media, dessin, "", told)
        super().__init__(original.nom_fichier, drawn, parent)
        self._original = original
        self._ailleurs = ailleurs
        self.ailleurs = Bouton(mot, "external-link")
        self.ailleurs.clicked.connect(self._open_elsewhere)
        self.boutons.insertWidget(1, self.ailleurs)

    def _save(self) -> None:
        self.enregistrer(self._original)

    def _open_elsewhere(self) -> None:
        try:
            self._ailleurs()
        except RefusedError as refused:
            self.dire(str(refused))


def vue(bureau: Bureau, document: DocumentLu, parent: QWidget, *, modifiable: bool) -> VueDocument | None:
    """Return a window on a document, ``None`` if only another program can show it.

    A Word document is finished in Word from there where the dossier is ``modifiable``. Raises
    RefusedError: not here, damaged.
    """
    octets = bureau.documents.lire(document.id)
    drawn = _drawable(octets, document.media)
    if drawn is None:
        return None
    original = Produit(document.nom, document.media, octets, "")
    finished = modifiable and document.media == WORD.media

    def elsewhere() -> None:
        if finished:
            finir_dans_word(bureau.retouches, document.id)
        else:
            ouvrir_ailleurs(bureau.documents, document.id)

    word = "Finir dans Word…" if finished else "Autre programme…"
    return VueDocument(original, drawn, elsewhere, parent, word)


def finir_dans_word(retouches: Retouches, document: str) -> None:
    """Open a Word document to be changed; what is saved there is taken back. Raises RefusedError."""
    _hand_over(retouches.ouvrir(document))


def ouvrir_ailleurs(documents: Documents, document: str) -> None:
    """Hand a document to the program of the computer that opens its kind. Raises RefusedError."""
    _hand_over(documents.ouvrir(document))


def _hand_over(path: Path) -> None:
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        raise RefusedError(NOBODY)


def _drawable(octets: bytes, media: str) -> bytes | None:
    """Return the pages as PDF, ``None`` for what is not drawn here."""
    # Imported at the first document: Pillow and PDFium cost 0.2 s of a start.
    from pypdfium2 import PdfiumError  # noqa: PLC0415

    from desktop.documents.photos import en_pdf  # noqa: PLC0415

    if media in {JPEG.media, PNG.media}:
        return en_pdf(octets)
    if media == WORD.media:
        return _word(octets)
    if media != PDF.media:
        return None

    try:
        return octets if 0 < nombre_de_pages(octets) <= PAGES else None
    except PdfiumError:  # damaged, or under a password
        return None


def _word(octets: bytes) -> bytes | None:
    from desktop.documents import word_pdf  # noqa: PLC0415 - as above

    try:
        drawn = word_pdf.en_pdf(octets)
    except RefusedError:  # what is not read here may still be in Word
        return None
    return drawn if nombre_de_pages(drawn) <= PAGES else None
