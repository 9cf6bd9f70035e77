"""Reading the pages of a replica that SQLite will not open any more, one by one (SQLCipher 4's format).

A database opens only if its first page, its schema and every page on the way to a row are whole. Each
page is sealed by itself, though: whatever is whole can be deciphered without the others, and a leaf of
a table tells its rows without its schema. The first 16 bytes of the file are the salt of the seals;
where they are lost the pages are deciphered all the same, and believed if they have the form of one.
"""

import hashlib
import hmac
import struct
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVE, SALT, IV = 4096, 80, 16, 16
USABLE = PAGE - RESERVE
_SEAL_KEY_ROUNDS = 2
_WAL_HEADER, _FRAME_HEADER = 32, 24
_WAL_MAGIC = (0x377F0682, 0x377F0683)
_LEAF, _LEAF_HEADER, _FIRST = 0x0D, 8, 100
_NUMBERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
Row = list[object]


class Pages:
    """The pages of one file and of the journal beside it, deciphered with the replica's key."""

    def __init__(self, path: Path, journal: Path, key: bytes) -> None:
        """``journal`` may be missing, and so may ``path``. Raises OSError."""
        self._key = key
        self._main = path.read_bytes() if path.exists() else b""
        self._frames = _frames(journal.read_bytes() if journal.exists() else b"")
        self.count = max([len(self._main) // PAGE, *self._frames])
        salts = {self._main[:SALT], *(frame[:SALT] for frame in self._frames.get(1, []))}
        tried = (self._tried(salt) for salt in salts)
        self._seal = next((seal for seal in tried if seal is not None), None)

    def page(self, number: int) -> bytes | None:
        """Return a page deciphered, the last written first; ``None`` if none of its versions is whole."""
        main = self._main[(number - 1) * PAGE : number * PAGE]
        for sealed in (*reversed(self._frames.get(number, [])), main):
            if len(sealed) == PAGE and (self._seal is None or _is_whole(self._seal, number, sealed)):
                return self._decipher(number, sealed)
        return None

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Give the rows of every leaf of a table that reads, with their number in their table."""
        for number in range(1, self.count + 1):
            page = self.page(number)
            start = _FIRST if number == 1 else 0
            if page is not None and page[start] == _LEAF:
                yield from self._leaf(page, start)

    def _leaf(self, page: bytes, start: int) -> Iterator[tuple[int, Row]]:
        (count,) = struct.unpack_from(">H", page, start + 3)
        first = start + _LEAF_HEADER
        if first + 2 * count > USABLE:
            return
        for (cell,) in struct.iter_unpack(">H", page[first : first + 2 * count]):
            try:
                size, at = _varint(page, cell)
                rowid, at = _varint(page, at)
                yield rowid, _record(self._payload(page, at, size))
            except (IndexError, ValueError, struct.error, OverflowError):
                continue  # not a cell, or one whose end is on a page that was lost

    def _payload(self, page: bytes, at: int, size: int) -> bytes:
        most = USABLE - 35
        if size <= most:
            return page[at : at + size]
        least = (USABLE - 12) * 32 // 255 - 23
        local = least + (size - least) % (USABLE - 4)
        local = local if local <= most else least
        parts = [page[at : at + local]]
        (following,) = struct.unpack_from(">I", page, at + local)
        while following:
            more = self.page(following) if 0 < following <= self.count else None
            if more is None or len(parts) > self.count:
                raise ValueError("the rest is lost")
            (following,) = struct.unpack_from(">I", more)
            parts.append(more[4:USABLE])
        return b"".join(parts)[:size]

    def _decipher(self, number: int, sealed: bytes) -> bytes:
        start = SALT if number == 1 else 0
        cipher = Cipher(algorithms.AES(self._key), modes.CBC(sealed[USABLE : USABLE + IV]))
        return bytes(start) + cipher.decryptor().update(sealed[start:USABLE])

    def _tried(self, salt: bytes) -> bytes | None:
        """Return the key of the seals that goes with a salt, if any page agrees."""
        mixed = bytes(byte ^ 0x3A for byte in salt)
        key = hashlib.pbkdf2_hmac("sha512", self._key, mixed, _SEAL_KEY_ROUNDS, len(self._key))
        for number in range(1, self.count + 1):
            main = self._main[(number - 1) * PAGE : number * PAGE]
            for sealed in (main, *self._frames.get(number, [])):
                if len(sealed) == PAGE and _is_whole(key, number, sealed):
                    return key
        return None


def _is_whole(key: bytes, number: int, sealed: bytes) -> bool:
    start, end = (SALT if number == 1 else 0), USABLE + IV
    seal = hmac.new(key, sealed[start:end] + struct.pack("<I", number), hashlib.sha512)
    return hmac.compare_digest(seal.digest(), sealed[end:])


def _frames(journal: bytes) -> dict[int, list[bytes]]:
    """Return the versions of each page in a journal, the oldest first, up to its last commit."""
    if len(journal) < _WAL_HEADER or struct.unpack_from(">I", journal)[0] not in _WAL_MAGIC:
        return {}
    salts = journal[16:24]
    waiting: list[tuple[int, bytes]] = []
    found: dict[int, list[bytes]] = {}
    for at in range(_WAL_HEADER, len(journal) - _FRAME_HEADER - PAGE + 1, _FRAME_HEADER + PAGE):
        number, committed = struct.unpack_from(">II", journal, at)
        if journal[at + 8 : at + 16] != salts:
            continue  # left by an earlier turn of the journal, or damaged
        waiting.append((number, journal[at + _FRAME_HEADER : at + _FRAME_HEADER + PAGE]))
        if committed:
            for each, page in waiting:
                found.setdefault(each, []).append(page)
            waiting.clear()
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for rank in range(9):
        byte = data[at]
        at += 1
        if rank == 8:  # noqa: PLR2004 - the ninth byte counts whole
            return value << 8 | byte, at
        value = value << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - the last one
            break
    return value, at


def _record(payload: bytes) -> Row:
    """Read the values of a row. Raises ValueError or IndexError for what is none."""
    head, at = _varint(payload, 0)
    values: Row = []
    body = head
    while at < head:
        kind, at = _varint(payload, at)
        value, body = _value(payload, kind, body)
        values.append(value)
    if body != len(payload):
        raise ValueError("not a row")
    return values


def _value(payload: bytes, kind: int, at: int) -> tuple[object, int]:
    if kind in (0, 8, 9):
        return {0: None, 8: 0, 9: 1}[kind], at
    if size := _NUMBERS.get(kind, 0):
        return int.from_bytes(payload[at : at + size], signed=True), at + size
    if kind == 7:  # noqa: PLR2004 - a floating number
        return struct.unpack_from(">d", payload, at)[0], at + 8
    if kind < 12:  # noqa: PLR2004 - kept for later by SQLite
        raise ValueError("not a row")
    size = (kind - 12) // 2
    piece = payload[at : at + size]
    return (piece.decode("utf-8") if kind % 2 else piece), at + size
