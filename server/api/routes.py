"""The routes: read, call one service, write. What they decide is decided elsewhere.

They are plain functions, run in a pool of threads, because the base is synchronous; the body
alone is read by the event loop, and stops being read once it is too big.
"""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import select

from domain.exchange import v1
from server.api import corps
from server.api.compression import RECEIVED_MAX, pack, too_big, unpack
from server.models import departement
from server.serveur import VERSION, Serveur
from server.services import connexion
from server.services.appelants import Appelant, authenticate
from server.sync.moteur import synchronise

router = APIRouter()


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > RECEIVED_MAX:
            raise too_big()
    return bytes(body)


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


Corps = Annotated[bytes, Depends(_body)]
LeServeur = Annotated[Serveur, Depends(_serveur)]
Qui = Annotated[Appelant, Depends(_appelant)]
QuiRemet = Annotated[Appelant, Depends(_remettant)]
"""Who calls, a revoked device included: for what only hands work over (decision 25)."""


@router.get("/sante")
def sante(serveur: LeServeur) -> Response:
    """Tell that this is the server one was looking for: a captive portal cannot."""
    with serveur.engine.connect() as connection:
        epoch = connection.execute(select(departement.c.epoque).order_by(departement.c.code)).scalar()
    return _json({"produit": "permanence", "version": VERSION, "epoque": epoch or ""})


@router.post("/connexion")
def connecter(serveur: LeServeur, body: Corps) -> Response:
    """Exchange a password for a token."""
    asked = corps.read(body, corps.DemandeConnexion)
    poste = corps.to_poste(asked.appareil)
    opened = connexion.sign_in(serveur, asked.identifiant, asked.mot_de_passe, poste)
    return _json(corps.connexion_to_json(opened))


@router.put("/appareils/enveloppe")
def deposer_enveloppe(serveur: LeServeur, qui: Qui, body: Corps) -> Response:
    """Keep the key of the caller's replica, sealed (decision 23)."""
    envelope = corps.read_base64(corps.read(body, corps.Enveloppe).enveloppe)
    connexion.deposit_envelope(serveur, qui, envelope)
    return Response(status_code=204)


@router.post("/mot-de-passe")
def changer_mot_de_passe(serveur: LeServeur, qui: Qui, body: Corps) -> Response:
    """Change the caller's own password (decision 24)."""
    asked = corps.read(body, corps.MotDePasse)
    connexion.change_password(serveur, qui, asked.ancien, asked.nouveau)
    return Response(status_code=204)


@router.post("/sync")
def synchroniser(request: Request, serveur: LeServeur, qui: QuiRemet, body: Corps) -> Response:
    """Take changes in, give a page out (decision 11)."""
    unpacked = unpack(body, request.headers.get("content-encoding", ""))
    answer = synchronise(serveur, qui, corps.read(unpacked, v1.Request))
    packed, encoding = pack(msgspec.json.encode(answer), request.headers.get("accept-encoding", ""))
    headers = {"content-encoding": encoding} if encoding else None
    return Response(packed, media_type="application/json", headers=headers)


def _json(content: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(content), status_code=status, media_type="application/json")
