"""What the disk holds before each statement of a replica, and after the last: where a power cut could come.

A laptop that dies leaves its file and its journal (WAL) as they are at that instant. They are copied at
every statement and every commit of what is filmed; statements inside a transaction change nothing on the
disk, so that only the images that differ are kept, with how many instants each stands for.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, event

WAL = "-wal"
_HEADER, _FRAME = 32, 24


@dataclass(slots=True)
class Image:
    """The file and its journal at one instant."""

    base: bytes
    journal: bytes
    instants: int = 1

    def poser(self, path: Path) -> None:
        """Write them where a replica is looked for."""
        path.write_bytes(self.base)
        path.with_name(path.name + WAL).write_bytes(self.journal)

    def coupures(self) -> Iterator["Image"]:
        """Yield this image with its journal cut at the end of each frame, and in the middle of each."""
        if not self.journal:
            return
        (page,) = struct.unpack(">I", self.journal[8:12])
        for end in range(_HEADER, len(self.journal) + 1, _FRAME + page):
            yield Image(self.base, self.journal[:end])
            yield Image(self.base, self.journal[: end + page // 2])


class Film:
    """The images of one file, in their order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.images: list[Image] = []

    @property
    def instants(self) -> int:
        """Return how many statements and commits were filmed."""
        return sum(image.instants for image in self.images)

    def prendre(self, *_: object) -> None:
        """Take one image."""
        journal = self._path.with_name(self._path.name + WAL)
        seen = Image(
            self._path.read_bytes() if self._path.exists() else b"",
            journal.read_bytes() if journal.exists() else b"",
        )
        last = self.images[-1] if self.images else None
        if last is not None and (last.base, last.journal) == (seen.base, seen.journal):
            last.instants += 1
        else:
            self.images.append(seen)


@contextmanager
def filmer(path: Path) -> Iterator[Film]:
    """Film every replica of the process that is written meanwhile, looking at ``path`` alone."""
    film = Film(path)

    def statement(connection: Connection, *_: object) -> None:
        if connection.engine.dialect.dbapi.__name__.startswith("sqlcipher3"):  # type: ignore[union-attr]
            film.prendre()

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", statement)
    try:
        yield film
        film.prendre()
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
        event.remove(Engine, "commit", statement)
