"""A document as its user is told of it: what it is, where its content is, how far on its way."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, func, select

from desktop.models.contenus import Etape, Line, Sens
from desktop.models.tables import contenu
from desktop.services.poste import Values, rows, text_of
from domain.french import plural, size


class Etat(StrEnum):
    """Where the content of a document is, as its user is told."""

    ICI = "ici"
    A_ENVOYER = "a_envoyer"
    EN_ENVOI = "en_envoi"
    A_TELECHARGER = "a_telecharger"
    EN_RECEPTION = "en_reception"
    REFUSE = "refuse"
    ATTENDU = "attendu"  # its author has not sent it yet


@dataclass(frozen=True, slots=True)
class DocumentLu:
    """A document of the list. ``pourcent``: of what is on its way; ``ici``: it can be opened now."""

    id: str
    dossier: str
    nom: str
    rangement: str | None
    rangement_libelle: str
    type: str | None
    type_libelle: str
    media: str
    taille: int
    date: str | None
    etat: Etat
    pourcent: int
    motif: str
    ici: bool

    @property
    def champs(self) -> Values:
        """Return what may be corrected of it (R-DOC-5)."""
        return {"nom": self.nom, "type": self.type, "rangement": self.rangement, "date_envoi": self.date}


@dataclass(frozen=True, slots=True)
class EnCours:
    """What is still to go and to come, in documents and bytes."""

    envois: int
    octets_envois: int
    receptions: int
    octets_receptions: int
    refuses: int

    @property
    def phrase(self) -> str:
        """Say it in one line: «2 documents à envoyer, 1,4 Mo»; empty if there is nothing to say."""
        parts = []
        if self.envois:
            parts.append(f"{plural(self.envois, 'document')} à envoyer, {size(self.octets_envois)}")
        if self.receptions:
            parts.append(f"{plural(self.receptions, 'document')} à recevoir, {size(self.octets_receptions)}")
        if self.refuses:
            parts.append(f"{plural(self.refuses, 'document refusé', 'documents refusés')}")
        return " · ".join(parts)


def read_documents(connection: Connection, where: ColumnElement[bool]) -> tuple[DocumentLu, ...]:
    """Return the documents that answer ``where``, the latest first."""
    records = rows(connection, "document", where)
    found = connection.execute(
        select(contenu).where(contenu.c.document.in_([str(one["id"]) for one in records]))
    )
    lines = {line.document: line for line in found}
    read = [_document(one, lines.get(str(one["id"]))) for one in records]
    return tuple(sorted(read, key=lambda one: (one.date or "", one.id), reverse=True))


def read_under_way(connection: Connection) -> EnCours:
    """Return what is still to go and to come, all dossiers together."""
    left = func.coalesce(func.sum(contenu.c.taille - contenu.c.fait), 0)
    found = connection.execute(
        select(contenu.c.sens, contenu.c.etat, func.count(), left)
        .where(contenu.c.etat != Etape.FINI)
        .group_by(contenu.c.sens, contenu.c.etat)
    ).all()
    sums = {(sens, etat): (count, octets) for sens, etat, count, octets in found}
    none = (0, 0)
    return EnCours(
        *sums.get((Sens.ENVOI, Etape.A_FAIRE), none),
        *sums.get((Sens.RECEPTION, Etape.A_FAIRE), none),
        refuses=sum(count for (_, etat), (count, _) in sums.items() if etat == Etape.REFUSE),
    )


def _document(record: Values, line: Line | None) -> DocumentLu:
    etat, pourcent = _state(record, line)
    return DocumentLu(
        id=str(record["id"]),
        dossier=str(record["dossier"]),
        nom=str(record["nom"] or "Document"),
        rangement=text_of(record["rangement"]),
        rangement_libelle=str(record["rangement_libelle"] or ""),
        type=text_of(record["type"]),
        type_libelle=str(record["type_libelle"] or ""),
        media=str(record["media"] or ""),
        taille=int(str(record["taille"] or 0)),
        date=text_of(record["date_envoi"]),
        etat=etat,
        pourcent=pourcent,
        motif="" if line is None else line.motif,
        ici=line is not None and (line.sens == Sens.ENVOI or line.etat == Etape.FINI),
    )


def _state(record: Values, line: Line | None) -> tuple[Etat, int]:
    if line is None:
        return (Etat.A_TELECHARGER if record["contenu_present"] else Etat.ATTENDU), 0
    if line.etat == Etape.REFUSE:
        return Etat.REFUSE, 0
    if line.etat == Etape.FINI:
        return Etat.ICI, 100
    percent = 100 * line.fait // max(1, line.taille)
    if line.sens == Sens.RECEPTION:
        return Etat.EN_RECEPTION, percent
    return (Etat.EN_ENVOI if line.fait else Etat.A_ENVOYER), percent
