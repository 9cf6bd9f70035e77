"""«Préparer ma permanence»: whether all is on this computer for the days to come without network.

One reading says what is there, how old it is and what is missing; one act asks for what is missing
and synchronises. Nothing here waits: what was asked for comes by the worker, and is read again.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from desktop.models.outbox import waiting
from desktop.models.tables import RECORDS
from desktop.services.document_lu import DocumentLu, Etat
from desktop.services.documents import Documents
from desktop.services.journee import Journee, RendezVous
from desktop.services.lignes_cer import LigneCer, cers_by_dossier
from desktop.services.poste import Poste, known, rows, text_of
from desktop.services.reprises import open_items
from desktop.services.synchro import Synchro
from domain.clock import PARIS, read_instant
from domain.french import ago, long_date, plural, short_date, size
from domain.modele_word.depose import modele_depose
from domain.reglage.verification import MODELE_WORD

FRAIS = dt.timedelta(minutes=30)
_COMING = (Etat.A_TELECHARGER, Etat.EN_RECEPTION)


class Niveau(StrEnum):
    """How a point stands: ready, to know, missing."""

    PRET = "pret"
    SAVOIR = "savoir"
    MANQUE = "manque"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to check before leaving."""

    quoi: str
    texte: str
    niveau: Niveau


@dataclass(frozen=True, slots=True)
class RendezVousPrepare:
    """An appointment to come, and what of its dossier is here."""

    rendez_vous: RendezVous
    cer: str
    documents: int
    manquants: int


@dataclass(frozen=True, slots=True)
class Preparation:
    """What the page shows. ``vierges``: how many blank CERs one would take along."""

    points: tuple[Point, ...]
    rendez_vous: tuple[RendezVousPrepare, ...]
    vierges: int

    @property
    def prete(self) -> bool:
        """Tell whether one may leave: nothing is missing."""
        return all(point.niveau is not Niveau.MANQUE for point in self.points)


class Permanence:
    """Use case of the page."""

    def __init__(self, poste: Poste, journee: Journee, documents: Documents, synchro: Synchro) -> None:
        self._poste = poste
        self._journee = journee
        self._documents = documents
        self._synchro = synchro

    def lire(self) -> Preparation:
        """Return how things stand now."""
        poste = self._poste
        meetings = self._to_come()
        dossiers = {one.dossier for one in meetings}
        documents = self._documents.manquants(dossiers)
        coming = [document for document in documents if document.etat in _COMING]
        with poste.replique.read() as connection:
            held = rows(connection, "document", RECORDS["document"].c.dossier.in_(sorted(dossiers)))
            cers = cers_by_dossier(poste, connection)
            last = text_of(known(connection, "derniere_synchro"))
            unsent, open_ = waiting(connection), open_items(connection)
            count = len(rows(connection, "dossier"))
            revision = known(connection, "reglages") or 0
        of = [str(line["dossier"]) for line in held]
        prepared = tuple(
            RendezVousPrepare(
                rendez_vous=one,
                cer=_last_cer(cers.get(one.dossier, [])),
                documents=of.count(one.dossier),
                manquants=sum(document.dossier == one.dossier for document in coming),
            )
            for one in meetings
        )
        points = (
            self._fresh(last),
            *self._offline(last),
            Point("Dossiers", f"{plural(count, 'dossier')} sur ce poste.", Niveau.PRET),
            _of_documents(documents),
            self._model(revision, last),
            _of_work(unsent, open_),
        )
        without = sum(not cers.get(one.dossier) for one in meetings)
        return Preparation(points, prepared, max(2, without))

    def preparer(self) -> None:
        """Ask for the contents that the appointments need, and synchronise at once."""
        self._documents.demander_dossiers({one.dossier for one in self._to_come()})
        self._synchro.demander()

    def _to_come(self) -> list[RendezVous]:
        lue = self._journee.lire()
        return [one for one in (*lue.rendez_vous, *lue.prochains) if one.realisation == "prevu"]

    def _fresh(self, last: str | None) -> Point:
        if last is None:
            return Point("Mise à jour", "Ce poste n’a encore jamais été synchronisé.", Niveau.MANQUE)
        now = self._poste.clock.now()
        fresh = now - read_instant(last) <= FRAIS
        text = f"Reçu du serveur {ago(last, now)}."
        return Point("Mise à jour", text, Niveau.PRET if fresh else Niveau.MANQUE)

    def _model(self, revision: int, last: str | None) -> Point:
        settings = self._poste.settings
        word = modele_depose(settings[MODELE_WORD])
        version = f"{settings['cer.version']}, en Word {word.version}" if word else settings["cer.version"]
        text = f"Version {version}, réglages n° {revision}, tels qu’au dernier contact."
        return Point("Modèle du CER", text, Niveau.PRET if last else Niveau.MANQUE)

    def _offline(self, last: str | None) -> tuple[Point, ...]:
        """Say until when the replica opens without the server (decision 24)."""
        if last is None:
            return ()
        days = int(self._poste.settings["departement.ouverture_hors_ligne_jours"])
        until = (read_instant(last) + dt.timedelta(days=days)).astimezone(PARIS).date()
        text = f"Ce poste s’ouvre sans réseau jusqu’au {long_date(until.isoformat())}."
        return (Point("Ouverture sans réseau", text, Niveau.PRET),)


def _of_documents(missing: tuple[DocumentLu, ...]) -> Point:
    coming = [one for one in missing if one.etat in _COMING]
    if coming:
        weight = size(sum(one.taille for one in coming))
        text = f"{plural(len(coming), 'document')} des rendez-vous à télécharger, {weight}."
        return Point("Documents", text, Niveau.MANQUE)
    if missing:
        text = f"{plural(len(missing), 'document')} que le serveur n’a pas encore reçu de leur auteur."
        return Point("Documents", text, Niveau.SAVOIR)
    return Point("Documents", "Ceux des rendez-vous à venir s’ouvrent tous ici.", Niveau.PRET)


def _of_work(unsent: int, open_: int) -> Point:
    parts = []
    if unsent:
        parts.append(f"{plural(unsent, 'changement')} à envoyer")
    if open_:
        parts.append(f"{plural(open_, 'envoi')} à reprendre")
    if parts:
        return Point("Votre travail", f"{' et '.join(parts)}\u00a0: gardés sur ce poste.", Niveau.SAVOIR)
    return Point("Votre travail", "Tout est envoyé.", Niveau.PRET)


def _last_cer(cers: list[LigneCer]) -> str:
    if not cers:
        return "Aucun CER"
    last = max(cers, key=lambda cer: cer.numero or 0)
    end = f", au {short_date(last.fin)}" if last.fin else ""
    return f"CER n° {last.numero}, {last.etat_libelle.lower()}{end}"
