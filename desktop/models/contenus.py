"""Which contents are here, which are on their way, and which way (see ``desktop.vault.contenus``).

A line says what is done with the content of one document; the record itself says whether the server
has it (``contenu_present``). A line outlives its record where work would be lost otherwise: while a
deletion waits for its answer, while a refused record waits for a person, and when a dossier leaves
with a photo not yet sent.
"""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, insert, or_, select, update

from desktop.models.replique import get
from desktop.models.tables import RECORDS, changement, contenu
from domain.clock import Clock, instant, today
from domain.exchange.v1 import Op
from domain.reprise.rules import Statut

KEPT = dt.timedelta(days=30)
"""How long a content that nobody can take any more is kept, like what was sent (rule 15)."""
AUTOMATIC = "contenus_automatiques"
AUTOMATIC_DEFAULT = 2_000_000
_CERS = ("cer_scannes", "cer_retablissement")
_DOCUMENT, _DOSSIER, _REPRISE = RECORDS["document"], RECORDS["dossier"], RECORDS["reprise"]
Line = Row[Any]


class Sens(StrEnum):
    """Which way a content goes."""

    ENVOI = "envoi"  # added here: whole on this disk from the start
    RECEPTION = "reception"


class Etape(StrEnum):
    """How far a content is."""

    A_FAIRE = "a_faire"
    FINI = "fini"
    REFUSE = "refuse"  # kept, with the reason, until a person decides


def add(connection: Connection, document: str, dossier: str, empreinte: str, taille: int, now: str) -> None:
    """Note a content added here: it will be sent once its record has been."""
    _insert(connection, document, dossier, (empreinte, taille), Sens.ENVOI, now)


def ask(connection: Connection, documents: Iterable[str], now: str) -> int:
    """Ask for the contents of documents that the server has and this computer has not; count them."""
    wanted = connection.execute(
        select(_DOCUMENT)
        .where(_DOCUMENT.c.id.in_(list(documents)), _DOCUMENT.c.contenu_present.is_(True))
        .where(_DOCUMENT.c.empreinte.is_not(None), _DOCUMENT.c.taille > 0)
    ).all()
    asked = 0
    for row in wanted:
        line = connection.execute(select(contenu).where(contenu.c.document == row.id)).first()
        if line is None:
            key = (row.empreinte, row.taille)
            _insert(connection, row.id, row.dossier, key, Sens.RECEPTION, now)
        elif line.etat == Etape.REFUSE:
            note(connection, row.id, fait=0, etat=Etape.A_FAIRE, motif="")
        asked += line is None or line.etat == Etape.REFUSE
    return asked


def automatic(connection: Connection, clock: Clock) -> list[str]:
    """Return the documents to fetch unasked: the last CER on paper of each dossier I accompany.

    Up to the size that the person chose (``AUTOMATIC``, bytes; 0: nothing comes by itself).
    """
    limit = get(connection, AUTOMATIC, AUTOMATIC_DEFAULT)
    if not limit:
        return []
    day, affectation = today(clock).isoformat(), RECORDS["affectation"].c
    mine = select(affectation.dossier).where(
        affectation.referent == get(connection, "compte", {}).get("id"),
        or_(affectation.debut.is_(None), affectation.debut <= day),
        or_(affectation.fin.is_(None), affectation.fin == "", affectation.fin >= day),
    )
    rows = connection.execute(
        select(_DOCUMENT.c.dossier, _DOCUMENT.c.id, _DOCUMENT.c.taille, contenu.c.document)
        .outerjoin(contenu, contenu.c.document == _DOCUMENT.c.id)
        .where(or_(_DOCUMENT.c.type == "cer", _DOCUMENT.c.rangement.in_(_CERS)))
        .where(_DOCUMENT.c.contenu_present.is_(True), _DOCUMENT.c.dossier.in_(mine))
        .order_by(_DOCUMENT.c.date_envoi, _DOCUMENT.c.cree_le, _DOCUMENT.c.id)
    )
    latest = {row.dossier: row for row in rows}
    return [row.id for row in latest.values() if row.document is None and (row.taille or 0) <= limit]


def note(connection: Connection, document: str, **values: object) -> None:
    """Write how far a content is."""
    connection.execute(update(contenu).where(contenu.c.document == document).values(**values))


def to_send(connection: Connection, passed: Iterable[str] = ()) -> list[Line]:
    """Return what can be sent now, what is begun first: its record has reached the server.

    Or the server took the record aside, and it is here no more (refused, or its dossier has left): it
    keeps the content beside the work that waits for a person (decision 16).
    """
    return list(
        connection.execute(
            _to_send()
            .where(contenu.c.document.not_in(list(passed)), _unanswered().is_(None))
            .where(or_(_DOCUMENT.c.part_digest.is_not(None), _DOCUMENT.c.id.is_(None)))
        ).all()
    )


def to_receive(connection: Connection, passed: Iterable[str] = ()) -> list[Line]:
    """Return what was asked for and has not come whole, what is begun first, then the smallest."""
    return list(
        connection.execute(
            select(contenu)
            .where(contenu.c.sens == Sens.RECEPTION, contenu.c.etat == Etape.A_FAIRE)
            .where(contenu.c.document.not_in(list(passed)))
            .order_by(contenu.c.fait == 0, contenu.c.taille, contenu.c.document)
        ).all()
    )


def leave(connection: Connection, dossier: str) -> None:
    """Let the contents of a dossier that leaves go; those not sent yet stay until they are (lesson 10)."""
    sent = or_(contenu.c.sens == Sens.RECEPTION, contenu.c.etat == Etape.FINI)
    connection.execute(delete(contenu).where(contenu.c.dossier == dossier, sent))


def due(connection: Connection, now: dt.datetime) -> tuple[list[str], list[str]]:
    """Return the documents whose content may go, and those to offer to the server again.

    Again: the server says it has not what is whole here; it was put back from a backup, or lost it.
    """
    lines = connection.execute(
        select(
            contenu.c.document,
            contenu.c.etat,
            contenu.c.sens,
            contenu.c.cree_le,
            _DOCUMENT.c.contenu_present,
            _DOCUMENT.c.id.label("record"),
            _DOSSIER.c.id.label("here"),
            _unanswered(any_op=True).label("waits"),
            select(_REPRISE.c.id)
            .where(_REPRISE.c.cible == contenu.c.document, _REPRISE.c.statut == Statut.OUVERTE)
            .limit(1)
            .scalar_subquery()
            .label("reprise"),
        )
        .outerjoin(_DOCUMENT, _DOCUMENT.c.id == contenu.c.document)
        .outerjoin(_DOSSIER, _DOSSIER.c.id == contenu.c.dossier)
    ).all()
    limit = instant(now - KEPT)
    gone = [line.document for line in lines if _may_go(line, limit)]
    again = [
        line.document
        for line in lines
        if line.record and line.etat == Etape.FINI and not line.contenu_present and line.waits is None
    ]
    return gone, again


def forget(connection: Connection, documents: Iterable[str]) -> None:
    """Drop the lines of these documents; their files are swept afterwards."""
    connection.execute(delete(contenu).where(contenu.c.document.in_(list(documents))))


def kept(connection: Connection) -> list[tuple[str, str]]:
    """Return (dossier, empreinte) of every content that has its place here."""
    rows = connection.execute(select(contenu.c.dossier, contenu.c.empreinte).distinct())
    return [(row.dossier, row.empreinte) for row in rows]


def _may_go(line: Any, limit: str) -> bool:  # noqa: ANN401 - a row of nine columns
    if line.record or line.waits or line.reprise:
        return False
    if line.here:
        return True  # taken out, and the server agreed
    return bool(line.etat == Etape.FINI or line.sens == Sens.RECEPTION or line.cree_le < limit)


def _to_send() -> Select[Any]:
    return (
        select(contenu)
        .outerjoin(_DOCUMENT, _DOCUMENT.c.id == contenu.c.document)
        .where(contenu.c.sens == Sens.ENVOI, contenu.c.etat == Etape.A_FAIRE)
        .order_by(contenu.c.fait == 0, contenu.c.cree_le, contenu.c.document)
    )


def _unanswered(*, any_op: bool = False) -> ColumnElement[Any]:
    lines = select(changement.c.id).where(changement.c.record == contenu.c.document)
    if not any_op:
        lines = lines.where(changement.c.op == Op.CREATE)
    return lines.limit(1).scalar_subquery()


def _insert(
    connection: Connection, document: str, dossier: str, key: tuple[str, int], sens: Sens, now: str
) -> None:
    empreinte, taille = key
    connection.execute(
        insert(contenu).values(
            document=document,
            dossier=dossier,
            empreinte=empreinte,
            taille=taille,
            sens=sens,
            fait=0,
            etat=Etape.A_FAIRE,
            motif="",
            cree_le=now,
        )
    )
