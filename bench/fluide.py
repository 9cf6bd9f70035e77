"""A later synchronisation, on the computer of a secretariat: what travels, and whether the screen waits.

The real window is shown over the real replica while the real worker brings 10,000 rows; a timer of 5 ms
on the screen's thread tells how long that thread was kept from its events.
"""

import gc
import statistics
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from bench.central import CLOCK, DOSSIERS, SECRETARIAT, Central
from bench.postes import Poste
from bench.table import Figure
from desktop.sync.worker import Nouvelles, Synchroniseur
from desktop.views import langue, style
from desktop.views.main_window import MainWindow
from desktop.views.pages import toutes_les_pages
from desktop.views.ramassage import Ramassage
from domain.ids import Ids
from server.models import RECORDS

ROWS = 10_000
TICK_MS, IDLE_S, LONGEST_S = 5, 4.0, 180.0
STALL_MS = 50


class Pouls(QObject):
    """Notes when the screen's thread comes back to its events."""

    def __init__(self) -> None:
        super().__init__()
        self.beats: list[float] = []
        self.ended = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(TICK_MS)

    @Slot(object)
    def hear(self, nouvelles: Nouvelles) -> None:
        """Count the synchronisations that ended."""
        self.ended += not nouvelles.en_cours

    def gaps(self) -> list[float]:
        """Return the milliseconds between two beats since the last call."""
        found = [(later - sooner) * 1000 for sooner, later in pairwise(self.beats)]
        self.beats = []
        return found

    def _beat(self) -> None:
        self.beats.append(time.perf_counter())


def measure(folder: Path, central: Central) -> list[Figure]:
    """Measure on a replica of 2,500 dossiers."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([])
        langue.installer(app)
        style.appliquer(app)
    poste = Poste(folder / "secretariat", central.url, "secretariat")
    poste.synchroniser()
    figures = _moved(poste, central)
    poste.transport.close()
    return figures + _screen(app, poste, central)


def _moved(poste: Poste, central: Central) -> list[Figure]:
    """Let one dossier of another territory enter, then leave again."""
    table = RECORDS["dossier"]
    elsewhere = select(table.c.id).where(table.c.dtas == "hors_territoire").order_by(table.c.id).limit(1)
    with central.engine.connect() as connection:
        dossier = connection.execute(elsewhere).scalar_one()
    figures = []
    for words, dtas in (("entre", "sud"), ("sort", "hors_territoire")):
        with central.ecriture() as ecriture:
            ecriture.modifier("dossier", dossier, {"dtas": dtas})
        passe = poste.synchroniser()
        note = f"{passe.bilan.recus} lignes, {passe.bilan.requetes} requête, {passe.duree * 1000:.0f} ms"
        what = f"un dossier {words}, secrétariat de {SECRETARIAT} dossiers sur {DOSSIERS}"
        figures.append(Figure(what, (passe.haut + passe.bas) / 1000, "ko", None, note))
    return figures


def _screen(app: QApplication, poste: Poste, central: Central) -> list[Figure]:
    ramassage = Ramassage()  # as in the application: nobody else collects
    window = MainWindow(poste.bureau, toutes_les_pages())
    window.resize(1366, 768)
    window.show()
    window.ouvrir_place("file_active")
    pouls = Pouls()
    _run(_after(1.0))  # what has just been shown is painted
    pouls.gaps()
    _run(_after(IDLE_S))
    idle = pouls.gaps()
    _write(central)
    worker = Synchroniseur(poste.bureau.poste.replique, CLOCK, Ids(CLOCK))
    worker.nouvelles.connect(pouls.hear)
    start = time.perf_counter()
    _run(lambda: pouls.ended > 0)
    elapsed = time.perf_counter() - start
    busy = pouls.gaps()
    worker.arreter()
    recu = poste.bureau.synchro.recus()[0]
    window.close()  # which closes the replica
    for one in (ramassage, pouls, window):
        one.deleteLater()
    app.processEvents()
    gc.enable()
    p99 = statistics.quantiles(busy, n=100)[98]
    long = sum(gap > STALL_MS for gap in busy)
    note = f"{recu.recus} lignes en {elapsed:.1f} s\u00a0; p99 {p99:.0f} ms, {long} attentes de plus de 50 ms"
    return [
        Figure(
            "l’écran attend, au pire, pendant une synchronisation",
            max(busy),
            "ms",
            STALL_MS,
            note.replace(".", ","),
            ("au repos", max(idle)),
        )
    ]


def _write(central: Central) -> None:
    """Change 10,000 rows of the secretariat, as a pouring or a busy day would."""
    table, dossier = RECORDS["evenement_droit"], RECORDS["dossier"]
    seen = select(dossier.c.id).where(dossier.c.dtas.in_(["nord", "sud"]))
    with central.engine.connect() as connection:
        rows = connection.execute(select(table).where(table.c.dossier.in_(seen)).limit(ROWS)).mappings().all()
    with central.ecriture(retenue=True) as ecriture:
        for row in rows:
            ecriture.modifier("evenement_droit", row["id"], {"motif": "revu"}, current=dict(row))


def _after(seconds: float) -> Callable[[], bool]:
    until = time.perf_counter() + seconds
    return lambda: time.perf_counter() > until


def _run(done: Callable[[], bool]) -> None:
    """Let the event loop run until something is done. Raises TimeoutError."""
    until = time.perf_counter() + LONGEST_S
    loop, look = QEventLoop(), QTimer()
    look.timeout.connect(lambda: loop.quit() if done() or time.perf_counter() > until else None)
    look.start(50)
    loop.exec()
    if not done():
        raise TimeoutError("the synchronisation did not end")
