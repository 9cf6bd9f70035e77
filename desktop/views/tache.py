"""Work off the screen's thread, and its progress.

Anything that may take longer than 300 ms shows that it is under way and can be given up.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, QTimer, Signal

from domain.errors import RefusedError

PATIENCE_MS = 300
_EN_COURS: set["Tache"] = set()


class Tache(QThread):
    """One call made in a thread of its own; its outcome comes back on the screen's thread.

    ``reussie`` brings the result, ``refusee`` a RefusedError. Any other error is raised on the
    screen's thread, where the one hook of the application reports it. ``longue`` is emitted once,
    if the work lasts more than 300 ms.
    """

    reussie = Signal(object)
    refusee = Signal(object)
    longue = Signal()

    def __init__(self, travail: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._travail = travail
        self._resultat: object = None
        self._erreur: BaseException | None = None
        self.finished.connect(self._rendre)

    def demarrer(self) -> None:
        """Start the work."""
        QTimer.singleShot(PATIENCE_MS, self, self._patience)
        self.start()

    def run(self) -> None:
        """Do the work; called by Qt in the new thread."""
        try:
            self._resultat = self._travail()
        except BaseException as erreur:  # noqa: BLE001 - raised again by _rendre, on the screen's thread
            self._erreur = erreur

    def _patience(self) -> None:
        if self.isRunning():
            self.longue.emit()

    def _rendre(self) -> None:
        self.wait()
        if self._erreur is None:
            self.reussie.emit(self._resultat)
        elif isinstance(self._erreur, RefusedError):
            self.refusee.emit(self._erreur)
        else:
            raise self._erreur


def lancer(
    travail: Callable[[], object], reussie: Callable[..., None], refusee: Callable[[RefusedError], None]
) -> Tache:
    """Start a call that may outlive the page that asks for it, if that one is closed meanwhile.

    Who may ask again before the answer keeps what is returned: it is the sender of the one waited for.
    """
    tache = Tache(travail)
    _EN_COURS.add(tache)
    tache.reussie.connect(reussie)
    tache.refusee.connect(refusee)
    tache.finished.connect(_oublier)
    tache.demarrer()
    return tache


def _oublier() -> None:
    _EN_COURS.difference_update([tache for tache in _EN_COURS if tache.isFinished()])
