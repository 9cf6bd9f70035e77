"""From a PDF to paper, and to a file that the person at the desk has chosen; nothing is left behind.

The pages are drawn by Qt from memory: no copy in clear waits in a temporary folder for another
program to print it.
"""

from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop.documents import apercu
from desktop.services.editions import Produit
from domain.errors import RefusedError

RESOLUTION = 300  # dots per inch: the sharpest that still draws an A4 page in a tenth of a second
TITRE = "Permanence"  # what a print queue and its server's log show: never the name of the person
_FILTRES = {
    "application/pdf": "PDF (*.pdf)",
    "image/jpeg": "Photo (*.jpg)",
    "image/png": "Image (*.png)",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel (*.xlsx)",
}
_WORD = "Word (*.docx)"


def imprimante() -> QPrinter:
    """Return the printer of the system, set for a French sheet printed on both sides."""
    printer = QPrinter()
    printer.setResolution(RESOLUTION)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    return printer


def une_imprimante() -> bool:
    """Tell whether this computer knows a printer (R-CER-17)."""
    return bool(QPrinterInfo.availablePrinterNames())


def imprimer(produit: Produit, printer: QPrinter) -> int:
    """Draw every page of a PDF on ``printer``; return how many sides were drawn, copies included.

    Raises RefusedError if the printer does not start. Where it cannot multiply copies by itself, they
    are drawn one after the other, each whole, so that nobody has to sort them.
    """
    printer.setDocName(TITRE)
    if apercu.en_largeur(produit.octets):
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    sheet = printer.pageLayout().fullRectPixels(printer.resolution())
    pages = [_image(page) for page in apercu.pages(produit.octets, sheet.width())]
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    painter = QPainter()
    if not painter.begin(printer):
        raise RefusedError("L’imprimante ne répond pas\u00a0: rien n’a été imprimé.")
    drawn = 0
    for _copy in range(copies):
        for page in pages:
            if drawn:
                printer.newPage()
            height = round(page.height() * sheet.width() / page.width())
            painter.drawImage(QRect(0, 0, sheet.width(), height), page)
            drawn += 1
    painter.end()
    return drawn


def demander_et_imprimer(produit: Produit, parent: QWidget, exemplaires: int = 1) -> bool:
    """Ask which printer, then print; tell whether it was. Raises RefusedError if it cannot start."""
    printer = imprimante()
    printer.setCopyCount(exemplaires)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Imprimer")
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    imprimer(produit, printer)
    return True


def enregistrer_sous(produit: Produit, parent: QWidget) -> Path | None:
    """Ask where, then write; return the path, ``None`` if given up. Raises RefusedError if it cannot."""
    kind = _FILTRES.get(produit.media, _WORD)
    chosen, _filter = QFileDialog.getSaveFileName(parent, "Enregistrer sous", produit.nom_fichier, kind)
    return ecrire(produit, Path(chosen)) if chosen else None


def ecrire(produit: Produit, chemin: Path) -> Path:
    """Write a document where it was asked. Raises RefusedError with the reason the disk gives."""
    suffix = Path(produit.nom_fichier).suffix
    path = chemin if chemin.suffix.lower() == suffix else chemin.with_name(chemin.name + suffix)
    try:
        path.write_bytes(produit.octets)
    except OSError as error:
        raise RefusedError(
            f"Le fichier n’a pas pu être enregistré à cet endroit ({error.strerror})."
        ) from error
    return path


def _image(page: apercu.Page) -> QImage:
    drawn = QImage(page.octets, page.largeur, page.hauteur, page.pas, QImage.Format.Format_RGB888)
    return drawn.copy()  # the bytes belong to the page, which is about to go
