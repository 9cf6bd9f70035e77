"""The HTTP face of the server: an application that answers every mistake in French."""

import logging
from collections.abc import Mapping

import msgspec
from fastapi import FastAPI, Request, Response
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

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
    application = FastAPI(title="Permanence", openapi_url=None)
    application.state.serveur = serveur
    application.include_router(router)
    application.add_exception_handler(RefusedError, _refused)
    application.add_exception_handler(HTTPException, _http)
    application.add_exception_handler(OperationalError, _busy)
    application.add_exception_handler(Exception, _failed)
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


def _failed(request: Request, error: Exception) -> Response:
    _log.error("erreur inattendue (%s, %s)", request.url.path, describe(error))
    return _answer(500, "Le serveur a rencontré une erreur. Votre travail est gardé sur ce poste.")


def _answer(status: int, message: str, rule: str = "", extra: Mapping[str, object] | None = None) -> Response:
    body = msgspec.json.encode({"message": message, "regle": rule, **(extra or {})})
    return Response(body, status_code=status, media_type="application/json")
