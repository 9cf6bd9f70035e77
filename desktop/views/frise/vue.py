"""The frise on the screen: what is in view, the pointer over it, the keyboard in it.

Arrows go from fact to fact: left and right along a lane, up and down to the nearest one of another.
With Ctrl, or by the wheel and by dragging, one moves along the axis; plus and minus, or Ctrl and the wheel,
come nearer and go back. What has the keyboard is said to a screen reader in a sentence.
"""

import datetime as dt
from collections.abc import Collection
from html import escape

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from desktop.views.clavier import valide
from desktop.views.frise.peintre import Peintre, mesures
from desktop.views.frise.voisines import au_bout, cles, dire, en_travers, la_plus_proche, le_long
from domain.frise import temps
from domain.frise.disposition import dresser
from domain.frise.faits import Frise
from domain.frise.plan import Marque, Plan
from domain.frise.temps import Fenetre

_PLUS = 1.5  # how much nearer one key or one notch comes
_PAS = 0.2  # of what is in view, for one key or one notch
_CRAN = 120  # what Qt calls one notch of a wheel
_TOLERANCE = 3
_D_ABORD = 3  # years
_LARGEUR = 400
_VIDE = Frise("", "", dt.date(2000, 1, 1), (), 0)


class VueFrise(QWidget):
    """``choisie`` brings the mark that has the keyboard, ``ouverte`` that which was clicked or entered.

    ``deplacee`` says that the view moved.
    """

    ouverte = Signal(object)
    choisie = Signal(object)
    deplacee = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Frise du parcours")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._entiere = self._frise = _VIDE
        self._fenetre: Fenetre | None = None
        self._plan: Plan | None = None
        self._survolee: Marque | None = None
        self._courant: tuple[str, str] | None = None  # its lane and its record: groups come and go
        self._tire: QPointF | None = None
        self._a_bouge = False

    def montrer(self, frise: Frise, cachees: Collection[str] = ()) -> None:
        """Show a path but for some lanes, at the days already in view if there are any."""
        self._entiere, self._frise = frise, frise.sans(cachees)
        self._redo()

    def fenetre(self) -> Fenetre:
        """Return the days in view: the last years, at first."""
        return self._fenetre or self.autour(_D_ABORD)

    def tout(self) -> Fenetre:
        """Return the days of the whole path, whatever lanes are shown."""
        return temps.toute(self._entiere)

    def autour(self, annees: int) -> Fenetre:
        """Return so many years around today."""
        return temps.annees_autour(self._entiere.jour, annees, self.tout())

    def voir(self, fenetre: Fenetre) -> None:
        """Bring days into view, as near as the path allows."""
        self._fenetre = fenetre.dans(self.tout())
        self._redo()
        self.deplacee.emit()

    def zoomer(self, facteur: float, autour: float | None = None) -> None:
        """Come nearer, around what has the keyboard, else around the middle."""
        here = self.fenetre()
        if autour is None:
            held = self.courante()
            middle = here.debut + here.duree / 2
            autour = self._day(held.cadre.milieu) if held is not None and held.visible else middle
        self.voir(here.zoomer(facteur, autour))

    def plan(self) -> Plan:
        """Return where everything is; laid out at the first need of it."""
        if self._plan is None:
            measured = mesures(self._frise, self.width())
            self._plan = dresser(self._frise, self.fenetre(), self.width(), measured)
        return self._plan

    def courante(self) -> Marque | None:
        """Return the mark that has the keyboard."""
        return next((mark for mark in self.plan().marques if self._courant in cles(mark)), None)

    def marque_en(self, place: QPointF) -> Marque | None:
        """Return the mark at a place; the shortest where several are."""
        x, y = place.x(), place.y()
        found = [one for one in self.plan().marques if one.visible and one.cadre.contient(x, y, _TOLERANCE)]
        inside = found if x >= self.plan().gauche else []
        return min(inside, key=lambda mark: mark.cadre.largeur, default=None)

    def choisir(self, marque: Marque) -> None:
        """Give a mark the keyboard, bring it into view and say it."""
        self._courant = cles(marque)[0]
        place = marque.faits[0].debut.toordinal() + 0.5
        if not marque.visible:
            self.voir(self.fenetre().montrant(place))
        said = "\n".join(dire(marque))
        self.setAccessibleDescription(said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
        self.choisie.emit(marque)
        self.update()

    def sous(self, marque: Marque) -> QPoint:
        """Return the place right beneath a mark, on the screen."""
        return self.mapToGlobal(QPoint(round(marque.cadre.x), round(marque.cadre.y + marque.cadre.hauteur)))

    def sizeHint(self) -> QSize:
        """Ask for the height of the lanes."""
        return QSize(_LARGEUR, round(self.plan().hauteur) + 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        held = self.courante() if self.hasFocus() else None
        Peintre(painter, self.plan()).peindre(self._survolee, held)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out again in another width; the height is that of the lanes."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._redo()

    def changeEvent(self, event: QEvent) -> None:
        """Lay out again in another size of text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self._redo()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with what holds today, or is nearest to it in view; a click says itself what it is about."""
        super().focusInEvent(event)
        marks = self.plan().marques
        seen = [mark for mark in marks if mark.visible]
        if marks and self.courante() is None and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.choisir(la_plus_proche(seen or marks, self._frise.jour.toordinal()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, come nearer, open."""
        keys, held = Qt.Key, self.courante()
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
        elif valide(event) and held is not None:
            self._open(held)
        elif key in {keys.Key_Plus, keys.Key_Equal, keys.Key_Minus}:
            self.zoomer(1 / _PLUS if key == keys.Key_Minus else _PLUS)
        elif key in {keys.Key_Left, keys.Key_Right}:
            forward = 1 if key == keys.Key_Right else -1
            if control:
                self._slide(forward * _PAS)
            else:
                self._go(le_long(self.plan(), held, forward))
        elif key in {keys.Key_Up, keys.Key_Down}:
            self._go(en_travers(self.plan(), held, 1 if key == keys.Key_Down else -1))
        elif key in {keys.Key_Home, keys.Key_End}:
            self._go(au_bout(self.plan(), fin=key == keys.Key_End))
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Come nearer with Ctrl, else move along the axis; at its end the page scrolls."""
        notches = (event.angleDelta().y() or event.angleDelta().x()) / _CRAN
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomer(_PLUS**notches, self._day(event.position().x()))
        elif not self._slide(-notches * _PAS / 2):
            event.ignore()
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the axis, or press a mark."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._tire, self._a_bouge = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the axis, or show what is under the pointer."""
        place = event.position()
        if self._tire is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = self._tire.x() - place.x()
            if self._a_bouge or abs(moved) >= QApplication.startDragDistance():
                self._a_bouge = True
                self._tire = place
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.voir(self.fenetre().glisser(moved / self.plan().jour))
            return
        self._hover(self.marque_en(place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the mark that was pressed, unless the axis was dragged."""
        mark = None if self._a_bouge or self._tire is None else self.marque_en(event.position())
        self._tire = None
        self._hover(self.marque_en(event.position()))
        if mark is not None:
            self.choisir(mark)
            self._open(mark)

    def leaveEvent(self, event: QEvent) -> None:
        """Let go of what was under the pointer."""
        super().leaveEvent(event)
        self._hover(None)

    def event(self, event: QEvent) -> bool:
        """Say in a tip what is under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self.marque_en(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "<br>".join(map(escape, dire(mark))) if mark else "", self)
            return True
        return super().event(event)

    def _open(self, mark: Marque) -> None:
        """Come near enough to a group to tell its facts apart; what cannot be, or is one fact, opens."""
        first, last = mark.faits[0].debut.toordinal(), mark.faits[-1].debut.toordinal()
        wanted = Fenetre(first, last - first + 1).zoomer(1 / _PLUS, (first + last) / 2)
        if len(mark.faits) > 1 and wanted.duree < self.fenetre().duree:
            self.voir(wanted)
        else:
            self.ouverte.emit(mark)

    def _go(self, mark: Marque | None) -> None:
        if mark is not None:
            self.choisir(mark)

    def _redo(self) -> None:
        self._plan = self._survolee = None
        self.updateGeometry()
        self.update()

    def _day(self, x: float) -> float:
        plan = self.plan()
        return self.fenetre().debut + (x - plan.origine) / plan.jour

    def _slide(self, part: float) -> bool:
        """Move by a part of what is in view; tell whether there was anywhere to go."""
        here = self.fenetre()
        self.voir(here.glisser(part * here.duree))
        return self.fenetre() != here

    def _hover(self, mark: Marque | None) -> None:
        self.setCursor(Qt.CursorShape.OpenHandCursor if mark is None else Qt.CursorShape.PointingHandCursor)
        if mark is not self._survolee:
            self._survolee = mark
            self.update()
