"""A form's page: one column of at most 75 characters, hints in the right margin.

When the window is too narrow for both (200 % text, 1366×768 at 125 %), each hint folds beneath
what it explains (decision 39).
"""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.views import style
from desktop.views.blocs.actions import BarreActions
from desktop.views.clavier import APRES_MS
from desktop.views.fields.base import Editeur

_MARGE = 32
_GOUTTIERE = 24
_CONSEIL_CARACTERES = 32


class PageDefilante(QWidget):
    """A scrolling column, and under it a bar that holds still: ``page.barre``, hidden until used."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_Rang] = []
        self._wanted: QWidget | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(APRES_MS)
        self._later.timeout.connect(self._reveal)
        self.corps = QWidget()
        self.corps.setProperty("role", "colonne")
        self.corps.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.colonne = QVBoxLayout(self.corps)
        self.colonne.setContentsMargins(_MARGE, 28, _MARGE, 40)
        self.colonne.setSpacing(20)
        self.colonne.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.defilement = QScrollArea()
        self.defilement.setProperty("role", "page")
        self.defilement.setWidgetResizable(True)
        self.defilement.setFrameShape(QFrame.Shape.NoFrame)
        self.defilement.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.defilement.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.defilement.setWidget(self.corps)
        self.barre = BarreActions()
        self.barre.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.defilement, 1)
        column.addWidget(self.barre)

    def ajouter(self, widget: QWidget, conseil: QWidget | None = None) -> None:
        """Add something to the column; an editor brings its own hint for the margin."""
        if conseil is None and isinstance(widget, Editeur):
            conseil = widget.hint
        row = _Rang(widget, conseil)
        self._rows.append(row)
        self.colonne.addWidget(row)
        self._fold(row)

    def retirer(self, widget: QWidget) -> None:
        """Take something out of the column and delete it."""
        for row in self._rows:
            if row.widget is widget:
                self._rows.remove(row)
                row.hide()
                row.deleteLater()
                return

    def montrer(self, widget: QWidget) -> None:
        """Scroll until ``widget`` is seen, once it has been laid out."""
        self._wanted = widget
        self._later.start()

    def largeur_colonne(self) -> int:
        """Return the width of the column: 75 characters of the present text, in pixels."""
        return self.fontMetrics().averageCharWidth() * style.COLONNE_CARACTERES

    def largeur_conseil(self) -> int:
        """Return the width of the margin, in pixels."""
        return self.fontMetrics().averageCharWidth() * _CONSEIL_CARACTERES

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the hints beneath, or unfold them into the margin."""
        super().resizeEvent(event)
        for row in self._rows:
            self._fold(row)

    def _reveal(self) -> None:
        if self._wanted in self.corps.findChildren(QWidget):  # it may have been taken out meanwhile
            self.defilement.ensureWidgetVisible(self._wanted, 0, 80)
        self._wanted = None

    def _fold(self, row: "_Rang") -> None:
        free = self.width() - 2 * _MARGE
        row.plier(self.largeur_colonne(), self.largeur_conseil(), libre=free, plie=self._narrow())

    def _narrow(self) -> bool:
        needed = self.largeur_colonne() + _GOUTTIERE + self.largeur_conseil() + 2 * _MARGE
        return self.width() < needed


class _Rang(QWidget):
    """One thing of the column, and its hint beside or beneath it."""

    def __init__(self, widget: QWidget, conseil: QWidget | None) -> None:
        super().__init__()
        self.widget = widget
        self.conseil = conseil
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(widget, 1)
        if conseil is not None:
            self._layout.addWidget(conseil, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addStretch()

    def _head(self) -> int:
        """Return the height of the label above the control: the hint faces the control."""
        if isinstance(self.widget, Editeur) and not self.widget.label.isHidden():
            return self.widget.label.sizeHint().height() + self.widget.column.spacing() + 8
        return 8

    def plier(self, colonne: int, marge: int, *, libre: int, plie: bool) -> None:
        """Lay the hint beneath (``plie``) or in the margin.

        A greatest width alone would not do: a layout asks how high wrapped text is at the width it
        offers, not at the one that is taken, and the last line would be cut.
        """
        direction = QBoxLayout.Direction
        self._layout.setDirection(direction.TopToBottom if plie else direction.LeftToRight)
        self._layout.setSpacing(4 if plie else _GOUTTIERE)
        self._layout.setContentsMargins(0, 0, max(0, libre - colonne) if plie else 0, 0)
        self.widget.setMaximumWidth(colonne)
        self.widget.setMinimumWidth(0 if plie else colonne)
        if self.conseil is not None:
            self.conseil.setMaximumWidth(colonne if plie else marge)
            self.conseil.setMinimumWidth(0 if plie else marge)
            self.conseil.setContentsMargins(0, 0 if plie else self._head(), 0, 0)
