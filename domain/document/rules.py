"""Names and places of the documents of a dossier (R-DOC-1, R-DOC-2, R-DOC-5)."""

import re

from domain.fields import Value
from domain.text import unaccented

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpg": "image/jpeg",
    "png": "image/png",
}
"""The formats a dossier takes, by the extension of the name."""

_MAX_NAME = 120  # characters, which leaves room for the folders above in 260
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_RANGEMENTS = {
    "cer": "cer_scannes",
    "courrier": "courriers",
    "convocation": "courriers",
    "cv": "brsa",
    "diagnostic": "brsa",
    "justificatif": "brsa",
}


def file_name(*parts: Value, extension: str) -> str:
    """Return «CER_2_DUPONT_Jeanne.pdf»: unaccented letters, digits, «-» and «_» only (R-DOC-2).

    Words of one part are joined by «-», parts by «_»; empty parts are left out. The name is legal on
    NTFS: short enough, and never one of those that Windows keeps for devices.
    """
    words = (_NOT_PLAIN.sub("-", unaccented(str(part or ""))).strip("-") for part in parts)
    stem = "_".join(filter(None, words))[:_MAX_NAME].rstrip("-_") or "document"
    return f"{stem}_.{extension}" if _DEVICE.fullmatch(stem) else f"{stem}.{extension}"


def is_file_name(name: str) -> bool:
    """Tell whether a name follows R-DOC-2 and ends with a format that a dossier takes."""
    stem, _, extension = name.rpartition(".")
    return re.fullmatch(r"[A-Za-z0-9_-]+", stem) is not None and extension.lower() in {*MEDIA, "jpeg"}


def rangement_of(type_document: str | None) -> str | None:
    """Propose where a document of this type is filed (R-DOC-5), ``None`` where it may be anywhere.

    The scan of a CER signed on paper goes with the scanned CERs (R-CER-18).
    """
    return _RANGEMENTS.get(type_document or "")
