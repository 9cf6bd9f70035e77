"""``/contenus/{document}``: the bytes of a document, up by pieces at an offset, down by ranges.

Up as tus does it: ``Upload-Offset`` says where the piece begins, 409 says where it should have,
``attendu``. Down as HTTP does it: ``Range``. Each piece is a request of its own, so that a cut costs
one piece and other requests pass in between.
"""

import re
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Header, Response
from fastapi.responses import StreamingResponse

from server.api.dependances import Corps, LeServeur, Qui, QuiRemet, rendre
from server.api.openapi import BYTES, decrit
from server.api.reponses import refusal
from server.services import contenus
from server.services.depot import read
from server.services.erreurs import AbsentError, MalformeError
from server.sync.lot import is_identifier

router = APIRouter()

_RANGE = re.compile(r"bytes=([0-9]{1,15})-([0-9]{0,15})")
_OFFSET = re.compile(r"[0-9]{1,15}")
_PIECE = {"name": "Upload-Offset", "in": "header", "schema": {"type": "integer", "minimum": 0}}
_PART = {"name": "Range", "in": "header", "schema": {"type": "string", "pattern": "^bytes=[0-9]+-[0-9]*$"}}


def _document(document: str) -> str:
    if not is_identifier(document):
        raise AbsentError(contenus.UNKNOWN)
    return document


Document = Annotated[str, Depends(_document)]


class Recu(msgspec.Struct):
    """What the server holds of a content, in bytes; ``complet``: all of it, checked."""

    recu: int
    complet: bool


@router.put("/contenus/{document}")
@decrit(demande=bytes, rend=Recu, refus={404, 409, 422, 507}, parametres=[_PIECE])
def deposer(
    serveur: LeServeur,
    qui: QuiRemet,
    document: Document,
    body: Corps,
    upload_offset: Annotated[str, Header()] = "0",
) -> Response:
    """Take a piece of a content; say how much is held, and whether that is all."""
    if _OFFSET.fullmatch(upload_offset) is None:
        raise MalformeError("«\u00a0Upload-Offset\u00a0»\u00a0: un nombre d’octets est attendu.")
    held = contenus.deposer(serveur, qui, document, int(upload_offset), body)
    return rendre(Recu(held.recu, held.complet))


@router.get("/contenus/{document}")
@decrit(rend=bytes, refus={400, 404, 416}, parametres=[_PART])
def lire(
    serveur: LeServeur, qui: Qui, document: Document, asked: Annotated[str, Header(alias="range")] = ""
) -> Response:
    """Give a content, or the range asked of it."""
    whole, size = contenus.lire(serveur, qui, document)
    start, stop = _bounds(asked, size)
    if start >= stop:
        answer = refusal(416, "Il n’y a rien après cette position.")
        answer.headers["content-range"] = f"bytes */{size}"
        return answer
    headers = {
        "content-length": str(stop - start),
        "content-range": f"bytes {start}-{stop - 1}/{size}",
        "accept-ranges": "bytes",
    }
    return StreamingResponse(
        read(whole, start, stop), 206 if stop - start < size else 200, headers, media_type=BYTES
    )


def _bounds(asked: str, size: int) -> tuple[int, int]:
    """Return the range asked for, from the first byte to the one after the last; all if none is."""
    if not asked:
        return 0, size
    found = _RANGE.fullmatch(asked)
    if found is None:
        raise MalformeError("«\u00a0Range\u00a0»\u00a0: «\u00a0bytes=début-fin\u00a0» est attendu.")
    start, last = int(found[1]), int(found[2] or size)
    return start, min(size, last + 1)
