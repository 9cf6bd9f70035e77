"""Python's cycle collector, kept on the thread of the screen.

A page that is closed is a knot of references (its slots point back to it), which only the cycle
collector unties; and that collector runs on whichever thread happens to allocate: the writer's,
the sync's. Destroying a widget there is a segmentation fault, seen for real under the tests. So it
is put off, and run by a timer of the screen: nothing else may collect.
"""

import gc

from PySide6.QtCore import QObject, QTimer

PERIODE_MS = 1000


class Ramassage(QObject):
    """Collects once a second, as much as Python itself would have; one for the whole application."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(ramasser)
        self._timer.start(PERIODE_MS)


def ramasser() -> int:
    """Collect the oldest generation that is due; return what was found unreachable.

    A full collection of the running application takes some 40 ms: never while a key is pressed
    twice, since it is due about once in a hundred times.
    """
    due = [
        rank
        for rank, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if count > most
    ]
    return gc.collect(due[-1]) if due else 0
