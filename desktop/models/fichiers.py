"""Files that something else may hold for a moment: on Windows an antivirus opens what was just written."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy.exc import OperationalError

T = TypeVar("T")
WAITS = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between two attempts: three quarters of a second in all, then the error is told."""


def patiently(gesture: Callable[[], T]) -> T:
    """Do something to a file, again and again while it is held by another program (decision 38)."""
    for wait in WAITS:
        try:
            return gesture()
        except (PermissionError, OperationalError):
            time.sleep(wait)
    return gesture()


def remove(path: Path) -> None:
    """Delete a file; one that is still held stays, and will be deleted another time."""
    try:
        patiently(lambda: path.unlink(missing_ok=True))
    except PermissionError:
        return


def settle(path: Path) -> None:
    """Return when all of a file is on the disk: a name given before may, after a power cut, be of nothing."""

    def gesture() -> None:
        with path.open("r+b") as file:  # Windows wants a file that may be written
            os.fsync(file.fileno())

    patiently(gesture)
