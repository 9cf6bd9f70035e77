"""The contents of documents: taken by pieces at an offset, given by ranges, never found by hash alone.

A content is reached through the record of its document (decision 21): reading wants a document of
a dossier that the caller sees; sending, a document that he sees **or wrote himself**, so that what
he photographed before losing a dossier still arrives, with the work that waits for its taker.

The base says how far a content has come and the file holds it: the piece is on the disk before the
number is written, in the same transaction, under the lock of its line. A cut anywhere leaves a
number that the file can honour; two devices that send one content pass one after the other.
"""

import datetime as dt
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.clock import instant, today
from domain.document.contenu import Annonce, announced, format_of, size_refusal
from domain.errors import RefusedError
from domain.exchange.v1 import Outcome
from domain.fields import Value
from domain.reprise.rules import Statut
from server.models import RECORDS, contenu
from server.serveur import Serveur
from server.services.appelants import Appelant
from server.services.ecriture import Ecriture
from server.services.erreurs import AbsentError, ContenuRefuseError, PositionError, SatureError, TropGrosError
from server.services.portee import visible_among

PIECE_MAX = 1024 * 1024
UNREFERENCED = dt.timedelta(days=30)
_DOCUMENT, _REPRISE = RECORDS["document"], RECORDS["reprise"]
_ZIP = b"PK\x03\x04"
UNKNOWN = "Ce document n’est pas de ceux que vous pouvez ouvrir."
_NOT_YET = "Le contenu de ce document n’est pas encore arrivé sur le serveur."
_log = logging.getLogger("permanence.serveur")


@dataclass(frozen=True, slots=True)
class Depose:
    """Where a content stands after a piece: bytes held for good, and whether that is all."""

    recu: int
    complet: bool


@dataclass(frozen=True, slots=True)
class _Cible:
    """The content that a document announces, and where it belongs."""

    departement: str
    dossier: str
    annonce: Annonce
    media: str


def deposer(serveur: Serveur, appelant: Appelant, document: str, position: int, octets: bytes) -> Depose:
    """Take one piece of a content. Nothing is kept of a piece that is refused.

    Raises AbsentError, PositionError (where to resume from), TropGrosError (of one piece),
    ContenuRefuseError (sending it again would change nothing) and SatureError (the disk is full).
    """
    if len(octets) > PIECE_MAX:
        raise TropGrosError("Ce morceau est trop gros\u00a0: le poste doit envoyer moins à la fois.")
    try:
        with serveur.engine.begin() as connection:
            cible = _cible(connection, serveur, appelant, document, ecrire=True)
            outcome = _take(connection, serveur, cible, position, octets)
            if outcome.complet:
                _tell(connection, serveur, appelant, cible)
    except OSError as error:
        _log.error("un contenu ne s’écrit pas (%s)", type(error).__name__)
        raise SatureError(
            "Le serveur n’a plus de place pour les documents. Le vôtre reste sur ce poste, qui réessaiera."
        ) from error
    if outcome.recu == 0 and octets:
        raise PositionError(0, "Ce qui est arrivé n’est pas ce qui était annoncé\u00a0: à renvoyer.")
    return outcome


def lire(serveur: Serveur, appelant: Appelant, document: str) -> tuple[Path, int]:
    """Return the file of a content and its size. Raises AbsentError."""
    with serveur.engine.begin() as connection:
        cible = _cible(connection, serveur, appelant, document, ecrire=False)
        whole = serveur.depot.whole(cible.departement, cible.dossier, cible.annonce.empreinte)
        line = connection.execute(_line(cible)).first()
        complete = line is not None and line.complet_le is not None and whole.exists()
        if not complete and (line is None or line.complet_le is not None):
            _lose(connection, serveur, cible)
    if not complete:
        raise AbsentError(_NOT_YET)
    return whole, whole.stat().st_size


def ranger(
    connection: Connection, serveur: Serveur, departement: str, dossier: str, octets: bytes
) -> Annonce:
    """Keep a content that the server itself has, whole at once, and return what its document announces.

    On the disk before the line is written, as what devices send. Raises OSError.
    """
    annonce = Annonce(hashlib.sha256(octets).hexdigest(), len(octets))
    whole = serveur.depot.whole(departement, dossier, annonce.empreinte)
    if not whole.exists():
        serveur.depot.write(whole, 0, octets)
        serveur.depot.finish(whole)
    held = {"recu": annonce.taille, "complet_le": instant(serveur.clock.now())}
    here = _key(departement, dossier, annonce.empreinte)
    if connection.execute(update(contenu).where(*here).values(held)).rowcount == 0:
        line = {"departement": departement, "dossier": dossier, "empreinte": annonce.empreinte}
        connection.execute(
            insert(contenu).values(
                **line, taille=annonce.taille, cree_le=instant(serveur.clock.now()), **held
            )
        )
    return annonce


def remettre(serveur: Serveur, departement: str, document: str, octets: bytes) -> None:
    """Put back the content of a document, if it is the one announced. Raises OSError."""
    with serveur.engine.begin() as connection:
        row = connection.execute(
            select(_DOCUMENT).where(_DOCUMENT.c.departement == departement, _DOCUMENT.c.id == document)
        ).first()
        if row is None or row.supprime or row.empreinte != hashlib.sha256(octets).hexdigest():
            return
        annonce = ranger(connection, serveur, departement, row.dossier, octets)
        ecriture = Ecriture(connection, departement, None, serveur.clock, serveur.ids)
        cible = _Cible(departement, row.dossier, annonce, str(row.media or ""))
        _mark(connection, ecriture, cible, present=True)


def is_there(
    connection: Connection, departement: str, dossier: str | None, values: Mapping[str, Value]
) -> bool:
    """Tell whether what a new document announces is already whole in its dossier: one file serves both."""
    annonce = announced(values)
    if annonce is None or dossier is None:
        return False
    found = connection.execute(
        select(contenu.c.complet_le).where(*_key(departement, dossier, annonce.empreinte))
    ).scalar()
    return found is not None


def purger(connection: Connection, serveur: Serveur, departement: str, dossier: str) -> None:
    """Throw away every content of a dossier that is purged."""
    connection.execute(
        delete(contenu).where(contenu.c.departement == departement, contenu.c.dossier == dossier)
    )
    serveur.depot.purge(departement, dossier)


def balayer(serveur: Serveur) -> int:
    """Throw away the contents that no document has named for 30 days; return how many."""
    limit = instant(serveur.clock.now() - UNREFERENCED)
    with serveur.engine.begin() as connection:
        same = (_DOCUMENT.c.departement == contenu.c.departement) & (_DOCUMENT.c.dossier == contenu.c.dossier)
        named = select(_DOCUMENT.c.id).where(
            same,
            _DOCUMENT.c.empreinte == contenu.c.empreinte,
            _DOCUMENT.c.supprime.is_(False) | (_DOCUMENT.c.modifie_le >= limit),
        )
        waits = select(_REPRISE.c.id).where(
            _REPRISE.c.departement == contenu.c.departement,
            _REPRISE.c.dossier == contenu.c.dossier,
            _REPRISE.c.statut == Statut.OUVERTE,
            _REPRISE.c.sorte == "document",
        )
        left = connection.execute(
            select(contenu).where(contenu.c.cree_le < limit, ~named.exists(), ~waits.exists())
        ).all()
        for line in left:
            connection.execute(delete(contenu).where(*_key(line.departement, line.dossier, line.empreinte)))
            serveur.depot.discard(serveur.depot.whole(line.departement, line.dossier, line.empreinte))
    return len(left)


def _cible(
    connection: Connection, serveur: Serveur, appelant: Appelant, document: str, *, ecrire: bool
) -> _Cible:
    """Find what a document announces, if the caller may reach it. Raises AbsentError, ContenuRefuseError."""
    row = connection.execute(
        select(_DOCUMENT).where(
            _DOCUMENT.c.departement == appelant.departement,
            _DOCUMENT.c.id == document,
            _DOCUMENT.c.supprime.is_(False),
        )
    ).first()
    dossier = None if row is None else row.dossier
    values: dict[str, Value] | None = None if row is None else dict(row._mapping)  # noqa: SLF001 - the public name
    if row is not None and not (
        ecrire and (row.cree_par == appelant.compte or _taken_in(connection, appelant, document))
    ):
        day = today(serveur.clock, appelant.fuseau)
        if dossier not in visible_among(connection, appelant, [str(dossier)], day):
            values = None
    if row is None and ecrire:
        dossier, values = _waiting(connection, appelant, document)
    if values is None or not isinstance(dossier, str):
        raise AbsentError(UNKNOWN)
    annonce = announced(values)
    if annonce is None:
        raise ContenuRefuseError("La fiche de ce document ne dit pas quel contenu attendre.")
    return _Cible(appelant.departement, dossier, annonce, str(values.get("media") or ""))


def _waiting(
    connection: Connection, appelant: Appelant, document: str
) -> tuple[str | None, dict[str, Value] | None]:
    """Return what the caller wrote of a document that waits for somebody to take it in (decision 16)."""
    row = connection.execute(
        select(_REPRISE.c.dossier, _REPRISE.c.champs).where(
            _REPRISE.c.departement == appelant.departement,
            _REPRISE.c.cible == document,
            _REPRISE.c.sorte == "document",
            _REPRISE.c.auteur == appelant.compte,
            _REPRISE.c.statut == Statut.OUVERTE,
            _REPRISE.c.supprime.is_(False),
        )
    ).first()
    if row is None:
        return None, None
    return row.dossier, {name: sides.get("moi") for name, sides in (row.champs or {}).items()}


def _taken_in(connection: Connection, appelant: Appelant, document: str) -> bool:
    """Tell whether a document is the caller's work that somebody took in before its content had come."""
    mine = select(_REPRISE.c.id).where(
        _REPRISE.c.departement == appelant.departement,
        _REPRISE.c.cible == document,
        _REPRISE.c.sorte == "document",
        _REPRISE.c.auteur == appelant.compte,
        _REPRISE.c.issue == Outcome.QUARANTINED,
        _REPRISE.c.statut == Statut.REPRISE,
    )
    return connection.execute(mine).first() is not None


def _take(connection: Connection, serveur: Serveur, cible: _Cible, position: int, octets: bytes) -> Depose:
    depot, taille = serveur.depot, cible.annonce.taille
    whole = depot.whole(cible.departement, cible.dossier, cible.annonce.empreinte)
    line = _locked(connection, serveur, cible)
    if whole.exists():  # sent by somebody else, or a cut came before the number could be written
        return _note(connection, serveur, cible, taille, complet=True)
    held = min(int(line.recu), depot.held(whole))  # the folder may be older than the base, put back
    if position != held:
        raise PositionError(held, f"La suite de ce document est attendue à partir de l’octet {held}.")
    if position + len(octets) > taille:
        raise ContenuRefuseError("Ce contenu est plus long qu’annoncé.")
    if position == 0 and octets and not octets.startswith(_ZIP):
        _check_format(cible, octets, b"")
    if octets:
        depot.write(whole, position, octets)
    held += len(octets)
    if held < taille:
        return _note(connection, serveur, cible, held, complet=False)
    try:
        _check_format(cible, *depot.ends(whole))
    except ContenuRefuseError:
        depot.discard(whole)
        raise
    complete = depot.finish(whole)
    return _note(connection, serveur, cible, taille if complete else 0, complet=complete)


def _check_format(cible: _Cible, head: bytes, tail: bytes) -> None:
    try:
        found = format_of(head, tail)
    except RefusedError as refused:
        raise ContenuRefuseError(refused.message, refused.rule) from refused
    if found.media != cible.media:
        raise ContenuRefuseError(
            f"Ce contenu n’est pas du format annoncé\u00a0: c’est {found.nom}.", "R-DOC-2"
        )


def _locked(connection: Connection, serveur: Serveur, cible: _Cible) -> Row[Any]:
    """Return the line of a content, locked; make it if it is the first piece."""
    query = _line(cible).with_for_update()
    line = connection.execute(query).first()
    if line is not None:
        return line
    # What is on its way counts whole: else many begun together would each find room.
    begun = select(func.coalesce(func.sum(contenu.c.taille), 0)).where(
        contenu.c.departement == cible.departement, contenu.c.dossier == cible.dossier
    )
    already = int(connection.execute(begun).scalar_one())
    if (refused := size_refusal(cible.annonce.taille, already)) is not None:
        raise ContenuRefuseError(refused.message, refused.rule)
    try:
        with connection.begin_nested():
            connection.execute(
                insert(contenu).values(
                    departement=cible.departement,
                    dossier=cible.dossier,
                    empreinte=cible.annonce.empreinte,
                    taille=cible.annonce.taille,
                    recu=0,
                    cree_le=instant(serveur.clock.now()),
                )
            )
    except IntegrityError:
        _log.debug("two devices began the same content at once")
    return connection.execute(query).one()


def _note(connection: Connection, serveur: Serveur, cible: _Cible, recu: int, *, complet: bool) -> Depose:
    """Write how far a content has come: the bytes are on the disk by now."""
    whole_since = instant(serveur.clock.now()) if complet else None
    connection.execute(
        update(contenu)
        .where(*_key(cible.departement, cible.dossier, cible.annonce.empreinte))
        .values(recu=recu, complet_le=whole_since)
    )
    return Depose(recu, complet)


def _tell(connection: Connection, serveur: Serveur, appelant: Appelant, cible: _Cible) -> None:
    """Say on every document of this content that it has arrived; the devices learn by the next pull."""
    _mark(
        connection,
        Ecriture(
            connection,
            cible.departement,
            appelant.compte,
            serveur.clock,
            serveur.ids,
            appareil=appelant.appareil,
        ),
        cible,
        present=True,
    )


def _lose(connection: Connection, serveur: Serveur, cible: _Cible) -> None:
    """Say that a content is not there, if a document says it is: the devices that hold it offer it again."""
    _note(connection, serveur, cible, 0, complet=False)
    ecriture = Ecriture(connection, cible.departement, None, serveur.clock, serveur.ids)
    if _mark(connection, ecriture, cible, present=False):
        _log.error("un contenu complet manque dans le dossier des contenus")


def _mark(connection: Connection, ecriture: Ecriture, cible: _Cible, *, present: bool) -> bool:
    """Write on every document of a content whether it is there; tell whether one said otherwise."""
    there = _DOCUMENT.c.contenu_present.is_(True)
    documents = connection.execute(
        select(_DOCUMENT.c.id)
        .where(
            _DOCUMENT.c.departement == cible.departement,
            _DOCUMENT.c.dossier == cible.dossier,
            _DOCUMENT.c.empreinte == cible.annonce.empreinte,
            _DOCUMENT.c.supprime.is_(False),
            ~there if present else there,
        )
        .order_by(_DOCUMENT.c.id)
    )
    wrong = documents.scalars().all()
    for document in wrong:
        ecriture.modifier("document", document, {"contenu_present": present})
    ecriture.terminer()
    return bool(wrong)


def _line(cible: _Cible) -> Any:  # noqa: ANN401 - a select of this table's columns
    return select(contenu).where(*_key(cible.departement, cible.dossier, cible.annonce.empreinte))


def _key(departement: str, dossier: str, empreinte: str) -> tuple[Any, Any, Any]:
    return (
        contenu.c.departement == departement,
        contenu.c.dossier == dossier,
        contenu.c.empreinte == empreinte,
    )
