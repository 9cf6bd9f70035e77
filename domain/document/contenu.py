"""What a document may be made of: its formats, told by its content, and its size (R-DOC-2).

The same questions are asked on the laptop, before anything is kept, and on the server, of what
arrived. The name of a file and what a program says of it count for nothing: the first bytes do,
and for Word what the archive holds. Five signatures do not earn a library.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.errors import RefusedError
from domain.fields import Value
from domain.french import size

RULE: Final = "R-DOC-2"
MAX_BYTES: Final = 20_000_000
"""Of one document: forty scanned pages, or the sharpest photo of a phone."""
MAX_OF_DOSSIER: Final = 300_000_000
"""Of all the documents of one dossier: ten years of it, at a document a month."""
EDGE_BYTES: Final = 4_096
"""How much of each end of a content tells its format."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is taken: its media type, what it is called, how its files end."""

    media: str
    nom: str
    extension: str


PDF = Format("application/pdf", "PDF", "pdf")
JPEG = Format("image/jpeg", "photo JPEG", "jpg")
PNG = Format("image/png", "image PNG", "png")
WORD = Format(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document Word", "docx"
)
FORMATS: Final = {known.media: known for known in (PDF, JPEG, PNG, WORD)}

_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TAKEN = "Sont pris\u00a0: PDF, photo JPEG, image PNG, document Word (.docx)."


def format_of(head: bytes, tail: bytes = b"") -> Format:
    """Return the format of a content from its two ends, of :data:`EDGE_BYTES` each.

    Raises RefusedError, which says what to do, for what is not taken.
    """
    if head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"PK\x03\x04") and (b"word/" in tail or b"word/" in head):
        if b"vbaProject" in tail:
            raise RefusedError(
                "Ce document Word contient des macros\u00a0: enregistrez-le en .docx, sans macro.", RULE
            )
        return WORD
    raise RefusedError(_why_not(head), RULE)


def _why_not(head: bytes) -> str:
    if not head:
        return "Ce fichier est vide."
    if any(mark in head[:32] for mark in _HEIC):
        return (
            "Cette photo est au format HEIC des iPhone\u00a0: enregistrez-la en JPEG, ou réglez l’appareil "
            "sur «\u00a0Le plus compatible\u00a0»."
        )
    if head.startswith(_OLD_OFFICE):
        return "Ce document est d’un ancien format de bureautique\u00a0: enregistrez-le en PDF ou en .docx."
    return f"Ce format n’est pas pris. {_TAKEN}"


def size_refusal(taille: int, already: int = 0) -> RefusedError | None:
    """Return why a content of ``taille`` bytes is not taken in a dossier that holds ``already``."""
    if taille > MAX_BYTES:
        return RefusedError(
            f"Ce document pèse {size(taille)}, pour {size(MAX_BYTES)} au plus. "
            "Numérisez-le en noir et blanc, ou en plusieurs fichiers.",
            RULE,
        )
    if already + taille > MAX_OF_DOSSIER:
        return RefusedError(
            f"Les documents de ce dossier pèsent déjà {size(already)}, pour {size(MAX_OF_DOSSIER)} au plus.",
            RULE,
        )
    return None


@dataclass(frozen=True, slots=True)
class Annonce:
    """What the record of a document says of its content: SHA-256 in hexadecimal, and bytes."""

    empreinte: str
    taille: int


def announced(record: Mapping[str, Value]) -> Annonce | None:
    """Return what a record announces, ``None`` if it announces nothing that can be checked."""
    empreinte, taille = record.get("empreinte"), record.get("taille")
    if not isinstance(empreinte, str) or not isinstance(taille, int) or taille < 1:
        return None
    return Annonce(empreinte, taille) if is_fingerprint(empreinte) else None


def is_fingerprint(text: str) -> bool:
    """Tell whether ``text`` is a SHA-256 as it is written here; only such a text may name a file."""
    return len(text) == _DIGITS and set(text) <= _HEXADECIMAL


_DIGITS: Final = 64
_HEXADECIMAL: Final = frozenset("0123456789abcdef")
