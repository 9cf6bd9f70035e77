"""The routes: read, call one service, write. What they decide is decided elsewhere.

They are plain functions, run in a pool of threads, because the base is synchronous; the body
alone is read by the event loop, and stops being read once it is too big.
"""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Header, Request, Response
from sqlalchemy import select

from domain.exchange import v1
from domain.exchange.bref import bref
from server.api import corps
from server.api.compression import pack, unpack
from server.api.dependances import Adresse, Corps, LeServeur, PetitCorps, Qui, QuiRemet, rendre
from server.api.openapi import decrit
from server.models import departement
from server.serveur import VERSION
from server.services import connexion
from server.sync.moteur import synchronise
from server.sync.sauvetage import Repris, take_in

router = APIRouter()


@router.get("/sante")
@decrit(rend=corps.Sante, public=True)
def sante(serveur: LeServeur) -> Response:
    """Tell that this is the server one was looking for: a captive portal cannot."""
    with serveur.engine.connect() as connection:
        epoch = connection.execute(select(departement.c.epoque).order_by(departement.c.code)).scalar()
    return rendre(corps.Sante("permanence", VERSION, epoch or ""))


@router.get("/openapi.json")
@decrit(rend=dict, public=True)
def decrire(request: Request) -> Response:
    """Describe these doors to whoever writes another client."""
    return Response(request.app.state.description, media_type="application/json")


@router.post("/connexion")
@decrit(demande=corps.DemandeConnexion, rend=corps.Ouverture, refus={401, 403, 423, 429}, public=True)
def connecter(serveur: LeServeur, adresse: Adresse, body: PetitCorps) -> Response:
    """Exchange a password for a token."""
    asked = corps.read(body, corps.DemandeConnexion)
    poste = corps.to_poste(asked.appareil)
    with serveur.adresses.surveille(adresse, serveur.clock.now()):
        opened = connexion.sign_in(serveur, asked.identifiant, asked.mot_de_passe, poste)
    return rendre(corps.ouverture(opened))


@router.put("/appareils/enveloppe")
@decrit(demande=corps.Enveloppe, statut=204)
def deposer_enveloppe(serveur: LeServeur, qui: Qui, body: PetitCorps) -> Response:
    """Keep the key of the caller's replica, sealed (decision 23)."""
    envelope = corps.read_base64(corps.read(body, corps.Enveloppe).enveloppe)
    connexion.deposit_envelope(serveur, qui, envelope)
    return Response(status_code=204)


@router.post("/mot-de-passe")
@decrit(demande=corps.MotDePasse, statut=204, refus={401, 423, 429})
def changer_mot_de_passe(serveur: LeServeur, qui: Qui, adresse: Adresse, body: PetitCorps) -> Response:
    """Change the caller's own password (decision 24)."""
    asked = corps.read(body, corps.MotDePasse)
    with serveur.adresses.surveille(adresse, serveur.clock.now()):
        connexion.change_password(serveur, qui, asked.ancien, asked.nouveau)
    return Response(status_code=204)


@router.post("/sauvetages")
@decrit(demande=corps.Sauvetage, rend=Repris, refus={400, 403})
def remettre_un_sauvetage(
    serveur: LeServeur, qui: QuiRemet, body: Corps, content_encoding: Annotated[str, Header()] = ""
) -> Response:
    """Take in what was saved from a replica of the caller that does not read any more."""
    asked = corps.read(unpack(body, content_encoding), corps.Sauvetage)
    return rendre(take_in(serveur, corps.read_base64(asked.contenu), qui))


@router.post("/sync")
@decrit(demande=v1.Request, rend=v1.Response, refus={409})
def synchroniser(
    serveur: LeServeur,
    qui: QuiRemet,
    body: Corps,
    content_encoding: Annotated[str, Header()] = "",
    accept_encoding: Annotated[str, Header()] = "",
) -> Response:
    """Take changes in, give a page out (decision 11)."""
    answer = synchronise(serveur, qui, corps.read_request(unpack(body, content_encoding)))
    packed, encoding = pack(msgspec.json.encode(bref(answer)), accept_encoding)
    headers = {"content-encoding": encoding} if encoding else None
    return Response(packed, media_type="application/json", headers=headers)
