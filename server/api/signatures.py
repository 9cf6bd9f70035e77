"""``/cers/{cer}/signature``: the accord by SMS, for laptops; ``/yousign``: what its operator tells by itself.

The operator waits one second for an answer: its news is checked and acknowledged, and followed once
the answer has left.
"""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Header, Response
from starlette.background import BackgroundTask

from server.api import corps
from server.api.compression import unpack
from server.api.dependances import Corps, LeServeur, PetitCorps, Qui, rendre
from server.api.openapi import decrit
from server.services.erreurs import AbsentError
from server.services.sms import portes
from server.services.sms.demande import Demande, demander
from server.services.sms.lignes import UNKNOWN
from server.sync.lot import is_identifier
from server.yousign.client import Place

router = APIRouter()
Coordonnee = Annotated[int, msgspec.Meta(ge=0, le=32_767)]


class DemandeSignature(msgspec.Struct):
    """``POST /cers/{cer}/signature``: the PDF in base64, the fingerprint of its text, where one signs.

    Coordinates are points, from the left and from the top of the page.
    """

    empreinte: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    pdf: bytes
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000)]
    x: Coordonnee
    y: Coordonnee


def _cer(cer: str) -> str:
    if not is_identifier(cer):
        raise AbsentError(UNKNOWN)
    return cer


Cer = Annotated[str, Depends(_cer)]


@router.post("/cers/{cer}/signature")
@decrit(demande=DemandeSignature, rend=portes.Suivi, refus={404, 409, 422, 424})
def demander_la_signature(
    serveur: LeServeur, qui: Qui, cer: Cer, body: Corps, content_encoding: Annotated[str, Header()] = ""
) -> Response:
    """Ask the person to sign a CER by SMS; asked twice, it is one request."""
    asked = corps.read(unpack(body, content_encoding), DemandeSignature)
    demander(serveur, qui, cer, Demande(asked.empreinte, asked.pdf, Place(asked.page, asked.x, asked.y)))
    return rendre(portes.lire(serveur, qui, cer))


@router.get("/cers/{cer}/signature")
@decrit(rend=portes.Suivi, refus={404})
def lire_la_signature(serveur: LeServeur, qui: Qui, cer: Cer) -> Response:
    """Tell where the signature of a CER is, and whether its département has the service."""
    return rendre(portes.lire(serveur, qui, cer))


@router.delete("/cers/{cer}/signature")
@decrit(rend=portes.Suivi, refus={404, 424})
def annuler_la_signature(serveur: LeServeur, qui: Qui, cer: Cer) -> Response:
    """Cancel the request of a CER, if there is one that may still be signed."""
    return rendre(portes.annuler(serveur, qui, cer))


@router.get("/cers/{cer}/signature/pdf")
@decrit(rend=bytes, refus={404, 424})
def lire_le_contrat_signe(serveur: LeServeur, qui: Qui, cer: Cer) -> Response:
    """Give the signed PDF of a CER."""
    return Response(portes.pdf(serveur, qui, cer), media_type="application/octet-stream")


@router.post("/yousign")
@decrit(demande=dict, statut=204, refus={401}, public=True)
def entendre_yousign(
    serveur: LeServeur, body: PetitCorps, x_yousign_signature_256: Annotated[str, Header()] = ""
) -> Response:
    """Hear from the operator of signatures, whose own signature is its only pass."""
    found = portes.entendre(serveur, body, x_yousign_signature_256)
    after = None if found is None else BackgroundTask(portes.suivre_la_nouvelle, serveur, *found)
    return Response(status_code=204, background=after)
