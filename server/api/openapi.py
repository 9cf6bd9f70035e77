"""What the server says of its own doors: an OpenAPI 3.1 document, made from the routes themselves.

It is served to anybody, at ``/openapi.json``: it says nothing that the published code does not, and
whoever writes another client or checks a proxy has no account yet. No page goes with it: such pages
fetch their scripts elsewhere.

To document a route: ``@decrit(…)`` under its ``@router``, with the types it reads and writes.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from fastapi.routing import APIRoute

from server.serveur import VERSION

_REF = "#/components/schemas/{name}"
_JSON = "application/json"
BYTES = "application/octet-stream"
F = TypeVar("F", bound=Callable[..., Any])

WORDS = {
    400: "La demande n’est pas lisible.",
    401: "Le jeton ou le mot de passe n’est pas reconnu.",
    403: "Le compte ou le poste n’a pas ce droit.",
    404: "Rien de tel n’est ouvert à ce compte.",
    408: "La demande n’est pas arrivée à temps.",
    409: "Le serveur attend autre chose d’abord.",
    413: "La demande est trop grosse.",
    415: "Ce type de contenu n’est pas reçu.",
    416: "Il n’y a rien après cette position.",
    422: "Ce contenu ne sera pas pris, quand bien même il reviendrait.",
    423: "Le compte est verrouillé pour un temps.",
    424: "L’opérateur de signature n’a pas fait ce qui lui était demandé.",
    429: "Trop d’essais depuis cette adresse\u00a0: voir Retry-After.",
    503: "Le serveur est occupé\u00a0: voir Retry-After.",
    507: "Le serveur n’a plus de place pour le moment.",
}


class Refus(msgspec.Struct):
    """Every refusal. ``attendu``: with 409, what the server waits for."""

    message: str
    regle: str
    attendu: int | None = None


@dataclass(frozen=True)
class Fiche:
    """What is said of a route: the types of its bodies (``bytes``: as they are), what it may answer."""

    demande: Any = None
    rend: Any = None
    statut: int = 200
    refus: tuple[int, ...] = ()
    parametres: tuple[Mapping[str, Any], ...] = ()
    public: bool = False


def decrit(
    *,
    demande: Any = None,  # noqa: ANN401 - any type that msgspec describes
    rend: Any = None,  # noqa: ANN401 - same
    statut: int = 200,
    refus: Iterable[int] = (),
    parametres: Iterable[Mapping[str, Any]] = (),
    public: bool = False,
) -> Callable[[F], F]:
    """Say what a route reads and answers; refusals that all routes share need not be named."""

    def note(function: F) -> F:
        function.fiche = Fiche(demande, rend, statut, tuple(refus), tuple(parametres), public)  # type: ignore[attr-defined]
        return function

    return note


def document(routes: Iterable[APIRoute]) -> dict[str, Any]:
    """Return the OpenAPI document of these routes. Raises AttributeError if one has no ``decrit``."""
    paths: dict[str, dict[str, Any]] = {}
    types: list[Any] = [Refus]
    for route in routes:
        fiche: Fiche = route.endpoint.fiche  # type: ignore[attr-defined]
        types += [kind for kind in (fiche.demande, fiche.rend) if kind not in {None, bytes}]
        for method in sorted(route.methods or ()):
            paths.setdefault(route.path, {})[method.lower()] = _operation(route, fiche)
    _, schemas = msgspec.json.schema_components(types, ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Permanence", "version": VERSION, "license": {"name": "EUPL-1.2"}},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"jeton": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: APIRoute, fiche: Fiche) -> dict[str, Any]:
    shared = {400, 408, 413, 503} if fiche.demande is not None else {503}
    refusals = shared | set(fiche.refus) | (set() if fiche.public else {401, 403})
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": inspect.getdoc(route.endpoint) or "",
        "security": [] if fiche.public else [{"jeton": []}],
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"{(\w+)}", route.path)
        ]
        + [dict(each) for each in fiche.parametres],
        "responses": {
            str(fiche.statut): {"description": "Fait.", **_content(fiche.rend)},
            **{str(code): {"description": WORDS[code], **_content(Refus)} for code in sorted(refusals)},
        },
    }
    if fiche.demande is not None:
        operation["requestBody"] = {"required": True, **_content(fiche.demande)}
    return operation


def _content(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - any type that msgspec describes
    if kind is None:
        return {}
    if kind is bytes:
        return {"content": {BYTES: {"schema": {"type": "string", "format": "binary"}}}}
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=_REF)
    return {"content": {_JSON: {"schema": schema}}}
