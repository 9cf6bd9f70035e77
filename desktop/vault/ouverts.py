"""The documents that somebody has opened: in clear by nature, in one private folder, for a while.

Another program shows them, so they must lie somewhere it can read (decision 26). The folder is
emptied at lock, at exit and at the next start; a file that its program still holds open (Windows
then refuses) goes the time after.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

PRIVATE = 0o700
SUFFIX = ".ouverts"


class Ouverts:
    """The opened documents of one replica."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def beside(cls, replique: Path) -> "Ouverts":
        """Return the opened documents of the replica at ``replique``."""
        return cls(replique.with_suffix(SUFFIX))

    def deposer(self, document: str, nom: str, octets: Iterable[bytes], *, modifiable: bool = False) -> Path:
        """Write a document in clear, under its own name, read-only unless it is ``modifiable``; return where.

        Each has its own folder: two documents may bear one name; and what may be changing in another
        program is not what is merely shown. Raises OSError.
        """
        place = self.folder / "retouches" / document if modifiable else self.folder / document
        place.mkdir(PRIVATE, parents=True, exist_ok=True)
        self.folder.chmod(PRIVATE)
        path = place / nom
        if path.exists():
            path.chmod(0o600)
        with path.open("wb") as file:
            file.writelines(octets)
        if not modifiable:
            path.chmod(0o400)  # what one changes in it would be lost: the program that opens it says so
        return path

    def vider(self) -> None:
        """Erase whatever is there."""
        if self.folder.exists():
            _writable(self.folder)
            shutil.rmtree(self.folder, ignore_errors=True)


def vider_tous(donnees: Path) -> None:
    """Erase what earlier runs left, whoever's: at start, before anybody has given a password."""
    for folder in donnees.glob(f"*{SUFFIX}"):
        Ouverts(folder).vider()


def _writable(folder: Path) -> None:
    """Windows erases nothing that is read-only."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o600)
