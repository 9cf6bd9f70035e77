"""The stage of a proof played in the real window: a platform, an application dressed, empty folders."""

import os
import shutil
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.views import langue, style
from desktop.views.palette import CLAIRE


def dresser(images: Path) -> tuple[QApplication, Path]:
    """Return the application, and an empty folder for what the proof keeps beside its ``images``.

    Without a display the windows are drawn offscreen.
    """
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not shown:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    donnees = images.with_name(f"{images.name}-donnees")
    for folder in (images, donnees):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    langue.installer(app)
    style.appliquer(app, CLAIRE)
    return app, donnees
