"""Asking for a signature: one live request for each CER, of the text and the number of now (R-CER-19)."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, select

from domain.accord.modele import model_of, recueilli_par
from domain.accord.sms import EtatSignature, mobile
from domain.clock import instant, today
from domain.document.contenu import PDF, format_of
from domain.droits import refusal
from domain.errors import RefusedError
from domain.exchange.v1 import Op
from domain.profils import Writer
from domain.registry import FORMS
from server.models import compte
from server.serveur import Serveur
from server.services.appelants import Appelant
from server.services.erreurs import (
    ContenuRefuseError,
    DesaccordError,
    IndisponibleError,
    InterditError,
)
from server.services.portee import roles_on
from server.services.reglages import settings_of
from server.services.sms import suite
from server.services.sms.lignes import (
    Contrat,
    Ligne,
    clore,
    creer,
    derniere,
    empreinte_de,
    marque_du_telephone,
    noter,
    ouvert_a,
    sha256,
    une,
    vivante,
)
from server.yousign.client import Place, Signataire, Yousign
from server.yousign.erreurs import RULE, DemandeRefuseeError, InjoignableError, OperateurError

OPEN_FOR = dt.timedelta(days=7)
"""How long the person may sign. She most often does at once, beside her référent."""
NO_SERVICE = (
    "Votre département n’a pas de signature par SMS\u00a0: recueillez l’accord à l’écran, par case à cocher "
    "ou sur papier."
)
NO_MOBILE = (
    "Aucun téléphone mobile n’est connu pour cette personne\u00a0: demandez-le et notez-le dans son dossier, "
    "ou recueillez l’accord autrement."
)
_DIFFERENT = (
    "Ce contrat n’est pas le même sur le serveur que sur ce poste\u00a0: synchronisez d’abord, puis demandez "
    "la signature de nouveau."
)
_TOO_LONG = "Ce contrat est trop long pour être gardé en entier avec l’accord."
_ROUNDS = 3
_BUSY = "Une autre demande est en cours pour ce contrat\u00a0: réessayez dans une minute."


@dataclass(frozen=True, slots=True)
class Demande:
    """What a laptop asks: the PDF that it printed, of which text, and where the person signs on it."""

    empreinte: str
    pdf: bytes
    place: Place


@dataclass(frozen=True, slots=True)
class _Faire:
    """What is to be done now: nothing if both are ``None``."""

    nouvelle: str | None = None
    ancienne: str | None = None


def demander(serveur: Serveur, appelant: Appelant, cer: str, demande: Demande) -> None:
    """Ask for the signature of a CER. Asked twice, it is one request (R-CER-19).

    Raises AbsentError, InterditError, IndisponibleError (no service here, no mobile), DesaccordError
    (the text is not the server's), ContenuRefuseError (the PDF), and what the operator raises.
    """
    for _ in range(_ROUNDS):
        with serveur.engine.begin() as connection:
            faire, signataire = _decide(connection, serveur, appelant, cer, demande)
        if faire.nouvelle is not None:
            _hand_over(serveur, appelant.departement, faire.nouvelle, demande, signataire)
            return
        if faire.ancienne is None:
            return
        _clear(serveur, appelant.departement, faire.ancienne)
    raise OperateurError(_BUSY)


def check_right(connection: Connection, serveur: Serveur, appelant: Appelant, contrat: Contrat) -> None:
    """Refuse whoever may not take an accord here, as when a device brings one. Raises InterditError."""
    dossier = str(contrat.cer["dossier"])
    roles = roles_on(connection, appelant, [dossier], today(serveur.clock, appelant.fuseau))
    writer = Writer(appelant.compte, appelant.profil, roles.get(dossier))
    refused = refusal(writer, FORMS["accord"], Op.CREATE, {"reponse"}, contrat.etat)
    if refused is not None:
        raise InterditError(refused.message, refused.rule)


def _decide(
    connection: Connection, serveur: Serveur, appelant: Appelant, cer: str, demande: Demande
) -> tuple[_Faire, Signataire]:
    """Look at everything under the lock of the CER: two who ask at once do so one after the other."""
    contrat = ouvert_a(connection, serveur, appelant, cer, verrou=True)
    check_right(connection, serveur, appelant, contrat)
    code = appelant.departement
    if code not in serveur.yousign:
        raise IndisponibleError(NO_SERVICE, "R-CER-11")
    _check_pdf(demande)
    empreinte = empreinte_de(connection, code, contrat)
    if empreinte != demande.empreinte:
        raise DesaccordError(_DIFFERENT, RULE)
    numero = mobile(contrat.dossier)
    if numero is None:
        raise IndisponibleError(NO_MOBILE, RULE)
    signataire = _signer(contrat, numero)
    telephone = marque_du_telephone(serveur, code, numero)
    last = derniere(connection, code, cer)
    if last is not None and (last["empreinte"], last["telephone"]) == (empreinte, telephone):
        under_way = vivante(last) and not (
            last["etat"] == EtatSignature.PREPARATION and suite.is_stale(serveur, last)
        )
        if under_way or last["etat"] == EtatSignature.SIGNEE:
            return _Faire(), signataire
    if last is not None and vivante(last):
        return _Faire(ancienne=last["id"]), signataire
    name = connection.execute(
        select(compte.c.prenom, compte.c.nom).where(
            compte.c.departement == code, compte.c.id == appelant.compte
        )
    ).one()
    text = contrat.texte(
        model_of(settings_of(connection, code, lourds=True)) | recueilli_par(name.prenom, name.nom)
    )
    if FORMS["accord"].by_name["contenu"].refusal(text) is not None:
        raise ContenuRefuseError(_TOO_LONG, "R-CER-25")
    identifier = creer(
        connection,
        serveur,
        departement=code,
        dossier=contrat.cer["dossier"],
        cer=cer,
        par=appelant.compte,
        telephone=telephone,
        contenu=text,
        empreinte=empreinte,
        pdf=sha256(demande.pdf),
    )
    return _Faire(nouvelle=identifier), signataire


def _signer(contrat: Contrat, numero: str) -> Signataire:
    person = contrat.dossier
    prenom, nom, mail = (str(person.get(name) or "").strip() for name in ("prenom", "nom", "mail"))
    return Signataire(prenom or nom, nom or prenom, numero, mail)


def _check_pdf(demande: Demande) -> None:
    try:
        found = format_of(demande.pdf)
    except RefusedError as error:
        raise ContenuRefuseError(error.message, error.rule) from error
    if found is not PDF:
        raise ContenuRefuseError("C’est le PDF du contrat qui est attendu.", RULE)


def _clear(serveur: Serveur, departement: str, identifier: str) -> None:
    """Make room: a preparation that was cut is looked at, a request of another text is cancelled."""
    with serveur.engine.begin() as connection:
        ligne = une(connection, departement, identifier)
    if ligne is None:
        return
    if ligne["etat"] == EtatSignature.PREPARATION:
        if not suite.is_stale(serveur, ligne):
            raise OperateurError(_BUSY)
        suite.suivre(serveur, departement, identifier)
    else:
        suite.annuler(serveur, departement, identifier)


def _hand_over(
    serveur: Serveur, departement: str, identifier: str, demande: Demande, qui: Signataire
) -> None:
    """Hand the request over to the operator, step by step; what fails leaves nothing of the person there."""
    operateur = Yousign(serveur.yousign[departement])
    chez = ""
    try:
        expire = serveur.clock.now() + OPEN_FOR
        chez = operateur.creer(identifier, expire.date())
        # Known before it is opened: a webhook may be faster than the answer that opens it.
        ligne = _note(serveur, departement, identifier, yousign=chez)
        document = operateur.deposer(chez, "CER.pdf", demande.pdf)
        signataire = operateur.ajouter(chez, document, qui, demande.place)
        ligne = _note(serveur, departement, identifier, signataire=signataire)
    except (OperateurError, DemandeRefuseeError) as error:
        _fail(serveur, departement, identifier, error)
        if chez:
            suite.jeter(operateur, chez)
        raise
    if ligne is None:  # cancelled here meanwhile
        suite.jeter(operateur, chez)
        return
    _open(serveur, operateur, ligne)


def _open(serveur: Serveur, operateur: Yousign, ligne: Ligne) -> None:
    """Open the request. An answer that was lost is looked for; if that is not told either, it stays so.

    Told as prepared, it is asked about at each look from here on: never made twice, never forgotten.
    """
    chez = str(ligne["yousign"])
    try:
        lue = operateur.activer(chez)
    except OperateurError as error:
        if error.incertain:
            lue = operateur.lire(chez)
        if not error.incertain or lue.etat is EtatSignature.PREPARATION:
            _fail(serveur, ligne["departement"], ligne["id"], error)
            suite.jeter(operateur, chez)
            raise InjoignableError(error.message) from error
    if lue.etat is not EtatSignature.ENVOYEE:
        suite.suivre(serveur, ligne["departement"], ligne["id"])
    elif not suite.ouvrir(serveur, ligne, lue):
        _close_if_cancelled(serveur, operateur, ligne)


def _close_if_cancelled(serveur: Serveur, operateur: Yousign, ligne: Ligne) -> None:
    """Cancel at the operator what was cancelled here while it was being opened; a signature stands."""
    with serveur.engine.begin() as connection:
        here = une(connection, ligne["departement"], ligne["id"])
    if here is not None and here["etat"] == EtatSignature.ANNULEE:
        suite.jeter(operateur, str(ligne["yousign"]))


def _note(serveur: Serveur, departement: str, identifier: str, **values: str) -> Ligne | None:
    """Write what the operator gave; return the request if it is still wanted."""
    with serveur.engine.begin() as connection:
        ligne = une(connection, departement, identifier)
        if ligne is None or not vivante(ligne):
            return None
        noter(connection, ligne, demande_le=instant(serveur.clock.now()), **values)
        return {**ligne, **values}


def _fail(serveur: Serveur, departement: str, identifier: str, error: RefusedError) -> None:
    with serveur.engine.begin() as connection:
        ligne = une(connection, departement, identifier)
        if ligne is not None and vivante(ligne):
            clore(connection, serveur, ligne, EtatSignature.ECHOUEE, error.message)
