"""The HTTP face of the server: an application that answers every mistake in French."""

import logging
from collections.abc import Mapping

import msgspec
from fastapi import FastAPI, Request, Response
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from domain.errors import RefusedError
from server.api.routes import router
from server.serveur import Serveur
from server.services.erreurs import (
    AttenduError,
    InconnuError,
    InterditError,
    MalformeError,
    TropGrosError,
    VerrouilleError,
    describe,
)

_log = logging.getLogger("permanence.serveur")

_STATUS: dict[type[RefusedError], int] = {
    MalformeError: 400,
    InconnuError: 401,
    InterditError: 403,
    AttenduError: 409,
    TropGrosError: 413,
    VerrouilleError: 423,
}
_HTTP = {404: "Cette adresse n’existe pas sur ce serveur.", 405: "Cette adresse ne se demande pas ainsi."}


def create_application(serveur: Serveur) -> FastAPI:
    """Return the application that serves ``serveur``."""
    application = FastAPI(title="Permanence", openapi_url=None, redirect_slashes=False)
    application.state.serveur = serveur
    application.include_router(router)
    application.add_exception_handler(RefusedError, _refused)
    application.add_exception_handler(HTTPException, _http)
    application.add_exception_handler(OperationalError, _busy)
    application.add_middleware(_Failures)
    return application


def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RefusedError):
        raise error
    extra = {"attendu": error.attendu} if isinstance(error, AttenduError) else {}
    return _answer(_STATUS.get(type(error), 400), error.message, error.rule, extra)


def _http(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    return _answer(status, _HTTP.get(status, "Cette demande n’est pas lisible par le serveur."))


def _busy(_request: Request, error: Exception) -> Response:
    _log.warning("base indisponible\u00a0: %s", type(error).__name__)
    return _answer(503, "Le serveur est occupé. Votre travail est gardé sur ce poste, qui réessaiera.")


class _Failures:
    """Answers what nothing else caught.

    Not a handler of ``Exception``: Starlette would answer, then raise again into uvicorn's log, where
    the text of an error may quote what was sent.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except ClientDisconnect:
            return  # a laptop whose network was cut while it was sending
        except Exception as error:  # noqa: BLE001 - the last one to answer; logged without its text
            _log.error("erreur inattendue (%s, %s)", scope.get("path", ""), describe(error))
            message = "Le serveur a rencontré une erreur. Votre travail est gardé sur ce poste."
            await _answer(500, message)(scope, receive, send)


def _answer(status: int, message: str, rule: str = "", extra: Mapping[str, object] | None = None) -> Response:
    body = msgspec.json.encode({"message": message, "regle": rule, **(extra or {})})
    return Response(body, status_code=status, media_type="application/json")
