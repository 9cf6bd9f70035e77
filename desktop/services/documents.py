"""The documents of a dossier: adding one, asking for its content, opening it (R-DOC-1, R-DOC-2, R-DOC-5).

The record is a record like any other, created at once; the content is sealed on this disk first, and
travels after the records (``desktop.sync.contenus``). Nothing here waits for the network.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from desktop.documents.nommage import nom_conforme, nom_fichier, nom_libre
from desktop.models import contenus
from desktop.models.changes import Changes, touched
from desktop.models.contenus import Etape, Sens
from desktop.models.replique import get, put
from desktop.models.tables import RECORDS
from desktop.services.document_lu import DocumentLu, EnCours, read_documents, read_under_way
from desktop.services.poste import Poste, Values, row, rows
from desktop.services.saisie import delete_whole
from desktop.services.synchro import Synchro
from desktop.vault.contenus import Cle, Coffre, DamagedContentError
from desktop.vault.ouverts import Ouverts
from domain.clock import instant
from domain.document.contenu import (
    EDGE_BYTES,
    FORMATS,
    JPEG,
    MAX_BYTES,
    PNG,
    RULE,
    Format,
    format_of,
    size_refusal,
)
from domain.droits import refusal
from domain.errors import RefusedError
from domain.exchange.v1 import Op
from domain.french import size
from domain.registry import FORMS

READ_MAX: Final = 4 * MAX_BYTES
"""Of a file that is read at all: a photo is made smaller before it is measured."""
_PHOTOS = (b"RIFF", b"II*\x00", b"MM\x00*", b"BM")
NOT_HERE = "Le contenu de ce document n’est pas encore sur ce poste\u00a0: demandez-le, puis synchronisez."
UNREADABLE = "Ce fichier est abîmé sur ce poste\u00a0: le serveur le redonnera s’il l’a reçu."


@dataclass(frozen=True, slots=True)
class Prepare:
    """A file examined and made fit to be kept, not kept yet."""

    octets: bytes
    format: Format
    origine: str


class Documents:
    """Use cases of the documents."""

    def __init__(self, poste: Poste, synchro: Synchro) -> None:
        self._poste = poste
        self._synchro = synchro

    def lister(self, dossier: str) -> tuple[DocumentLu, ...]:
        """Return the documents of a dossier, the latest first."""
        return self._lire([dossier])

    def manquants(self, dossiers: Iterable[str]) -> tuple[DocumentLu, ...]:
        """Return the documents of these dossiers that cannot be opened here yet."""
        return tuple(one for one in self._lire(dossiers) if not one.ici)

    def en_cours(self) -> EnCours:
        """Return what is still to go and to come, all dossiers together."""
        with self._poste.replique.read() as connection:
            return read_under_way(connection)

    def preparer(self, chemin: Path) -> Prepare:
        """Read a file and make it fit to be kept; photos are set upright and made smaller.

        Takes up to a second on a large photo. Raises RefusedError: its format, its size, the disk.
        """
        try:
            if chemin.stat().st_size > READ_MAX:
                raise RefusedError(f"«\u00a0{chemin.name}\u00a0» pèse plus de {size(READ_MAX)}.", RULE)
            octets = chemin.read_bytes()
        except OSError as error:
            raise RefusedError(
                f"«\u00a0{chemin.name}\u00a0» ne peut pas être lu ({error.strerror})."
            ) from error
        return self.preparer_octets(octets, chemin.name)

    def preparer_octets(self, octets: bytes, origine: str) -> Prepare:
        """Examine bytes as :meth:`preparer` does those of a file."""
        ends = octets[:EDGE_BYTES], octets[-EDGE_BYTES:]
        found = JPEG if octets.startswith(_PHOTOS) else format_of(*ends)
        if found in (JPEG, PNG):
            # Imported at the first photo: Pillow costs 0.05 s of a start.
            from desktop.documents.photos import redresser  # noqa: PLC0415

            octets, found = redresser(octets)
        if (refused := size_refusal(len(octets))) is not None:
            raise refused
        return Prepare(octets, found, origine)

    def relier(self, photos: Sequence[Path]) -> Prepare:
        """Return one PDF made of photos, a sheet a page: a letter of three pages is one document.

        Raises RefusedError: one cannot be read or is no photo, and which; or all together are too large.
        """
        from desktop.documents.papier import PagePapier, relier  # noqa: PLC0415 - as for one photo

        bound = relier([PagePapier(self._sheet(photo), "") for photo in photos])
        return self.preparer_octets(bound, photos[0].name)

    def _sheet(self, photo: Path) -> bytes:
        try:
            sheet = self.preparer(photo)
        except RefusedError as refused:
            raise RefusedError(f"{photo.name}\u00a0: {refused.message}", refused.rule) from refused
        if sheet.format not in (JPEG, PNG):
            raise RefusedError(f"{photo.name}\u00a0: seules des photos se réunissent en un PDF.", RULE)
        return sheet.octets

    def proposer_nom(self, dossier: str, prepare: Prepare, type_: str | None = None) -> str:
        """Propose a name by the naming grid (R-DOC-2): what it is, who, the day."""
        nature = self._poste.settings.label("types_document", type_) or Path(prepare.origine).stem
        return self.nommer(dossier, nature, prepare.format)

    def nommer(self, dossier: str, nature: str, format_: Format) -> str:
        """Name a document of a dossier by the grid; two of them never bear one name."""
        poste = self._poste
        with poste.replique.read() as connection:
            person = row(connection, "dossier", dossier) or {}
            present = rows(connection, "document", RECORDS["document"].c.dossier == dossier)
        who = (str(person.get("nom") or ""), str(person.get("prenom") or ""))
        name = nom_fichier(nature, *who, poste.today, format_.extension)
        return nom_libre(name, {str(one["nom"]) for one in present})

    def ajouter(
        self,
        dossier: str,
        prepare: Prepare,
        *,
        rangement: str,
        type_: str | None = None,
        nom: str = "",
        avec: Callable[[Connection], Values] | None = None,
    ) -> str:
        """Keep a document in a dossier; return its identifier. It leaves with the next synchronisation.

        The content is on the disk, sealed, before the record says that it exists. ``avec`` writes what is
        born with it, in the same transaction, and returns what the record says of that. Raises RefusedError.
        """
        poste = self._poste
        cle = Cle(dossier, hashlib.sha256(prepare.octets).hexdigest())
        values: Values = poste.with_labels("document", {"rangement": rangement, "type": type_}) | {
            "nom": nom_conforme(nom, prepare.format.extension)
            if nom
            else self.proposer_nom(dossier, prepare, type_),
            "media": prepare.format.media,
            "taille": len(prepare.octets),
            "empreinte": cle.empreinte,
            "date_envoi": poste.today,
        }
        for name, value in values.items():
            if (sentence := FORMS["document"].by_name[name].refusal(value)) is not None:
                raise RefusedError(sentence, RULE)
        self._check(dossier, cle, len(prepare.octets), values)
        coffre = self._coffre

        def work(connection: Connection) -> tuple[str, Changes]:
            born = avec(connection) if avec is not None else {}
            record = poste.outbox.create(connection, "document", dossier, values | born)
            now = instant(poste.clock.now())
            contenus.add(connection, record, dossier, cle.empreinte, len(prepare.octets), now)
            return record, touched("document", record, dossier)

        with coffre.protege(cle):
            try:
                coffre.ecrire(cle, prepare.octets)
            except OSError as error:
                raise RefusedError(
                    f"Ce document n’a pas pu être gardé sur ce poste ({error.strerror}). Rien n’est ajouté."
                ) from error
            return poste.now_write(work)

    def demander(self, *documents: str) -> int:
        """Ask for the contents of documents; return how many were not here. They come with the next run."""

        def work(connection: Connection) -> tuple[int, Changes]:
            asked = contenus.ask(connection, documents, instant(self._poste.clock.now()))
            return asked, Changes(wide=True, origin=self)

        asked = self._poste.now_write(work)
        if asked:
            self._synchro.demander()
        return asked

    def demander_dossiers(self, dossiers: Iterable[str]) -> int:
        """Ask for everything that these dossiers hold and this computer has not."""
        return self.demander(*(one.id for one in self.manquants(dossiers)))

    def lire(self, document: str) -> bytes:
        """Return the content of a document. Raises RefusedError if it is not here or is damaged."""
        _, cle = self._cle(document)
        try:
            return b"".join(self._coffre.lire(cle))
        except FileNotFoundError as error:
            raise RefusedError(NOT_HERE) from error
        except (DamagedContentError, OSError) as error:
            self._damaged(document)
            raise RefusedError(UNREADABLE) from error

    def ouvrir(self, document: str, *, modifiable: bool = False) -> Path:
        """Put a document, in clear, where another program can show it (decision 26); return where.

        What that program changes in it is lost, unless it is ``modifiable`` and taken back
        (``desktop.services.retouches``).

        Its name there is made again from plain letters: what a record says names no path.
        """
        record, _ = self._cle(document)
        known = FORMATS.get(str(record["media"]))
        if known is None:
            raise RefusedError("Ce document est d’un format que ce programme n’ouvre pas.", RULE)
        stem = str(record["nom"] or "document").rpartition(".")[0] or "document"
        name = nom_fichier(stem, "", "", None, known.extension)
        try:
            return self._ouverts.deposer(document, name, [self.lire(document)], modifiable=modifiable)
        except OSError as error:
            raise RefusedError(f"Ce document n’a pas pu être ouvert ({error.strerror}).") from error

    def retirer(self, document: str) -> None:
        """Take a document out of its dossier (R-DOC-5); its file goes once the server agrees."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            return None, delete_whole(poste, connection, "document", document)

        poste.now_write(work)

    def reessayer(self, document: str) -> None:
        """Try again what was refused: a limit may have changed, a disk been freed."""

        def work(connection: Connection) -> tuple[None, Changes]:
            contenus.note(connection, document, fait=0, etat=Etape.A_FAIRE, motif="")
            return None, Changes(wide=True, origin=self)

        self._poste.now_write(work)
        self._synchro.demander()

    @property
    def automatique(self) -> int:
        """Return up to how many bytes the last CER on paper of my dossiers comes by itself; 0: never."""
        with self._poste.replique.read() as connection:
            return int(get(connection, contenus.AUTOMATIC, contenus.AUTOMATIC_DEFAULT))

    def regler_automatique(self, octets: int) -> None:
        """Choose up to how many bytes it comes by itself."""

        def work(connection: Connection) -> tuple[None, Changes]:
            put(connection, **{contenus.AUTOMATIC: octets})
            return None, Changes()

        self._poste.now_write(work)

    @property
    def _coffre(self) -> Coffre:
        replique = self._poste.replique
        return Coffre.beside(replique.path, replique.derive(b"contenus"))

    @property
    def _ouverts(self) -> Ouverts:
        return Ouverts.beside(self._poste.replique.path)

    def _check(self, dossier: str, cle: Cle, taille: int, values: Values) -> None:
        with self._poste.replique.read() as connection:
            writer = self._poste.writer(connection, dossier)
            present = rows(connection, "document", RECORDS["document"].c.dossier == dossier)
        refused = refusal(writer, FORMS["document"], Op.CREATE, values.keys(), None)
        already = sum(int(str(one["taille"] or 0)) for one in present)
        refused = refused or size_refusal(taille, already)
        if refused is not None:
            raise refused
        for one in present:
            if one["empreinte"] == cle.empreinte:
                raise RefusedError(f"Ce document est déjà dans le dossier\u00a0: «\u00a0{one['nom']}\u00a0».")

    def _cle(self, document: str) -> tuple[Values, Cle]:
        with self._poste.replique.read() as connection:
            record = row(connection, "document", document)
        if record is None:
            raise RefusedError("Ce document n’est plus dans le dossier.", "R-DOC-5")
        return record, Cle(str(record["dossier"]), str(record["empreinte"]))

    def _damaged(self, document: str) -> None:
        def work(connection: Connection) -> tuple[None, Changes]:
            note = {"sens": Sens.RECEPTION, "etat": Etape.REFUSE, "fait": 0, "motif": UNREADABLE}
            contenus.note(connection, document, **note)
            return None, Changes(wide=True, origin=self)

        self._poste.now_write(work)

    def _lire(self, dossiers: Iterable[str]) -> tuple[DocumentLu, ...]:
        with self._poste.replique.read() as connection:
            return read_documents(connection, RECORDS["document"].c.dossier.in_(list(dossiers)))
