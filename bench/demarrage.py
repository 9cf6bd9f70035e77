"""The real application, watched from its process's birth to a usable list; run by ``bench.ecran``.

Prints seconds: from birth to the door on screen, from Enter to the list on screen, and what Argon2
took of the latter (it is slow on purpose, and excluded from the figure).
"""

import os
import sys
import time
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import Application, Options
from desktop.vault.enveloppe import Enveloppe
from desktop.views import langue, style
from desktop.views.blocs import Liste


def main(folder: Path, password: str, born: float) -> None:
    """Open the door, type the password, press Enter, go to the file active, wait for its rows."""
    stretched: list[float] = []
    opening = Enveloppe.ouvrir

    def timed(self: Enveloppe, given: str, secret: bytes) -> bytes:
        start = time.perf_counter()
        try:
            return opening(self, given, secret)
        finally:
            stretched.append(time.perf_counter() - start)

    Enveloppe.ouvrir = timed  # type: ignore[assignment,method-assign]
    app = QApplication([])
    langue.installer(app)
    style.appliquer(app)
    application = Application(app, Options(folder))
    application.start()
    door = application.ouverture
    if door is None:
        raise RuntimeError("no door")
    QTest.qWaitForWindowExposed(door)
    door.grab()
    shown = time.time() - born
    door.mot_de_passe.setText(password)
    start = time.perf_counter()
    door.ouvrir()
    while application.window is None:
        app.processEvents()
    application.window.ouvrir_place("file_active")
    page = application.window.page
    while not any(view.model().rowCount() for view in page.findChildren(Liste)):
        app.processEvents()
    page.grab()
    listed = time.perf_counter() - start
    print(shown, listed, sum(stretched), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
