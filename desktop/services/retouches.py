"""A Word document of a dossier, finished in Word and taken back: the new one takes the place of the old.

The file lies in the private folder that the lock empties, and a start after a crash too (decision 26):
what is saved there is taken into the replica within seconds (``relever``), and the lock takes the last of
it. What the dossier refuses is kept sealed in the replica and offered again at the next opening: a lock
that waited for somebody would leave a screen open behind him. Taking back makes another document and
takes the first one out, in one transaction: whether the first had left already makes no difference.
Discarded: changing the fingerprint of the same record, which its content, on its way to the server or
back, does not follow.
"""

import hashlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, select

from desktop.models.fichiers import patiently
from desktop.models.replique import put
from desktop.models.tables import etat
from desktop.services.documents import Documents
from desktop.services.poste import Poste, Values, row, text_of
from desktop.services.saisie import delete_whole
from domain.document.contenu import RULE, WORD
from domain.errors import RefusedError

HELD = "Un document retouché ne peut pas être relu\u00a0: fermez-le dans Word, puis recommencez."
OPEN = "Fermez Word\u00a0: ce qui s’y tape encore ne sera pas repris."
SEALED = (
    "Un document enregistré dans Word n’a pas pu être rangé dans son dossier. Il est gardé ici, chiffré, "
    "et vous sera proposé à l’ouverture."
)
_SEALED = "retouche/"
_LOCKS = ("~$", ".~lock.")  # what Word, and LibreOffice, lay beside a file that they hold
_SCRATCH = ("~", ".")
_SCRATCH_ENDS = frozenset({".tmp", ".wbk"})  # what either writes beside it while saving, and throws away

_Vue = tuple[int, int] | None


@dataclass(slots=True)
class _Copie:
    """``prise``, ``vue``, ``refusee``: the file as last taken, as last looked at, as last refused."""

    chemin: Path
    record: Values
    empreinte: str = ""
    prise: _Vue = None
    vue: _Vue = None
    refusee: _Vue = None


@dataclass(frozen=True, slots=True)
class Gardee:
    """What was saved in Word and that its dossier does not take, with the reason."""

    cle: str
    nom: str
    motif: str
    octets: bytes


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
        record = self._record(document) or {}  # if it has gone, the next line says so
        path = self._documents.ouvrir(document, modifiable=True)
        self._copies[document] = _Copie(path, record, _fingerprint(path.read_bytes()), _look(path))
        return path

    def reprendre(self, document: str) -> str | None:
        """Take back what was saved in Word; return the new document, ``None`` if nothing has changed.

        Raises RefusedError: the file cannot be read, is no longer Word, the dossier is not to be written.
        """
        path = self._copies[document].chemin
        seen = _look(path)
        try:
            octets = path.read_bytes()
        except OSError as error:
            raise RefusedError(
                "Ce document ne peut pas être relu\u00a0: fermez-le dans Word, puis reprenez-le."
            ) from error
        return self._take(document, octets, seen)

    def relever(self) -> tuple[str, ...]:
        """Take what has been saved since the last look; return the refusals, each said once.

        Meant for every few seconds: a file is taken when two looks have seen it the same.
        """
        if self._poste.replique.ecrivain.probleme:  # the disk: the screen must not wait for it
            return ()
        self._look_beside()
        said = []
        for document, copy in tuple(self._copies.items()):
            seen = _look(copy.chemin)
            if seen in (None, copy.prise, copy.refusee):
                continue
            if seen != copy.vue:
                copy.vue = seen
                continue
            try:
                self._take(document, copy.chemin.read_bytes(), seen)
            except OSError:
                continue  # Word is writing it
            except RefusedError as refused:
                copy.refusee = seen
                said.append(refused.message)
        return tuple(said)

    def tout_reprendre(self) -> str:
        """Take back whatever was changed, before the copies are erased; return what there is to say.

        What its dossier does not take is sealed in the replica. Raises RefusedError: the disk refuses, or
        a file that has changed is held by Word alone.
        """
        held = any(name.startswith(_LOCKS) for name in self._look_beside())
        words = [OPEN] if held else []
        for document, copy in tuple(self._copies.items()):
            seen = _look(copy.chemin)
            if seen in (None, copy.prise):
                continue
            try:
                octets = patiently(copy.chemin.read_bytes)
            except OSError as error:
                raise RefusedError(HELD) from error
            try:
                self._take(document, octets, seen)
            except RefusedError:
                self._seal(document, copy.record, octets)
                copy.empreinte, copy.prise = _fingerprint(octets), seen
                words.append(SEALED)
        return " ".join(dict.fromkeys(words))

    def reproposer(self) -> tuple[Gardee, ...]:
        """Offer what was sealed to its dossier again; return what is still not taken."""
        with self._poste.replique.read() as connection:
            found = connection.execute(
                select(etat.c.cle, etat.c.valeur).where(etat.c.cle.startswith(_SEALED)).order_by(etat.c.cle)
            ).all()
        left = []
        for cle, kept in found:
            octets = b64decode(kept["octets"])
            try:
                self._file(kept["document"], kept["record"], octets)
            except RefusedError as refused:
                left.append(Gardee(cle, kept["record"]["nom"], refused.message, octets))
            else:
                self.oublier(cle)
        return tuple(left)

    def oublier(self, cle: str) -> None:
        """Forget what was sealed: it is in its dossier, saved elsewhere, or given up."""

        def work(connection: Connection) -> tuple[None, None]:
            connection.execute(delete(etat).where(etat.c.cle == cle))
            return None, None

        self._poste.now_write(work)

    def _look_beside(self) -> list[str]:
        """Follow what Word has saved under another name beside a copy; return the names in these folders."""
        known = {copy.chemin: copy for copy in self._copies.values()}
        folders = {path.parent: copy.record for path, copy in known.items() if path.parent.is_dir()}
        found = [(path, record) for folder, record in folders.items() for path in sorted(folder.iterdir())]
        for path, record in found:
            scratch = path.name.startswith(_SCRATCH) or path.suffix.lower() in _SCRATCH_ENDS
            if path not in known and not scratch:
                self._copies[str(path)] = _Copie(path, record | {"nom": path.name})
        return [path.name for path, _ in found]

    def _take(self, document: str, octets: bytes, seen: _Vue) -> str | None:
        copy = self._copies[document]
        made = None
        if _fingerprint(octets) != copy.empreinte:
            copy.record = self._record(document) or copy.record  # taken out meanwhile: it comes back
            made = self._file(document, copy.record, octets)
            del self._copies[document]
            self._copies[made] = copy
        copy.empreinte, copy.prise = _fingerprint(octets), seen
        return made

    def _file(self, document: str, record: Values, octets: bytes) -> str:
        """File what Word has written, in the place of ``document`` if that is still there."""
        name = str(record["nom"])
        prepare = self._documents.preparer_octets(octets, name)
        if name.endswith(WORD.extension) and prepare.format is not WORD:
            raise RefusedError("Ce document n’est plus un document Word (.docx).", RULE)

        def replace(connection: Connection) -> Values:
            delete_whole(self._poste, connection, "document", document)
            return {name: record[name] for name in ("date_envoi", "cer", "repere")}

        return self._documents.ajouter(
            str(record["dossier"]),
            prepare,
            rangement=str(record["rangement"]),
            type_=text_of(record["type"]),
            nom=name,
            avec=replace,
        )

    def _seal(self, document: str, record: Values, octets: bytes) -> None:
        kept = {"document": document, "record": record, "octets": b64encode(octets).decode()}

        def work(connection: Connection) -> tuple[None, None]:
            put(connection, **{f"{_SEALED}{document}": kept})
            return None, None

        self._poste.now_write(work)

    def _record(self, document: str) -> Values | None:
        with self._poste.replique.read() as connection:
            return row(connection, "document", document)


def _look(path: Path) -> _Vue:
    try:
        seen = path.stat()
    except OSError:  # deleted, or being put in the place of the one before
        return None
    return seen.st_mtime_ns, seen.st_size


def _fingerprint(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()
