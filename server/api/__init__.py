"""The HTTP face of the server: an application that answers every mistake in French."""

import logging

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from domain.errors import RefusedError
from server.api import contenus, signatures
from server.api.intergiciels import Affluence, Entetes, Pannes
from server.api.openapi import document
from server.api.reponses import BUSY, UNREADABLE, refusal
from server.api.routes import router
from server.serveur import Serveur
from server.services.erreurs import (
    AbsentError,
    AttenduError,
    ContenuRefuseError,
    DesaccordError,
    InconnuError,
    IndisponibleError,
    InterditError,
    LentError,
    MalformeError,
    PatienceError,
    PositionError,
    SatureError,
    TropGrosError,
    VerrouilleError,
)
from server.services.limites import REVENIR_DANS
from server.yousign.erreurs import (
    CleRefuseeError,
    DemandeRefuseeError,
    InjoignableError,
    IntrouvableError,
    OperateurError,
    QuotaError,
)

_log = logging.getLogger("permanence.serveur")

_STATUS: dict[type[RefusedError], int] = {
    MalformeError: 400,
    InconnuError: 401,
    InterditError: 403,
    AbsentError: 404,
    LentError: 408,
    AttenduError: 409,
    DesaccordError: 409,
    PositionError: 409,
    TropGrosError: 413,
    ContenuRefuseError: 422,
    DemandeRefuseeError: 422,
    IndisponibleError: 422,
    VerrouilleError: 423,
    # Not 5xx: those are what a proxy says of a server that is not there, and their words are not read.
    **dict.fromkeys(
        (
            OperateurError,
            CleRefuseeError,
            QuotaError,
            InjoignableError,
            IntrouvableError,
        ),
        424,
    ),
    PatienceError: 429,
    SatureError: 507,
}
_HTTP = {404: "Cette adresse n’existe pas sur ce serveur.", 405: "Cette adresse ne se demande pas ainsi."}


def create_application(serveur: Serveur) -> FastAPI:
    """Return the application that serves ``serveur``."""
    application = FastAPI(title="Permanence", openapi_url=None, redirect_slashes=False)
    application.state.serveur = serveur
    application.include_router(router)
    application.include_router(contenus.router)
    application.include_router(signatures.router)
    application.add_exception_handler(RefusedError, _refused)
    application.add_exception_handler(HTTPException, _http)
    application.add_exception_handler(RequestValidationError, _unreadable)
    application.add_exception_handler(OperationalError, _busy)
    application.add_middleware(Pannes)
    application.add_middleware(Affluence)
    application.add_middleware(Entetes)  # the outermost: no answer goes without
    routes = [*router.routes, *contenus.router.routes, *signatures.router.routes]
    described = document(route for route in routes if isinstance(route, APIRoute))
    application.state.description = msgspec.json.encode(described)
    return application


def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RefusedError):
        raise error
    extra = {"attendu": error.attendu} if isinstance(error, AttenduError | PositionError) else {}
    headers = {}
    if isinstance(error, PatienceError):
        headers["Retry-After"] = str(error.secondes)
    if isinstance(error, LentError | TropGrosError):
        headers["Connection"] = "close"  # what is left of the body will not be read
    return refusal(_STATUS.get(type(error), 400), error.message, error.rule, extra=extra, headers=headers)


def _http(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    return refusal(status, _HTTP.get(status, UNREADABLE))


def _unreadable(_request: Request, _error: Exception) -> Response:
    return refusal(400, UNREADABLE)


def _busy(_request: Request, error: Exception) -> Response:
    _log.warning("base indisponible\u00a0: %s", type(error).__name__)
    return refusal(503, BUSY, headers={"Retry-After": str(REVENIR_DANS)})
