"""What the doors of the signature answer: its state, its end, the signed PDF; the webhook and the round."""

import datetime as dt
import logging
from collections import Counter
from dataclasses import dataclass

import msgspec
from sqlalchemy import select

from domain.accord.sms import VIVANTS, EtatSignature, mobile
from domain.clock import read_instant
from domain.errors import RefusedError
from server.models import signature_sms
from server.serveur import Serveur
from server.services import contenus
from server.services.appelants import Appelant
from server.services.erreurs import AbsentError, InconnuError
from server.services.sms import suite
from server.services.sms.demande import check_right
from server.services.sms.lignes import (
    Ligne,
    derniere,
    empreinte_de,
    marque_du_telephone,
    ouvert_a,
    une,
    vivante,
)
from server.yousign.client import Yousign

AGAIN = dt.timedelta(seconds=15)
"""Between two questions to the operator on one request: it allows sixty a minute, for everybody."""
_NOT_SIGNED = "Ce contrat n’a pas été signé par SMS."
_NOT_YOURS = "Cette nouvelle n’est pas signée par Yousign."
_T = signature_sms.c
_log = logging.getLogger("permanence.serveur")


@dataclass(frozen=True, slots=True)
class Suivi:
    """Where the signature of a CER is. ``service``: whether its département has any.

    ``etat``: '' if nothing was asked. ``a_jour``: its text and its number are those of now; ``lien``:
    where the person reads and signs; ``motif``: why it failed, or what could not be asked just now.
    """

    service: bool
    etat: str = ""
    a_jour: bool = True
    motif: str = ""
    lien: str = ""
    par: str = ""
    demandee_le: str = ""
    envoyee_le: str = ""
    finie_le: str = ""
    accord: str = ""
    document: str = ""


def lire(serveur: Serveur, appelant: Appelant, cer: str) -> Suivi:
    """Tell where the signature of a CER is; ask the operator, now and then. Raises AbsentError."""
    with serveur.engine.begin() as connection:
        ouvert_a(connection, serveur, appelant, cer)
        ligne = derniere(connection, appelant.departement, cer)
    warning = ""
    if ligne is not None and _to_ask(serveur, ligne):
        try:
            suite.suivre(serveur, appelant.departement, ligne["id"])
        except (RefusedError, OSError) as error:
            warning = _words(error)
    return _read(serveur, appelant, cer, warning)


def annuler(serveur: Serveur, appelant: Appelant, cer: str) -> Suivi:
    """Cancel the request of a CER, if one is alive; tell where it is. Raises AbsentError, InterditError.

    What was signed meanwhile is signed, and said so.
    """
    with serveur.engine.begin() as connection:
        contrat = ouvert_a(connection, serveur, appelant, cer)
        check_right(connection, serveur, appelant, contrat)
        ligne = derniere(connection, appelant.departement, cer)
    if ligne is not None and vivante(ligne) and appelant.departement in serveur.yousign:
        suite.annuler(serveur, appelant.departement, ligne["id"])
    return _read(serveur, appelant, cer, "")


def pdf(serveur: Serveur, appelant: Appelant, cer: str) -> bytes:
    """Return the signed PDF of a CER, from here or, if it is not here any more, from the operator.

    Raises AbsentError, OperateurError.
    """
    with serveur.engine.begin() as connection:
        ouvert_a(connection, serveur, appelant, cer)
        query = (
            select(signature_sms)
            .where(
                _T.departement == appelant.departement,
                _T.cer == cer,
                _T.etat == EtatSignature.SIGNEE.value,
            )
            .order_by(_T.fini_le.desc(), _T.id.desc())
        )
        ligne = connection.execute(query).mappings().first()
    if ligne is None:
        raise AbsentError(_NOT_SIGNED)
    try:
        whole, _ = contenus.lire(serveur, appelant, ligne["document"])
        return whole.read_bytes()
    except (AbsentError, FileNotFoundError):
        acces = serveur.yousign.get(appelant.departement)
        if acces is None:
            raise
    octets = Yousign(acces).telecharger(ligne["yousign"])
    contenus.remettre(serveur, appelant.departement, ligne["document"], octets)
    return octets


def entendre(serveur: Serveur, body: bytes, signature: str) -> tuple[str, str] | None:
    """Return which request a piece of news from the operator is about, ``None`` if none of ours.

    Raises InconnuError unless the operator signed these bytes. What they say of the state is not
    believed: it is asked. The same news twice is a question too many, and nothing else.
    """
    codes = [code for code, acces in serveur.yousign.items() if acces.authentifie(body, signature)]
    if not codes:
        raise InconnuError(_NOT_YOURS)
    try:
        said = msgspec.json.decode(body, type=_Nouvelle).data.signature_request.id
    except msgspec.MsgspecError:
        return None
    with serveur.engine.begin() as connection:
        query = select(_T.departement, _T.id).where(
            _T.yousign == said, _T.departement.in_(codes), _T.etat != EtatSignature.SIGNEE.value
        )
        found = connection.execute(query).first()
    return None if found is None else (found.departement, found.id)


def suivre_la_nouvelle(serveur: Serveur, departement: str, identifier: str) -> None:
    """Follow a request after a webhook was answered: what fails now is for the next round."""
    try:
        suite.suivre(serveur, departement, identifier)
    except (RefusedError, OSError) as error:
        _log.warning("une nouvelle de Yousign attend le prochain tour (%s)", type(error).__name__)


def relever(serveur: Serveur) -> Counter[str]:
    """Ask about every request that is alive, in case a webhook was lost; count what each has become."""
    with serveur.engine.begin() as connection:
        alive = connection.execute(
            select(_T.departement, _T.id)
            .where(_T.etat.in_(VIVANTS), _T.departement.in_(sorted(serveur.yousign)))
            .order_by(_T.cree_le)
        ).all()
    counted: Counter[str] = Counter()
    for departement, identifier in alive:
        suivre_la_nouvelle(serveur, departement, identifier)
        with serveur.engine.begin() as connection:
            ligne = une(connection, departement, identifier)
        counted[str(ligne["etat"]) if ligne is not None else ""] += 1
    return counted


class _Objet(msgspec.Struct):
    id: str


class _Donnees(msgspec.Struct):
    signature_request: _Objet


class _Nouvelle(msgspec.Struct):
    """What is read of a webhook: of which request it speaks."""

    data: _Donnees


def _to_ask(serveur: Serveur, ligne: Ligne) -> bool:
    if not vivante(ligne):
        return False
    last = ligne["demande_le"]
    return last is None or serveur.clock.now() - read_instant(last) >= AGAIN


def _read(serveur: Serveur, appelant: Appelant, cer: str, warning: str) -> Suivi:
    service = appelant.departement in serveur.yousign
    with serveur.engine.begin() as connection:
        contrat = ouvert_a(connection, serveur, appelant, cer)
        ligne = derniere(connection, appelant.departement, cer)
        if ligne is None:
            return Suivi(service)
        numero = mobile(contrat.dossier) or ""
        now = (
            empreinte_de(connection, appelant.departement, contrat),
            marque_du_telephone(serveur, appelant.departement, numero),
        )
    return Suivi(
        service=service,
        etat=str(ligne["etat"]),
        a_jour=(ligne["empreinte"], ligne["telephone"]) == now,
        motif=warning or str(ligne["motif"]),
        lien=str(ligne["lien"] or ""),
        par=str(ligne["par"]),
        demandee_le=str(ligne["cree_le"]),
        envoyee_le=str(ligne["envoye_le"] or ""),
        finie_le=str(ligne["fini_le"] or ""),
        accord=str(ligne["accord"] or ""),
        document=str(ligne["document"] or ""),
    )


def _words(error: RefusedError | OSError) -> str:
    if isinstance(error, RefusedError):
        return error.message
    return "Le serveur n’a plus de place pour le contrat signé\u00a0: il réessaiera. Rien n’est perdu."
