"""What a route may ask for: the server, who calls, a body. They are given in the order of its parameters.

Who calls comes before the body: nothing is read of what nobody known sends.
"""

from typing import Annotated

import msgspec
from fastapi import Depends, Request, Response

from server.api.entree import corps, petit_corps
from server.serveur import Serveur
from server.services.appelants import Appelant, authenticate


def _serveur(request: Request) -> Serveur:
    serveur: Serveur = request.app.state.serveur
    return serveur


def _appelant(request: Request, serveur: Annotated[Serveur, Depends(_serveur)]) -> Appelant:
    return _reconnu(request, serveur, revoked=False)


def _remettant(request: Request, serveur: Annotated[Serveur, Depends(_serveur)]) -> Appelant:
    return _reconnu(request, serveur, revoked=True)


def _reconnu(request: Request, serveur: Serveur, *, revoked: bool) -> Appelant:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    given = token.strip() if scheme.lower() == "bearer" else None
    with serveur.engine.connect() as connection:
        return authenticate(connection, given, serveur.clock.now(), revoked=revoked)


def _adresse(request: Request) -> str | None:
    return None if request.client is None else request.client.host


LeServeur = Annotated[Serveur, Depends(_serveur)]
Qui = Annotated[Appelant, Depends(_appelant)]
QuiRemet = Annotated[Appelant, Depends(_remettant)]
"""Who calls, a revoked device included: for what only hands work over (decision 25)."""
Adresse = Annotated[str | None, Depends(_adresse)]
Corps = Annotated[bytes, Depends(corps)]
PetitCorps = Annotated[bytes, Depends(petit_corps)]


def rendre(content: object, status: int = 200) -> Response:
    """Answer with JSON."""
    return Response(msgspec.json.encode(content), status_code=status, media_type="application/json")
