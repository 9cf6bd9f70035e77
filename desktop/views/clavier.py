"""Where Tab goes: in the order one reads, whatever the order in which the widgets were made.

Qt goes through widgets in the order of their creation. A bar made before the form above it, a row laid
out anew, a list of choices that follows the state of a CER: each then takes the keyboard from the top of
the page to its bottom and back. Calling ``setTabOrder`` at each change would have to be thought of at each
change; the order of the layouts is asked at the key instead (a page of 150 controls: 1 ms).
"""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QRadioButton, QScrollArea, QStackedLayout, QWidget

APRES_MS = 40
"""Until what has just been shown is laid out: Qt does it in two turns of its loop, a reply then a request."""
_AU_PLUS_TARD_MS = 640
_AUTOUR = 48  # pixels kept in view around what takes the keyboard


def arrets(racine: QWidget) -> Iterator[QWidget]:
    """Yield what Tab may stop on under ``racine``, in the order of reading, what is hidden included."""
    tab = isinstance(racine, QRadioButton) or racine.focusPolicy() & Qt.FocusPolicy.TabFocus
    if tab and racine.focusProxy() is None:
        yield racine
    for part in _parties(racine):
        yield from arrets(part)


def suivant(racine: QWidget, depuis: QWidget | None, *, avant: bool = True) -> QWidget | None:
    """Return the next stop under ``racine`` after ``depuis``, round and round; ``None`` if not there."""
    stops = list(arrets(racine))
    if not avant:
        stops.reverse()
    if depuis not in stops:
        return None
    place = stops.index(depuis)
    others = (one for one in stops[place + 1 :] + stops[:place] if libre(one) and not _ensemble(one, depuis))
    return next((one for one in others if _parle_pour_les_siens(one)), None)


def passer(depuis: QWidget, hors: QWidget) -> None:
    """Give the keyboard to the next stop of the window outside ``hors``, where ``depuis`` is."""
    window, here = depuis.window(), suivant(depuis.window(), depuis)
    while here is not None and here is not depuis and hors.isAncestorOf(here):
        here = suivant(window, here)
    if here is not None:
        donner(here, Qt.FocusReason.TabFocusReason)


def premier(racine: QWidget) -> QWidget | None:
    """Return the first stop of a page."""
    return next((one for one in arrets(racine) if libre(one) and _parle_pour_les_siens(one)), None)


def _ensemble(one: QWidget, other: QWidget) -> bool:
    """Tell whether two stops are choices of one question: arrows go between them, Tab leaves both."""
    choices = isinstance(one, QRadioButton) and isinstance(other, QRadioButton)
    return choices and one.parentWidget() is other.parentWidget()


def _parle_pour_les_siens(one: QWidget) -> bool:
    """Tell whether Tab may stop there: of the choices of one question, on that chosen, else on the first.

    Qt leaves this to each choice's own policy, set right only once one of them has had the keyboard.
    """
    parent = one.parentWidget()
    if not isinstance(one, QRadioButton) or parent is None:
        return True
    choices = [each for each in parent.findChildren(QRadioButton) if libre(each) and _ensemble(each, one)]
    return one is next((each for each in choices if each.isChecked()), choices[0])


def libre(widget: QWidget) -> bool:
    """Tell whether the keyboard may go there now."""
    return widget.isVisible() and widget.isEnabled()


def valide(event: QKeyEvent) -> bool:
    """Tell whether a key says «done with this»: Enter, alone, of either side of the keyboard."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return (
        event.type() == QEvent.Type.KeyPress
        and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        and not held
    )


def donner(widget: QWidget, raison: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
    """Give the keyboard to a widget, and bring it into view in the pages that scroll under it."""
    widget.setFocus(raison)
    held = widget.focusProxy() or widget
    _montrer(held)
    QTimer.singleShot(APRES_MS, held, partial(_montrer_encore, held, APRES_MS))


def _montrer_encore(held: QWidget, apres: int) -> None:
    """Look again, less and less often: a loaded computer lays out late what has just been added."""
    if held.hasFocus() and (apres == APRES_MS or held.visibleRegion().isEmpty()):
        _montrer(held)
    if apres < _AU_PLUS_TARD_MS:
        QTimer.singleShot(apres, held, partial(_montrer_encore, held, 2 * apres))


def _montrer(held: QWidget) -> None:
    parent = held.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(held, 0, _AUTOUR)
        parent = parent.parentWidget()


def _parties(widget: QWidget) -> Iterator[QWidget]:
    """Yield the parts of a widget as they are laid out; those that no layout places, as they were made."""
    layout = widget.layout()
    alone: list[QWidget | None] = []  # of pages one over the other, those beneath are not gone through
    if isinstance(widget, QScrollArea):
        alone = [widget.widget()]
    elif isinstance(layout, QStackedLayout):
        alone = [layout.currentWidget()]
    if alone:
        yield from filter(None, alone)
        return
    inside = list(_places(layout)) if layout is not None else []
    yield from inside
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow() and child not in inside:
            yield child


def _places(layout: QLayout) -> Iterator[QWidget]:
    for rank in range(layout.count()):
        item = layout.itemAt(rank)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _places(inner)
