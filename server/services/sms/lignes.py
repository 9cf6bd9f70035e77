"""The requests of signature as the base holds them, and the contract that each is about."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from domain.accord.modele import model_of
from domain.accord.rules import content, fingerprint
from domain.accord.sms import VIVANTS, EtatSignature
from domain.cer.states import Event, State, state_of
from domain.clock import instant, today
from domain.fields import Value
from server.models import RECORDS, signature_sms
from server.serveur import Serveur
from server.services.appelants import Appelant
from server.services.erreurs import AbsentError
from server.services.portee import visible_among
from server.services.reglages import settings_of

Ligne = Mapping[str, Any]
"""A row of ``signature_sms``."""
UNKNOWN = "Ce CER n’est pas de ceux que vous pouvez ouvrir."
_CER, _EVENT = RECORDS["cer"], RECORDS["evenement_cer"]
_T = signature_sms.c


@dataclass(frozen=True, slots=True)
class Contrat:
    """A CER as the base holds it at this moment."""

    cer: Mapping[str, Value]
    objectifs: list[dict[str, Value]]
    dossier: Mapping[str, Value]
    etat: State

    def texte(self, model: Mapping[str, str]) -> str:
        """Return the canonical text of what would be agreed to."""
        return content(cer=self.cer, objectifs=self.objectifs, dossier=self.dossier, model=model)


def ouvert_a(
    connection: Connection, serveur: Serveur, appelant: Appelant, cer: str, *, verrou: bool = False
) -> Contrat:
    """Return a CER if the caller sees it today, locked for who will write. Raises AbsentError."""
    found = lire_contrat(connection, appelant.departement, cer, verrou=verrou)
    if found is None or found.cer["supprime"]:
        raise AbsentError(UNKNOWN)
    dossier, day = str(found.cer["dossier"]), today(serveur.clock, appelant.fuseau)
    if dossier not in visible_among(connection, appelant, [dossier], day):
        raise AbsentError(UNKNOWN)
    return found


def lire_contrat(
    connection: Connection, departement: str, cer: str, *, verrou: bool = False
) -> Contrat | None:
    """Return a CER with what is printed of it, deleted or not; ``None`` if there is none."""
    query = select(_CER).where(_CER.c.departement == departement, _CER.c.id == cer)
    row = connection.execute(query.with_for_update() if verrou else query).mappings().first()
    if row is None:
        return None
    dossiers, objectifs = RECORDS["dossier"], RECORDS["objectif"]
    person = connection.execute(
        select(dossiers).where(dossiers.c.departement == departement, dossiers.c.id == row["dossier"])
    ).mappings()
    parts = connection.execute(
        select(objectifs).where(
            objectifs.c.departement == departement,
            objectifs.c.cer == cer,
            objectifs.c.supprime.is_(False),
        )
    ).mappings()
    events = connection.execute(
        select(_EVENT.c.rang, _EVENT.c.de, _EVENT.c.vers).where(
            _EVENT.c.departement == departement, _EVENT.c.cer == cer
        )
    )
    history = [Event(rang, State(de), State(vers)) for rang, de, vers in events]
    return Contrat(dict(row), [dict(part) for part in parts], dict(person.one()), state_of(history))


def empreinte_de(connection: Connection, departement: str, contrat: Contrat) -> str:
    """Return the fingerprint of the text as it is now, but who takes the accord."""
    return fingerprint(contrat.texte(model_of(settings_of(connection, departement, lourds=True))))


def marque_du_telephone(serveur: Serveur, departement: str, numero: str) -> str:
    """Return what is kept of a number: two are the same if this is, and nobody reads it back."""
    return serveur.secret.sign(f"telephone {departement} {numero}")


def creer(connection: Connection, serveur: Serveur, **values: Any) -> str:  # noqa: ANN401 - its columns
    """Insert a request in preparation and return its identifier."""
    identifier = serveur.ids.new()
    connection.execute(
        insert(signature_sms).values(
            id=identifier,
            etat=EtatSignature.PREPARATION.value,
            motif="",
            cree_le=instant(serveur.clock.now()),
            **values,
        )
    )
    return identifier


def derniere(connection: Connection, departement: str, cer: str) -> Ligne | None:
    """Return the last request made for a CER."""
    query = (
        select(signature_sms)
        .where(_T.departement == departement, _T.cer == cer)
        .order_by(_T.cree_le.desc(), _T.id.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else dict(row)


def une(connection: Connection, departement: str, identifier: str) -> Ligne | None:
    """Return one request, locked until the end of the transaction."""
    query = select(signature_sms).where(_T.departement == departement, _T.id == identifier)
    row = connection.execute(query.with_for_update()).mappings().first()
    return None if row is None else dict(row)


def vivante(ligne: Ligne) -> bool:
    """Tell whether an answer may still come."""
    return ligne["etat"] in VIVANTS


def noter(connection: Connection, ligne: Ligne, **values: Any) -> None:  # noqa: ANN401 - its columns
    """Write columns of a request."""
    here = (_T.departement == ligne["departement"]) & (_T.id == ligne["id"])
    connection.execute(update(signature_sms).where(here).values(**values))


def clore(
    connection: Connection, serveur: Serveur, ligne: Ligne, etat: EtatSignature, motif: str = "", **more: str
) -> None:
    """End a request: its link opens nothing any more."""
    now = instant(serveur.clock.now())
    noter(connection, ligne, etat=etat.value, motif=motif, fini_le=now, lien=None, **more)


def purger(connection: Connection, departement: str, dossier: str) -> None:
    """Throw away the requests of a dossier that is purged."""
    connection.execute(delete(signature_sms).where(_T.departement == departement, _T.dossier == dossier))


def sha256(octets: bytes) -> str:
    """Return the fingerprint of a PDF."""
    return hashlib.sha256(octets).hexdigest()
