"""What became of a request: asked of the operator, written here, whoever had the idea to ask.

A webhook, a screen that is open, a round every quarter of an hour: all of them come here, where the
operator is asked and its answer written once. Two that come together find, one of them, that it is
done.
"""

import datetime as dt
import logging
import re

from sqlalchemy import Connection

from domain.accord.rules import agreed_part, fingerprint, present, prevailing, version_of
from domain.accord.sms import SMS, EtatSignature
from domain.clock import instant, read_instant
from domain.fields import Value
from domain.reglage.nomenclatures import Settings
from domain.text import unaccented
from server.models import RECORDS
from server.serveur import Serveur
from server.services import contenus
from server.services.ecriture import Ecriture
from server.services.reglages import settings_of
from server.services.sms import chaine
from server.services.sms.lignes import (
    Contrat,
    Ligne,
    clore,
    lire_contrat,
    noter,
    une,
    vivante,
)
from server.yousign.client import Lue, Yousign
from server.yousign.erreurs import IntrouvableError, OperateurError

STALE = dt.timedelta(minutes=3)
"""A preparation lasts seconds: one that is older was cut, and is to be looked at."""
CUT = "La demande s’est interrompue avant d’arriver à la personne\u00a0: recommencez."
LOST = "Yousign ne connaît plus cette demande\u00a0: recommencez."
_FOLDER, _TYPE = "cer_scannes", "cer"
_REST = re.compile(r"[^A-Za-z0-9]+")
_log = logging.getLogger("permanence.serveur")


def suivre(serveur: Serveur, departement: str, identifier: str) -> None:
    """Ask the operator what became of a request, and write it. Raises OperateurError, OSError (disk full).

    Nothing happens of a request whose département has no access any more, or that is being prepared
    right now. One that was given up here and signed all the same is written: she did sign.
    """
    acces = serveur.yousign.get(departement)
    with serveur.engine.begin() as connection:
        ligne = une(connection, departement, identifier)
        if ligne is None or ligne["etat"] == EtatSignature.SIGNEE or acces is None:
            return
        noter(connection, ligne, demande_le=instant(serveur.clock.now()))
        if ligne["yousign"] is None:
            if vivante(ligne) and is_stale(serveur, ligne):
                clore(connection, serveur, ligne, EtatSignature.ECHOUEE, CUT)
            return
    operateur = Yousign(acces)
    try:
        lue = operateur.lire(ligne["yousign"])
    except IntrouvableError:
        _end(serveur, ligne, EtatSignature.ECHOUEE, LOST)
        return
    match lue.etat:
        case EtatSignature.SIGNEE:
            _signed(serveur, operateur, ligne)
        case EtatSignature.ENVOYEE:
            ouvrir(serveur, ligne, lue)
        case EtatSignature.PREPARATION:
            if vivante(ligne) and is_stale(serveur, ligne):
                jeter(operateur, ligne["yousign"])
                _end(serveur, ligne, EtatSignature.ECHOUEE, CUT)
        case _:
            _end(serveur, ligne, lue.etat)


def ouvrir(serveur: Serveur, ligne: Ligne, lue: Lue) -> bool:
    """Note that the person may sign, and where; tell whether she still may: it may be cancelled here."""
    now = instant(serveur.clock.now())
    with serveur.engine.begin() as connection:
        here = une(connection, ligne["departement"], ligne["id"])
        if here is None or not vivante(here):
            return False
        opened = {} if here["envoye_le"] else {"envoye_le": now}
        noter(connection, here, etat=EtatSignature.ENVOYEE.value, lien=lue.lien or here["lien"], **opened)
    return True


def annuler(serveur: Serveur, departement: str, identifier: str) -> None:
    """Cancel a request, at the operator first. One that was signed meanwhile is written as signed.

    Raises OperateurError when the operator did neither: the request is alive still.
    """
    with serveur.engine.begin() as connection:
        ligne = une(connection, departement, identifier)
        if ligne is None or not vivante(ligne):
            return
        if ligne["yousign"] is None:
            # Whoever is preparing it looks again before the person is told of anything.
            clore(connection, serveur, ligne, EtatSignature.ANNULEE)
            return
    operateur = Yousign(serveur.yousign[departement])
    if ligne["etat"] == EtatSignature.PREPARATION:
        _end(serveur, ligne, EtatSignature.ANNULEE)
        jeter(operateur, ligne["yousign"])
        return
    try:
        operateur.annuler(ligne["yousign"])
    except OperateurError as error:
        suivre(serveur, departement, identifier)  # cancelled all the same, signed, or still open
        with serveur.engine.begin() as connection:
            now = une(connection, departement, identifier)
        if now is not None and vivante(now):
            raise error from None
        return
    _end(serveur, ligne, EtatSignature.ANNULEE)


def jeter(operateur: Yousign, demande: str) -> None:
    """Leave nothing at the operator of a request that will not be: deleted, cancelled if it was opened."""
    for act in (operateur.supprimer, operateur.annuler):
        try:
            act(demande)
        except IntrouvableError:
            return
        except OperateurError as error:
            failed = type(error).__name__
        else:
            return
    _log.warning("une demande reste chez Yousign, sans suite (%s)", failed)


def is_stale(serveur: Serveur, ligne: Ligne) -> bool:
    """Tell whether a preparation was cut rather than under way."""
    return serveur.clock.now() - read_instant(ligne["cree_le"]) > STALE


def _end(serveur: Serveur, ligne: Ligne, etat: EtatSignature, motif: str = "") -> None:
    with serveur.engine.begin() as connection:
        here = une(connection, ligne["departement"], ligne["id"])
        if here is not None and vivante(here):
            clore(connection, serveur, here, etat, motif)


def _signed(serveur: Serveur, operateur: Yousign, ligne: Ligne) -> None:
    """Write the accord and the signed PDF, both or neither; once, however often it is told."""
    pdf = operateur.telecharger(ligne["yousign"])
    moment = operateur.signe_le(ligne["yousign"], ligne["signataire"]) if ligne["signataire"] else None
    code = ligne["departement"]
    with serveur.engine.begin() as connection:
        contrat = lire_contrat(connection, code, ligne["cer"], verrou=True)  # the CER first: see ``demande``
        here = une(connection, code, ligne["id"])
        if here is None or here["etat"] == EtatSignature.SIGNEE or contrat is None:
            return
        settings = settings_of(connection, code)
        ecriture = Ecriture(connection, code, here["par"], serveur.clock, serveur.ids, settings=settings)
        document = _document(connection, serveur, ecriture, here, contrat, settings, pdf)
        accord = _accord(connection, serveur, ecriture, here, contrat, moment or serveur.clock.now())
        clore(connection, serveur, here, EtatSignature.SIGNEE, accord=accord, document=document)
        ecriture.terminer()
    _log.info("une signature par SMS est inscrite")


def _accord(
    connection: Connection,
    serveur: Serveur,
    ecriture: Ecriture,
    ligne: Ligne,
    contrat: Contrat,
    moment: dt.datetime,
) -> str:
    """Write the accord on the text that was sent, whatever became of the CER since (R-CER-25)."""
    table = RECORDS["accord"]
    others = connection.execute(
        table.select().where(table.c.departement == ligne["departement"], table.c.cer == ligne["cer"])
    )
    today = present(contrat.cer, contrat.objectifs)
    replaced = prevailing([dict(row) for row in others.mappings()], today) or {}
    text = str(ligne["contenu"])
    values: dict[str, Value] = {
        "cer": ligne["cer"],
        "reponse": "oui",
        "moyen": SMS,
        "version_contenu": version_of(ligne),
        "contenu": text,
        "empreinte": fingerprint(text),
        "recueilli_le": instant(moment),
        "remplace": replaced.get("id"),
    }
    lapsed = None if fingerprint(agreed_part(text)) == today else "caduc"
    return chaine.inscrire(
        connection, serveur, ecriture, ligne["departement"], ligne["dossier"], values, lapsed
    )


def _document(
    connection: Connection,
    serveur: Serveur,
    ecriture: Ecriture,
    ligne: Ligne,
    contrat: Contrat,
    settings: Settings,
    pdf: bytes,
) -> str:
    """File the signed PDF in the dossier, where every device fetches it (R-CER-32)."""
    annonce = contenus.ranger(connection, serveur, ligne["departement"], ligne["dossier"], pdf)
    values: dict[str, Value] = {
        "nom": _name(contrat, serveur),
        "rangement": _code(settings, "rangements", _FOLDER),
        "type": _code(settings, "types_document", _TYPE),
        "media": "application/pdf",
        "taille": annonce.taille,
        "empreinte": annonce.empreinte,
        "date_envoi": instant(serveur.clock.now())[:10],
        "contenu_present": True,
    }
    return ecriture.creer("document", values, dossier=ligne["dossier"])


def _code(settings: Settings, name: str, wanted: str) -> str | None:
    """Return the code that is meant, or the first of a list that a département made its own."""
    codes = [code.code for code in settings.choices(name)]
    return wanted if wanted in codes else next(iter(codes), None)


def _name(contrat: Contrat, serveur: Serveur) -> str:
    person, cer = contrat.dossier, contrat.cer
    parts = [
        "CER",
        str(cer.get("numero") or ""),
        _plain(person.get("nom")).upper(),
        _plain(person.get("prenom")),
        "signe",
        instant(serveur.clock.now())[:10],
    ]
    return "_".join(part for part in parts if part) + ".pdf"


def _plain(value: Value) -> str:
    return _REST.sub("-", unaccented(str(value or ""))).strip("-")[:40]
