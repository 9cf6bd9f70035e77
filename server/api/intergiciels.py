"""What surrounds every route: headers, how many requests at once, and the answer to what nobody caught."""

import logging

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.api.reponses import BUSY, HEADERS, refusal
from server.services.erreurs import describe
from server.services.limites import CONNEXIONS_EN_COURS, REQUETES_EN_COURS, REVENIR_DANS

_log = logging.getLogger("permanence.serveur")
MOTS_DE_PASSE = frozenset({"/connexion", "/mot-de-passe"})


class Entetes:
    """Puts the server's own headers on each answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as ASGI asks."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, with_headers)


class Affluence:
    """Sends away what there is no room for, in words and with the time to come back.

    Passwords have room of their own: they hold a thread each while they wait for Argon2, and nobody
    who only tries passwords may keep the others from synchronising.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._all = self._passwords = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as ASGI asks."""
        password = scope.get("path") in MOTS_DE_PASSE
        if self._all >= REQUETES_EN_COURS or (password and self._passwords >= CONNEXIONS_EN_COURS):
            later = {"Retry-After": str(REVENIR_DANS), "Connection": "close"}
            await refusal(503, BUSY, headers=later)(scope, receive, send)
            return
        self._all += 1
        self._passwords += password
        try:
            await self._app(scope, receive, send)
        finally:
            self._all -= 1
            self._passwords -= password


class Pannes:
    """Answers what nothing else caught.

    Not a handler of ``Exception``: Starlette would answer, then raise again into uvicorn's log, where
    the text of an error may quote what was sent.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as ASGI asks."""
        started = False

        async def noticing(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, noticing)
        except ClientDisconnect:
            return  # a laptop whose network was cut while it was sending
        except Exception as error:  # noqa: BLE001 - the last one to answer; logged without its text
            _log.error("erreur inattendue (%s, %s)", scope.get("path", ""), describe(error))
            if not started:
                message = "Le serveur a rencontré une erreur. Votre travail est gardé sur ce poste."
                await refusal(500, message)(scope, receive, send)
