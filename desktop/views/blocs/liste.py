"""A long list of two-line rows: 12,000 of them open as fast as ten.

Only the rows on screen are described and painted. One click or Enter opens; arrows move.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.views import apparence, icones, typo
from desktop.views.blocs.pastille import ICONES
from desktop.views.palette import Niveau
from desktop.views.typo import Taille

Index = QModelIndex | QPersistentModelIndex
_MARGE = 16
_CASE = 20  # pixels of the box before a row that may be ticked
_LARGEUR_DROITE = 0.42  # the statuses never take more than this part of a row
_LARGEUR_NOM = 0.26  # where they are in columns, what the name keeps at least


@dataclass(frozen=True, slots=True)
class Entree:
    """A row as it is shown: a title, a second line, and on the right statuses or a quiet word.

    ``pastilles``: ``(words, level, icon or '')``; without words, the empty place of a column.
    """

    titre: str
    detail: str = ""
    droite: str = ""
    pastilles: tuple[tuple[str, Niveau, str], ...] = ()

    def dite(self) -> str:
        """Return the whole row as a screen reader says it."""
        words = (self.titre, self.detail, *(words for words, _, _ in self.pastilles), self.droite)
        return ", ".join(word for word in words if word)


class _Modele(QStringListModel):
    """The objects shown.

    Qt counts the rows thousands of times while it lays the list out: the count is left to a
    model of its own, in C++ (12,000 rows: 2 ms instead of 18).
    """

    def __init__(self, decrire: Callable[[object], Entree]) -> None:
        super().__init__()
        self._decrire = decrire
        self.rows: Sequence[object] = ()
        self.cle: Callable[[object], object] | None = None  # what a row is ticked by, where rows are
        self.cochees: set[object] = set()

    def remplacer(self, rows: Sequence[object]) -> None:
        self.rows = rows
        self.setStringList([""] * len(rows))

    def entree(self, index: Index) -> Entree:
        return self._decrire(self.rows[index.row()])

    def cochee(self, index: Index) -> bool | None:
        """Tell whether a row is ticked, ``None`` where rows are not."""
        return None if self.cle is None else self.cle(self.rows[index.row()]) in self.cochees

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.entree(index).titre
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            ticked = {None: "", True: "choisie, ", False: "non choisie, "}[self.cochee(index)]
            return ticked + self.entree(index).dite()
        return None


class _Peintre(QStyledItemDelegate):
    """Paints one row: the title bold, its detail beneath, what calls for attention on the right."""

    _SPACING: ClassVar[int] = 3

    def __init__(self, parent: QWidget, colonnes: Sequence[int]) -> None:
        super().__init__(parent)
        self.colonnes: Sequence[int] | None = colonnes or None
        self._taille = Taille.INTERTITRE if colonnes else Taille.CORPS

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - every row is as high
        scale = apparence.echelle()
        title = QFontMetrics(typo.police(self._taille, scale, gras=True)).height()
        detail = QFontMetrics(typo.police(Taille.PETIT, scale)).height()
        return QSize(200, title + detail + self._SPACING + 22)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _Modele):
            return
        entree = model.entree(index)
        palette, scale = apparence.palette(), apparence.echelle()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, state)
        inner = rect.adjusted(_MARGE, 11, -_MARGE, -11)
        if (ticked := model.cochee(index)) is not None:
            inner.setLeft(self._box(painter, inner, ticked=ticked) + _MARGE)
        right, unplaced = self._right(painter, inner, entree)
        width = right - inner.left() - _MARGE
        bold = typo.police(self._taille, scale, gras=True)
        small = typo.police(Taille.PETIT, scale)
        height = QFontMetrics(bold).height()
        painter.setFont(bold)
        painter.setPen(QColor(palette.texte))
        title = QFontMetrics(bold).elidedText(entree.titre, Qt.TextElideMode.ElideRight, width)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(inner.left(), inner.top(), width, height), flags, title)
        painter.setFont(small)
        painter.setPen(QColor(palette.texte_doux))
        detail = QFontMetrics(small).elidedText(
            " · ".join((entree.detail, *unplaced)), Qt.TextElideMode.ElideRight, width
        )
        below = inner.top() + height + self._SPACING
        painter.drawText(QRect(inner.left(), below, width, inner.bottom() - below + 1), flags, detail)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        palette = apparence.palette()
        flag = QStyle.StateFlag
        selected, focused = bool(state & flag.State_Selected), bool(state & flag.State_HasFocus)
        if not (selected or focused or state & flag.State_MouseOver):
            return
        path = QPainterPath()
        path.addRoundedRect(QRectF(rect).adjusted(2, 2, -2, -2), 8, 8)
        painter.fillPath(path, QColor(palette.accent_doux if selected else palette.surface_douce))
        if focused:
            painter.setPen(QColor(palette.accent))
            painter.drawPath(path)

    def _box(self, painter: QPainter, inner: QRect, *, ticked: bool) -> int:
        """Paint the box of a row that may be ticked; return its right edge."""
        palette, side = apparence.palette(), round(_CASE * apparence.echelle() / 100)
        box = QRect(inner.left(), inner.center().y() - side // 2, side, side)
        path = QPainterPath()
        path.addRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 5, 5)
        painter.fillPath(path, QColor(palette.accent if ticked else palette.surface))
        painter.setPen(QPen(QColor(palette.accent if ticked else palette.bord), 2))
        painter.drawPath(path)
        if ticked:
            icones.icone("check", "sur_accent").paint(painter, box.adjusted(2, 2, -2, -2))
        return box.right()

    def _right(self, painter: QPainter, inner: QRect, entree: Entree) -> tuple[int, list[str]]:
        """Paint the statuses from the right edge; return where they begin, and those of no column left."""
        palette, scale = apparence.palette(), apparence.echelle()
        edge, floor = inner.right(), inner.right() - round(inner.width() * _LARGEUR_DROITE)
        if entree.droite:
            font = typo.police(Taille.PETIT, scale)
            width = QFontMetrics(font).horizontalAdvance(entree.droite)
            painter.setFont(font)
            painter.setPen(QColor(palette.texte_doux))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(
                QRect(edge - width, inner.top(), width + 1, inner.height()), flags, entree.droite
            )
            edge -= width + _MARGE
        if self.colonnes is not None:
            return self._columns(painter, inner, entree)
        metrics = QFontMetrics(typo.police(Taille.PETIT, scale, gras=True))
        for status in reversed(entree.pastilles):
            width = _pill_width(metrics, status[0])
            if edge - width < floor:
                break
            self._pill(painter, edge - width, inner, status)
            edge -= width + 8
        return edge, []

    def _columns(self, painter: QPainter, inner: QRect, entree: Entree) -> tuple[int, list[str]]:
        """Paint each status at the left of its column; on a narrow screen the first ones find none."""
        metrics = QFontMetrics(typo.police(Taille.PETIT, apparence.echelle(), gras=True))
        edge, floor = inner.right(), inner.left() + round(inner.width() * _LARGEUR_NOM)
        columns = list(zip(self.colonnes or (), entree.pastilles, strict=True))
        while columns and edge - (width := _pill_width(metrics, "n" * columns[-1][0])) >= floor:
            edge -= width
            _, status = columns.pop()
            if status[0]:
                self._pill(painter, edge, inner, status)
        return edge, [status[0] for _, status in columns if status[0]]

    def _pill(self, painter: QPainter, left: int, inner: QRect, status: tuple[str, Niveau, str]) -> None:
        words, niveau, icon = status
        palette, scale = apparence.palette(), apparence.echelle()
        font = typo.police(Taille.PETIT, scale, gras=True)
        metrics, side = QFontMetrics(font), round(16 * scale / 100)
        height = max(metrics.height(), side) + 8
        pill = QRectF(left, inner.center().y() - height / 2 + 1, _pill_width(metrics, words), height)
        path = QPainterPath()
        path.addRoundedRect(pill, 8, 8)
        painter.fillPath(path, QColor(palette.lavis(niveau)))
        box = QRect(round(pill.left()) + 10, round(pill.center().y() - side / 2), side, side)
        icones.icone(icon or ICONES[niveau], niveau.value).paint(painter, box)
        painter.setFont(font)
        painter.setPen(QColor(palette.encre(niveau)))
        text = pill.adjusted(16 + side, 0, -4, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def _pill_width(metrics: QFontMetrics, words: str) -> int:
    side = round(16 * apparence.echelle() / 100)
    return side + 6 + metrics.horizontalAdvance(words) + 20


class Liste(QListView):
    """The list; ``decrire`` turns any object of yours into an :class:`Entree`, on demand.

    ``ouverte`` brings the very object that was given to :meth:`montrer`. With ``colonnes`` (widths in
    characters) it is the list of a whole page: larger titles, one column per status, aligned.
    ``cochees_changees``: rows were ticked, or no longer are.
    """

    ouverte = Signal(object)
    cochees_changees = Signal()

    def __init__(
        self,
        nom: str,
        decrire: Callable[[object], Entree],
        parent: QWidget | None = None,
        *,
        colonnes: Sequence[int] = (),
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(nom)
        self._modele = _Modele(decrire)
        self._peintre = _Peintre(self, colonnes)
        self.setModel(self._modele)
        self.setItemDelegate(self._peintre)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._clicked)

    def montrer(self, objets: Sequence[object], cle: Callable[[object], object] | None = None) -> None:
        """Show other rows. With ``cle`` the row that was current stays so, if it is still there."""
        current = self.courant()
        place = self.verticalScrollBar().value()
        self._modele.remplacer(objets)
        if cle is not None and current is not None:
            wanted = cle(current)
            rank = next((rank for rank, one in enumerate(objets) if cle(one) == wanted), None)
            if rank is not None:
                self.setCurrentIndex(self._modele.index(rank, 0))
            self.verticalScrollBar().setValue(place)

    def disposer(self, colonnes: Sequence[int]) -> None:
        """Give the columns of a page other widths, as many as there are statuses."""
        self._peintre.colonnes = colonnes
        self.viewport().update()

    def cocher(self, cle: Callable[[object], object] | None) -> None:
        """Put a box before each row, that a click or Space ticks, by ``cle``; ``None`` takes them away."""
        self._modele.cle = cle
        self.fixer_cochees(set())

    def fixer_cochees(self, cochees: set[object]) -> None:
        """Tick these rows and no other, shown or not."""
        self._modele.cochees = cochees
        self.viewport().update()
        self.cochees_changees.emit()

    def cochees(self) -> frozenset[object]:
        """Return what is ticked, shown or not."""
        return frozenset(self._modele.cochees)

    def nombre(self) -> int:
        """Return the number of rows."""
        return len(self._modele.rows)

    def entree(self, rang: int) -> Entree:
        """Return a row as it is shown."""
        return self._modele.entree(self._modele.index(rang, 0))

    def courant(self) -> object | None:
        """Return the object of the current row."""
        index = self.currentIndex()
        return self._modele.rows[index.row()] if index.isValid() else None

    def choisir(self, rang: int) -> None:
        """Make a row current, if there is one at that rank."""
        if 0 <= rang < self.nombre():
            self.setCurrentIndex(self._modele.index(rang, 0))

    def hauteur_ajustee(self, au_plus: int) -> None:
        """Take the height of the rows, up to ``au_plus`` of them: a short list within a page."""
        rows = min(max(self.nombre(), 1), au_plus)
        row = self.itemDelegate().sizeHint(QStyleOptionViewItem(), self._modele.index(0, 0)).height()
        self.setFixedHeight(rows * row + 10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter, whatever the platform makes of it."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space and self._modele.cle is not None:
            self._clicked(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        cle = self._modele.cle
        if cle is None:
            self._open(index)
        elif index.isValid():
            self.fixer_cochees(self._modele.cochees ^ {cle(self._modele.rows[index.row()])})

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.ouverte.emit(self._modele.rows[index.row()])
