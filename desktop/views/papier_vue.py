"""The paper beside the form: its pages, closer or turned, while the hands stay on the keyboard (R-CER-18)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPainter, QResizeEvent, QShortcut, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.documents import apercu
from desktop.documents.apercu import Page
from desktop.services.document_lu import DocumentLu
from desktop.services.documents import Documents
from desktop.views.apercu import dessinee
from desktop.views.blocs import Bouton, EtatVide, Petit
from desktop.views.tache import lancer
from domain.errors import RefusedError

_POINTS = 1_700  # drawn across a page: handwriting is still sharp at twice the width of the pane
_ECART = 40
_PAS, _LOIN, _PRES = 1.25, 0.5, 6.0
_MOLETTE = 0.8  # of the pane's height, at each turn of the keyboard's page


class Pages(QGraphicsView):
    """Pages one under the other, as wide as the pane until one comes closer."""

    def __init__(self) -> None:
        super().__init__()
        self.setScene(QGraphicsScene(self))
        self.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "papier")
        self.setAccessibleName("Le papier photographié")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes from field to field; the shortcuts move it
        self.grossissement = 1.0
        self.quarts = 0

    def montrer(self, pages: list[Page]) -> None:
        """Show these pages from the top of the first."""
        self.scene().clear()
        top = 0.0
        for page in pages:
            item = self.scene().addPixmap(dessinee(page))
            item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
            item.setPos(-page.largeur / 2, top)
            top += page.hauteur + _ECART
        self.scene().setSceneRect(self.scene().itemsBoundingRect())
        self._ajuster()
        self.verticalScrollBar().setValue(0)

    def approcher(self, sens: int) -> None:
        """Come closer (+1) or step back (-1); 0: as wide as the pane."""
        wished = self.grossissement * _PAS**sens if sens else 1.0
        self.grossissement = min(max(wished, _LOIN), _PRES)
        self._ajuster()

    def tourner(self) -> None:
        """Turn a quarter to the right."""
        self.quarts = (self.quarts + 1) % 4
        self._ajuster()

    def defiler(self, sens: int) -> None:
        """Go down (+1) or up (-1) by most of what is seen."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(sens * _MOLETTE * self.viewport().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the pages as wide as they were beside the pane."""
        super().resizeEvent(event)
        self._ajuster()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Come closer with Ctrl held, as everywhere; else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.approcher(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def _ajuster(self) -> None:
        paper = self.scene().sceneRect()
        across = paper.height() if self.quarts % 2 else paper.width()
        if not across:
            return
        scale = self.grossissement * (self.viewport().width() - 2) / across
        self.resetTransform()
        self.rotate(90 * self.quarts)
        self.scale(scale, scale)


class VuePapier(QWidget):
    """The pane: the pages, what brings them closer, or why they are not here."""

    def __init__(self, documents: Documents) -> None:
        super().__init__()
        self._documents = documents
        self._shown: tuple[str, bool] | None = None
        self._asked = ""
        self.pages = Pages()
        self._pile = QStackedWidget()
        self._pile.addWidget(self.pages)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(Petit("Le papier"), 1)
        for icone, nom, keys, slot in (
            ("zoom-out", "S’éloigner", "Ctrl+-", self._step_back),
            ("zoom-in", "S’approcher", "Ctrl++", self._come_closer),
            ("rotate-cw", "Tourner", "Ctrl+T", self.pages.tourner),
        ):
            button = Bouton("", icone, discret=True)
            button.setAccessibleName(nom)
            button.setToolTip(f"{nom} ({keys})")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(slot)
            tools.addWidget(button)
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        for keys, slot in (("Ctrl+0", self._whole), ("Alt+PgDown", self._down), ("Alt+PgUp", self._up)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 0, 0)
        column.setSpacing(4)
        column.addLayout(tools)
        column.addWidget(self._pile, 1)
        self.hide()

    def montrer(self, papier: DocumentLu) -> None:
        """Show the paper of a CER, drawn off the screen's thread; once is enough."""
        if self._shown == (papier.id, papier.ici):
            return
        self._shown = papier.id, papier.ici
        if not papier.ici:
            self._missing(papier.id)
            return
        documents, document = self._documents, papier.id
        lancer(lambda: apercu.pages(documents.lire(document), _POINTS), self._drawn, self._refused)

    def _drawn(self, pages: list[Page]) -> None:
        self.pages.montrer(pages)
        self._pile.setCurrentWidget(self.pages)

    def _refused(self, refused: RefusedError) -> None:
        self._say("circle-alert", "Le papier ne s’ouvre pas", str(refused))

    def _missing(self, document: str) -> None:
        self._asked = document
        ask = Bouton("Le faire venir", "download")
        ask.clicked.connect(self._ask)
        self._say("image", "Le papier n’est pas sur ce poste", "Il viendra à la synchronisation.", ask)

    def _ask(self) -> None:
        self._documents.demander(self._asked)
        self._say("hourglass", "Le papier est demandé", "Il s’affichera dès qu’il sera arrivé.")

    def _say(self, icone: str, titre: str, aide: str, action: Bouton | None = None) -> None:
        said = self._pile.currentWidget()
        self._pile.setCurrentIndex(self._pile.addWidget(EtatVide(icone, titre, aide, action)))
        if said is not self.pages and said is not None:
            self._pile.removeWidget(said)
            said.deleteLater()

    def _come_closer(self) -> None:
        self.pages.approcher(1)

    def _step_back(self) -> None:
        self.pages.approcher(-1)

    def _whole(self) -> None:
        self.pages.approcher(0)

    def _down(self) -> None:
        self.pages.defiler(1)

    def _up(self) -> None:
        self.pages.defiler(-1)
