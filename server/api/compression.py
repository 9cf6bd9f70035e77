"""Bodies, compressed or not, within limits on both sizes: a small bomb must not fill the memory."""

import gzip
import zlib

import zstandard

from server.api.entree import too_big
from server.services.erreurs import MalformeError
from server.services.limites import CORPS_DEPLIE

_LEVEL = 3
_WORTH_IT = 512
_UNREADABLE = "Cet envoi ne peut pas être décompressé."


def unpack(body: bytes, encoding: str) -> bytes:
    """Return the body as it was before ``Content-Encoding``. Raises MalformeError, TropGrosError."""
    match encoding.strip().lower():
        case "" | "identity":
            return body
        case "zstd":
            return _unpack_zstd(body)
        case "gzip":
            return _unpack_gzip(body)
        case _:
            raise MalformeError("Cette compression n’est pas connue du serveur.")


def pack(body: bytes, accepted: str) -> tuple[bytes, str]:
    """Compress an answer as its reader accepts; return it and its ``Content-Encoding``, or ``''``."""
    names = {part.partition(";")[0].strip().lower() for part in accepted.split(",")}
    if len(body) <= _WORTH_IT:
        return body, ""
    if "zstd" in names:
        return zstandard.ZstdCompressor(level=_LEVEL).compress(body), "zstd"
    if "gzip" in names:
        return gzip.compress(body, compresslevel=_LEVEL, mtime=0), "gzip"
    return body, ""


def _unpack_zstd(body: bytes) -> bytes:
    out = bytearray()
    try:
        with zstandard.ZstdDecompressor(max_window_size=CORPS_DEPLIE).stream_reader(body) as reader:
            while piece := reader.read(1 << 20):
                out += piece
                if len(out) > CORPS_DEPLIE:
                    raise too_big()
    except zstandard.ZstdError as error:
        raise MalformeError(_UNREADABLE) from error
    return bytes(out)


def _unpack_gzip(body: bytes) -> bytes:
    machine = zlib.decompressobj(wbits=31)
    try:
        out = machine.decompress(body, CORPS_DEPLIE + 1)
    except zlib.error as error:
        raise MalformeError(_UNREADABLE) from error
    if len(out) > CORPS_DEPLIE:
        raise too_big()
    if not machine.eof:
        raise MalformeError(_UNREADABLE)
    return out
