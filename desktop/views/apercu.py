"""What will be handed over, seen before it is: the pages, the warning, then paper or file (R-CER-15)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.documents import apercu
from desktop.documents.apercu import Page
from desktop.services.editions import Produit
from desktop.views.blocs import Bouton, BoutonPrincipal, Petit, Titre
from desktop.views.blocs.alerte import Alerte
from desktop.views.impression import demander_et_imprimer, enregistrer_sous
from desktop.views.palette import Niveau
from domain.errors import RefusedError
from domain.french import plural

LARGEUR = 720  # of a page, in logical pixels: 87 dots per inch, small print is still read
_EN_LARGEUR = 900  # the same, of a sheet that lies on its long side
_BORD = 24


def dessinee(page: Page) -> QPixmap:
    """Return a page ready for the screen, from its points as they are: a PNG of it costs 0.2 s to make."""
    points = QImage(page.octets, page.largeur, page.hauteur, page.pas, QImage.Format.Format_RGB888)
    return QPixmap.fromImage(points)


class Feuilles(QScrollArea):
    """The pages of a PDF, one under the other, as sharp as the screen is."""

    def __init__(self, largeur: int = LARGEUR) -> None:
        super().__init__()
        self._largeur = largeur
        self.setWidgetResizable(True)
        self.setProperty("role", "page")
        self.setAccessibleName("Pages du document")
        self.nombre = 0

    def montrer(self, pdf: bytes) -> None:
        """Draw the pages of ``pdf``."""
        ratio = self.devicePixelRatioF()
        body = QWidget()
        body.setProperty("role", "colonne")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(body)
        column.setContentsMargins(_BORD, _BORD, _BORD, _BORD)
        column.setSpacing(_BORD)
        drawn = apercu.pages(pdf, round(self._largeur * ratio))
        for rank, page in enumerate(drawn, 1):
            pixmap = dessinee(page)
            pixmap.setDevicePixelRatio(ratio)
            sheet = QLabel()
            sheet.setPixmap(pixmap)
            sheet.setAccessibleName(f"Page {rank} sur {len(drawn)}")
            column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        self.nombre = len(drawn)
        self.setWidget(body)


class Apercu(QDialog):
    """The preview of a PDF; «Imprimer» is what one comes for, «Enregistrer sous» is beside it."""

    def __init__(self, titre: str, produit: Produit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.produit = produit
        self.setWindowTitle(f"Aperçu\u00a0: {titre}")
        largeur = _EN_LARGEUR if apercu.en_largeur(produit.octets) else LARGEUR
        self.feuilles = Feuilles(largeur)
        self.feuilles.montrer(produit.octets)
        self._mot = Petit(plural(self.feuilles.nombre, "page"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Titre(titre))
        if produit.avertissement:
            column.addWidget(Alerte(produit.avertissement, Niveau.ATTENTION))
        if produit.remise:
            column.addWidget(Alerte(produit.remise, Niveau.INFO))
        column.addWidget(self.feuilles, 1)
        self.boutons = row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._mot, 1)
        for bouton, slot in (
            (Bouton("Fermer", "x"), self.reject),
            (Bouton("Enregistrer sous…", "download"), self._save),
            (BoutonPrincipal("Imprimer", "printer"), self._print),
        ):
            bouton.clicked.connect(slot)
            row.addWidget(bouton)
        column.addLayout(row)
        self.resize(largeur + 140, 720)

    def mot(self) -> str:
        """Return the quiet word at the bottom."""
        return self._mot.text()

    def dire(self, texte: str) -> None:
        """Write the quiet word at the bottom."""
        self._mot.setText(texte)

    def enregistrer(self, produit: Produit) -> None:
        """Ask where to save ``produit``, and say beneath what became of it."""
        try:
            path = enregistrer_sous(produit, self)
        except RefusedError as refused:
            self._mot.setText(str(refused))
        else:
            if path is not None:
                self._mot.setText(f"Enregistré\u00a0: {path.name}")

    def _save(self) -> None:
        self.enregistrer(self.produit)

    def _print(self) -> None:
        try:
            if demander_et_imprimer(self.produit, self):
                self.accept()
        except RefusedError as refused:
            self._mot.setText(str(refused))
