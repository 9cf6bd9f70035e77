"""A Word document of a dossier, finished in Word and taken back: the new one takes the place of the old.

The file lies in the private folder that the lock empties (decision 26). It is taken back when asked,
and at the latest at the lock, as it was last saved: what is typed in Word is not lost for a button
forgotten. Taking back makes another document and takes the first one out, in one transaction: whether
the first had left already makes no difference. Discarded: changing the fingerprint of the same record,
which its content, on its way to the server or back, does not follow.
"""

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from desktop.services.documents import Documents
from desktop.services.poste import Poste, Values, row, text_of
from desktop.services.saisie import delete_whole
from domain.document.contenu import RULE, WORD
from domain.errors import RefusedError

_log = logging.getLogger(__name__)
_KEPT = ("date_envoi", "cer", "repere")


@dataclass(frozen=True, slots=True)
class _Copie:
    chemin: Path
    empreinte: str


class Retouches:
    """Use cases of the documents that are open in Word to be changed."""

    def __init__(self, poste: Poste, documents: Documents) -> None:
        self._poste = poste
        self._documents = documents
        self._copies: dict[str, _Copie] = {}

    @property
    def ouverts(self) -> frozenset[str]:
        """Return the documents of which a copy may be changing."""
        return frozenset(self._copies)

    def ouvrir(self, document: str) -> Path:
        """Put a document where Word can change it; return where. Raises RefusedError."""
        if (known := self._copies.get(document)) is not None and known.chemin.exists():
            return known.chemin
        path = self._documents.ouvrir(document, modifiable=True)
        self._copies[document] = _Copie(path, _fingerprint(path.read_bytes()))
        return path

    def reprendre(self, document: str) -> str | None:
        """Take back what was saved in Word; return the new document, ``None`` if nothing has changed.

        Raises RefusedError: the file cannot be read, is no longer Word, the dossier is not to be written.
        """
        copy = self._copies[document]
        try:
            octets = copy.chemin.read_bytes()
        except OSError as error:
            raise RefusedError(
                "Ce document ne peut pas être relu\u00a0: fermez-le dans Word, puis reprenez-le."
            ) from error
        if _fingerprint(octets) == copy.empreinte:
            return None
        prepare = self._documents.preparer_octets(octets, copy.chemin.name)
        if prepare.format is not WORD:
            raise RefusedError("Ce document n’est plus un document Word (.docx).", RULE)
        with self._poste.replique.read() as connection:
            record = row(connection, "document", document)
        if record is None:
            raise RefusedError("Ce document n’est plus dans le dossier.", "R-DOC-5")

        def replace(connection: Connection) -> Values:
            delete_whole(self._poste, connection, "document", document)
            return {name: record[name] for name in _KEPT}

        made = self._documents.ajouter(
            str(record["dossier"]),
            prepare,
            rangement=str(record["rangement"]),
            type_=text_of(record["type"]),
            nom=str(record["nom"]),
            avec=replace,
        )
        del self._copies[document]
        self._copies[made] = _Copie(copy.chemin, _fingerprint(octets))
        return made

    def tout_reprendre(self) -> None:
        """Take back whatever was changed; what cannot be stays as it was filed."""
        for document in tuple(self._copies):
            try:
                self.reprendre(document)
            except RefusedError as refused:
                _log.info("un document retouché n’a pas été repris\u00a0: %s", refused.rule or "illisible")


def _fingerprint(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()
