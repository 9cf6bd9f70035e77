"""The contents of documents on this laptop: encrypted files that grow, stop, resume and are swept.

A file is a header and chunks of 16 KiB, each sealed by AES-GCM under a key of its own file (HKDF of
the replica's key and a random salt). A chunk's nonce is its rank and whether it is the last: none
can be moved, taken out or cut off unseen (the STREAM construction); its associated data is the
name of the file, so that no file passes for another. The name is an HMAC: a listing tells neither
the document nor that two dossiers hold the same one.

What is on its way ends with ``.partiel`` and holds whole chunks only: a kill or a power cut at any
byte costs the last one, which is told by its seal.
"""

import hashlib
import hmac
import os
import secrets
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK: Final = 16 * 1024
"""Bytes of a chunk: two seconds of a 64 kbit/s line, what a cut may cost."""
_MAGIC, _SALT, _TAG = b"PCO1", 16, 16
_HEADER = len(_MAGIC) + _SALT
_SEALED = CHUNK + _TAG
_NAME_BYTES, _PARTIAL = 20, ".partiel"
PRIVATE = 0o700
SUFFIX = ".contenus"
_PROTECTED: list[Path] = []


class DamagedContentError(Exception):
    """The file is not what was written: damaged, cut or exchanged. It is fetched again, never shown."""


@dataclass(frozen=True, slots=True)
class Cle:
    """What a file is known by: the dossier it belongs to and the SHA-256 of its content."""

    dossier: str
    empreinte: str


class Coffre:
    """The contents of one replica, in a folder of their own beside it."""

    def __init__(self, folder: Path, key: bytes) -> None:
        """``key``: 32 bytes derived from the replica's, for this purpose alone."""
        self.folder = folder
        self._sealing = _derive(key, b"contenu")
        self._naming = _derive(key, b"nom")

    @classmethod
    def beside(cls, replique: Path, key: bytes) -> "Coffre":
        """Return the contents of the replica at ``replique``."""
        return cls(replique.with_suffix(SUFFIX), key)

    @contextmanager
    def protege(self, cle: Cle) -> Iterator[None]:
        """Keep a content from being swept until the line that names it is written."""
        path = self._path(cle)
        _PROTECTED.append(path)
        try:
            yield
        finally:
            _PROTECTED.remove(path)

    def ecrire(self, cle: Cle, octets: bytes) -> None:
        """Keep a whole content at once; on the disk for good when this returns. Raises OSError."""
        if self.est_la(cle):
            return
        self.jeter_partiel(cle)
        entree = self.recevoir(cle, len(octets))
        entree.ajouter(octets)
        entree.terminer()

    def recevoir(self, cle: Cle, taille: int) -> "Entree":
        """Go on with a content of ``taille`` bytes where it stopped. Raises OSError."""
        self.folder.mkdir(PRIVATE, parents=True, exist_ok=True)
        return Entree(self, cle, taille)

    def est_la(self, cle: Cle) -> bool:
        """Tell whether a content is whole here."""
        return self._path(cle).exists()

    def lire(self, cle: Cle, debut: int = 0) -> Iterator[bytes]:
        """Give a whole content from byte ``debut`` on, chunk by chunk.

        Raises DamagedContentError, FileNotFoundError.
        """
        path = self._path(cle)
        with path.open("rb") as file:
            cipher, count = self._cipher(file), _chunks_in(path)
            first, skip = divmod(debut, CHUNK)
            file.seek(_HEADER + first * _SEALED)
            for rank in range(first, count):
                plain = _unseal(cipher, file.read(_SEALED), rank, path.name, last=rank == count - 1)
                yield plain[skip:]
                skip = 0

    def jeter_partiel(self, cle: Cle) -> None:
        """Begin again from nothing."""
        self._partial(cle).unlink(missing_ok=True)

    def jeter(self, cle: Cle) -> None:
        """Erase a content."""
        self._path(cle).unlink(missing_ok=True)
        self.jeter_partiel(cle)

    def balayer(self, gardes: Callable[[], Iterable[Cle]]) -> int:
        """Erase every file that none of ``gardes`` names; return how many went.

        Asked in this order, a file added meanwhile by another thread is either protected or named. One
        that another program holds open (an antivirus) goes the next time.
        """
        if not self.folder.exists():
            return 0
        here, being_added = list(self.folder.iterdir()), set(_PROTECTED)
        kept = {path for cle in gardes() for path in (self._path(cle), self._partial(cle))}
        return sum(_erase(path) for path in here if path not in kept and _whole(path) not in being_added)

    def _path(self, cle: Cle) -> Path:
        name = hmac.new(self._naming, f"{cle.dossier}/{cle.empreinte}".encode(), hashlib.sha256)
        return self.folder / name.digest()[:_NAME_BYTES].hex()

    def _partial(self, cle: Cle) -> Path:
        path = self._path(cle)
        return path.with_suffix(_PARTIAL)

    def _cipher(self, file: BinaryIO) -> AESGCM:
        header = file.read(_HEADER)
        if len(header) != _HEADER or not header.startswith(_MAGIC):
            raise DamagedContentError("no header")
        return AESGCM(_derive(self._sealing, b"fichier", header[len(_MAGIC) :]))


class Entree:
    """A content on its way in. ``fait``: bytes held for good; a cut leaves those, sealed."""

    def __init__(self, coffre: Coffre, cle: Cle, taille: int) -> None:
        self._path = coffre._path(cle)  # noqa: SLF001 - one module, one secret
        self._partial = coffre._partial(cle)  # noqa: SLF001 - same
        self._empreinte = cle.empreinte
        self._taille = taille
        self._rest = b""
        self._cipher = self._begin(coffre)
        self._rank = self._sound(self._cipher)

    @property
    def fait(self) -> int:
        """Return how many bytes are sealed on the disk: where to go on from."""
        return min(self._rank * CHUNK, self._taille)

    def ajouter(self, octets: bytes) -> None:
        """Take the next bytes; whole chunks are on the disk when this returns. Raises OSError."""
        if self.fait == self._taille:  # the last chunk is there: beyond it the file has no place
            return
        waiting, at = self._rest + octets, 0
        with self._partial.open("r+b") as file:
            file.seek(_HEADER + self._rank * _SEALED)
            while at < len(waiting) and len(waiting) - at >= min(CHUNK, self._taille - self._rank * CHUNK):
                plain = waiting[at : at + CHUNK]
                last = (self._rank + 1) * CHUNK >= self._taille
                file.write(self._cipher.encrypt(_nonce(self._rank, last=last), plain, self._aad))
                self._rank, at = self._rank + 1, at + CHUNK
            self._rest = waiting[at:]
            file.truncate()
            file.flush()
            os.fsync(file.fileno())

    def terminer(self) -> None:
        """Give the file its name if it is whole and what was announced.

        Raises DamagedContentError otherwise, and forgets it.
        """
        found = hashlib.sha256()
        with self._partial.open("rb") as file:
            file.seek(_HEADER)
            for rank in range(self._rank):
                last = (rank + 1) * CHUNK >= self._taille
                found.update(_unseal(self._cipher, file.read(_SEALED), rank, self._path.name, last=last))
        if found.hexdigest() != self._empreinte:
            self._partial.unlink()
            raise DamagedContentError("not the content announced")
        self._partial.replace(self._path)

    @property
    def _aad(self) -> bytes:
        return self._path.name.encode()

    def _begin(self, coffre: Coffre) -> AESGCM:
        """Open the file on its way, or make it; what has no header yet is begun again."""
        if not self._partial.exists() or self._partial.stat().st_size < _HEADER:
            with self._partial.open("wb") as file:
                file.write(_MAGIC + secrets.token_bytes(_SALT))
        with self._partial.open("rb") as file:
            return coffre._cipher(file)  # noqa: SLF001 - same

    def _sound(self, cipher: AESGCM) -> int:
        """Return how many chunks from the first on are sealed as they should be."""
        with self._partial.open("rb") as file:
            file.seek(_HEADER)
            rank = 0
            while rank * CHUNK < self._taille:
                last = (rank + 1) * CHUNK >= self._taille
                try:
                    _unseal(cipher, file.read(_SEALED), rank, self._path.name, last=last)
                except DamagedContentError:
                    break
                rank += 1
        return rank


def _whole(path: Path) -> Path:
    return path.with_suffix("") if path.suffix == _PARTIAL else path


def _chunks_in(path: Path) -> int:
    return max(1, -(-(path.stat().st_size - _HEADER) // _SEALED))


def _unseal(cipher: AESGCM, sealed: bytes, rank: int, name: str, *, last: bool) -> bytes:
    if len(sealed) <= _TAG:
        raise DamagedContentError("cut")
    try:
        return cipher.decrypt(_nonce(rank, last=last), sealed, name.encode())
    except InvalidTag as error:
        raise DamagedContentError("not the chunk that was written") from error


def _nonce(rank: int, *, last: bool) -> bytes:
    """Return 12 bytes that no other chunk of this file bears: the key is the file's own."""
    return struct.pack(">7xI?", rank, last)


def _derive(key: bytes, purpose: bytes, salt: bytes | None = None) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"permanence " + purpose).derive(key)


def _erase(path: Path) -> int:
    try:
        path.unlink()
    except OSError:
        return 0
    return 1
