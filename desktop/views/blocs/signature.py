"""A place to sign on the screen, with a mouse, a pen or a finger."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.blocs.actions import Bouton
from domain.accord import trace
from domain.accord.trace import Trait

_EPAISSEUR = 2.4


class Feuille(QWidget):
    """Where the hand goes. Qt turns what a pen or a finger does into the moves of a mouse."""

    trace_changee = Signal()

    def __init__(self, nom: str) -> None:
        super().__init__()
        self.setAccessibleName(nom)
        self.setProperty("role", "signature")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._traits: list[list[tuple[int, int]]] = []

    def texte(self) -> str:
        """Return what is drawn, as an accord keeps it."""
        traits: tuple[Trait, ...] = tuple(tuple(trait) for trait in self._traits)
        return trace.ecrire(traits)

    def effacer(self) -> None:
        """Begin again."""
        self._traits = []
        self.update()
        self.trace_changee.emit()

    def sizeHint(self) -> QSize:
        """Ask for the proportions of the frame."""
        return QSize(trace.LARGEUR // 2, trace.HAUTEUR // 2)

    def hasHeightForWidth(self) -> bool:
        """Keep the proportions whatever the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that goes with a width."""
        return width * trace.HAUTEUR // trace.LARGEUR

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the pen down."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._traits.append([self._point(event.position())])
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw."""
        if self._traits and event.buttons() & Qt.MouseButton.LeftButton:
            self._traits[-1].append(self._point(event.position()))
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Lift the pen."""
        self.trace_changee.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the strokes over the frame."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(
                self.palette().color(QPalette.ColorRole.WindowText),
                _EPAISSEUR,
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
        )
        scale = self.width() / trace.LARGEUR
        for trait in self._traits:
            points = [QPointF(x * scale, y * scale) for x, y in trait]
            painter.drawPolyline(QPolygonF(points if len(points) > 1 else points * 2))

    def _point(self, place: QPointF) -> tuple[int, int]:
        scale = trace.LARGEUR / max(self.width(), 1)
        return round(place.x() * scale), round(place.y() * scale)


class ZoneSignature(QWidget):
    """Whose signature it is, the sheet, and how to begin again."""

    changee = Signal()

    def __init__(self, qui: str) -> None:
        super().__init__()
        self.feuille = Feuille(qui)
        self.feuille.trace_changee.connect(self._follow)
        self.titre = QLabel(qui)
        self.titre.setProperty("role", "etiquette")
        self.recommencer = Bouton("Recommencer", "undo-2", discret=True)
        self.recommencer.setAccessibleName(f"{qui}\u00a0: recommencer")
        self.recommencer.clicked.connect(self.feuille.effacer)
        head = QHBoxLayout()
        head.addWidget(self.titre)
        head.addStretch()
        head.addWidget(self.recommencer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.feuille)
        self._follow()

    def signee(self) -> bool:
        """Tell whether enough is drawn to be a signature."""
        return trace.suffisante(self.feuille.texte())

    def _follow(self) -> None:
        self.recommencer.setVisible(bool(self.feuille.texte()))
        self.changee.emit()
