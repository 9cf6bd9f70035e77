"""The folder of the contents of documents, beside the base: one file per content, by its hash.

What is whole bears the name of its SHA-256; what is on its way ends with ``.partiel``. A name
without that ending therefore means: every byte was checked and is on the disk, even after a power
cut between any two lines here.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from domain.document.contenu import EDGE_BYTES

_READ = 256 * 1024
_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600


class Depot:
    """Contents by (département, dossier, SHA-256): a dossier is a folder, so that purging it is one act."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of_dossier(self, departement: str, dossier: str) -> Path:
        """Return the folder of a dossier's contents."""
        return self.folder / _plain(departement) / _plain(dossier)

    def whole(self, departement: str, dossier: str, empreinte: str) -> Path:
        """Return where a whole content is, or will be."""
        return self.of_dossier(departement, dossier) / empreinte

    def write(self, whole: Path, position: int, octets: bytes) -> None:
        """Write a piece at its place in the file on its way; on the disk for good when this returns.

        What an interrupted writing left beyond ``position`` is written over. Raises OSError.
        """
        whole.parent.mkdir(_PRIVATE_FOLDER, parents=True, exist_ok=True)
        partial = partial_of(whole)
        partial.touch(_PRIVATE_FILE)
        with partial.open("r+b") as file:
            file.seek(position)
            file.write(octets)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())

    def held(self, whole: Path) -> int:
        """Return how many bytes of the file on its way are there; 0 if there is none."""
        partial = partial_of(whole)
        return partial.stat().st_size if partial.exists() else 0

    def ends(self, whole: Path) -> tuple[bytes, bytes]:
        """Return both ends of the file on its way."""
        with partial_of(whole).open("rb") as file:
            head = file.read(EDGE_BYTES)
            file.seek(max(0, file.seek(0, os.SEEK_END) - EDGE_BYTES))
            return head, file.read()

    def finish(self, whole: Path) -> bool:
        """Give the file its name if its hash is that name; else throw it away and return False."""
        partial = partial_of(whole)
        with partial.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != whole.name:
            partial.unlink()
            return False
        partial.replace(whole)
        _fsync_folder(whole.parent)
        return True

    def discard(self, whole: Path) -> None:
        """Throw away what there is of a content."""
        for path in (whole, partial_of(whole)):
            path.unlink(missing_ok=True)

    def purge(self, departement: str, dossier: str) -> None:
        """Throw away every content of a dossier."""
        folder = self.of_dossier(departement, dossier)
        if folder.exists():
            shutil.rmtree(folder)


def partial_of(whole: Path) -> Path:
    """Return where a content is while it is on its way."""
    return whole.with_name(f"{whole.name}.partiel")


def read(whole: Path, start: int, stop: int) -> Iterator[bytes]:
    """Give the bytes from ``start`` to ``stop`` (excluded), a little at a time."""
    with whole.open("rb") as file:
        file.seek(start)
        left = stop - start
        while left > 0 and (piece := file.read(min(left, _READ))):
            left -= len(piece)
            yield piece


def _plain(name: str) -> str:
    """Return a name fit for a folder: identifiers pass unchanged."""
    return quote(name, safe="").replace(".", "%2E")


def _fsync_folder(folder: Path) -> None:
    """Put the new name on the disk; Windows does so by itself, and opens no folder."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
