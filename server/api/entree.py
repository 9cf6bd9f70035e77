"""Reading a body: within a size, and within a time that a slow line has but a held connection has not."""

import asyncio

from fastapi import Request

from server.services.erreurs import LentError, TropGrosError
from server.services.limites import CORPS_RECU, DEBIT, PATIENCE_CORPS, PETIT_CORPS

_TOO_BIG = "Cet envoi est trop gros\u00a0: le poste doit envoyer moins de choses à la fois."
_TOO_SLOW = "Cet envoi n’est pas arrivé à temps. Votre travail est gardé sur ce poste, qui réessaiera."


def too_big() -> TropGrosError:
    """Return the error of a body over the limit."""
    return TropGrosError(_TOO_BIG)


async def corps(request: Request) -> bytes:
    """Read the body of an exchange. Raises TropGrosError, LentError."""
    return await read_within(request, CORPS_RECU)


async def petit_corps(request: Request) -> bytes:
    """Read the body of anything else. Raises TropGrosError, LentError."""
    return await read_within(request, PETIT_CORPS)


async def read_within(request: Request, limit: int) -> bytes:
    """Read at most ``limit`` bytes; what announces more is not waited for."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:18]) > limit:
        raise too_big()
    body = bytearray()
    began = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(PATIENCE_CORPS) as patience:
            async for piece in request.stream():
                body += piece
                if len(body) > limit:
                    raise too_big()
                patience.reschedule(began + PATIENCE_CORPS + len(body) / DEBIT)
    except TimeoutError as error:
        raise LentError(_TOO_SLOW) from error
    return bytes(body)
