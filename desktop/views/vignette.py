"""One page of a paper, small: seen, turned, taken out."""

from PySide6.QtCore import QBuffer, Qt, Signal
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from desktop.documents.papier import PagePapier
from desktop.views.blocs import Bouton

_HAUTEUR = 190


class Vignette(QFrame):
    """``rang``: of the page, from 0; both acts name it."""

    tournee = Signal(int)
    retiree = Signal(int)

    def __init__(self, page: PagePapier, rang: int) -> None:
        super().__init__()
        self._rang = rang
        self.setProperty("role", "vignette")
        ratio = self.devicePixelRatioF()
        drawn = _small(page.image, round(_HAUTEUR * ratio))
        drawn.setDevicePixelRatio(ratio)
        self.image = QLabel()
        self.image.setPixmap(drawn)
        self.image.setAccessibleName(f"Page {rang + 1}{', code lu' if page.code else ''}")
        self.tourner = Bouton("Tourner", "rotate-cw", discret=True)
        self.retirer = Bouton("", "x", discret=True)
        self.tourner.setAccessibleName(f"Tourner la page {rang + 1}")
        self.retirer.setAccessibleName(f"Retirer la page {rang + 1}")
        self.retirer.setToolTip("Retirer cette page")
        self.tourner.clicked.connect(self._turn)
        self.retirer.clicked.connect(self._take_out)
        acts = QHBoxLayout()
        acts.setContentsMargins(0, 0, 0, 0)
        acts.addWidget(self.tourner)
        acts.addStretch()
        acts.addWidget(self.retirer)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 4)
        column.setSpacing(4)
        column.addWidget(self.image, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(acts)

    def _turn(self) -> None:
        self.tournee.emit(self._rang)

    def _take_out(self) -> None:
        self.retiree.emit(self._rang)


def _small(image: bytes, hauteur: int) -> QPixmap:
    """Read an image at ``hauteur`` points: a JPEG is then decoded at a fraction of its size."""
    source = QBuffer()
    source.setData(image)
    reader = QImageReader(source)
    size = reader.size()
    reader.setScaledSize(size.scaled(size.width(), hauteur, Qt.AspectRatioMode.KeepAspectRatio))
    return QPixmap.fromImage(reader.read())
