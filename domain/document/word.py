"""A Word document that came from elsewhere, before it is read: what unfolds without end is refused.

A ``.docx`` is a zip of XML. It is only looked at here, so its macros, links and comments do no harm;
what could is its size once unfolded, and an XML that multiplies itself.
"""

import io
import zipfile
import zlib
from typing import Final

from domain.document.contenu import RULE
from domain.errors import RefusedError

PARTS_MAX: Final = 2_000
UNFOLDED_MAX: Final = 80_000_000
XML_MAX: Final = 12_000_000
"""Bytes of all its XML: five hundred pages of text."""


def verifier_word(octets: bytes) -> None:
    """Raise RefusedError for what is not a Word document, or not one to be read on a screen."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            entries = archive.infolist()
            written = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
            if (
                len(entries) > PARTS_MAX
                or sum(entry.file_size for entry in entries) > UNFOLDED_MAX
                or sum(entry.file_size for entry in written) > XML_MAX
            ):
                raise RefusedError("Ce document se déplie en bien plus qu’une lettre.", RULE)
            # ZipFile never gives more than the size it announced, which was counted above.
            for entry in written:
                if b"<!DOCTYPE" in archive.read(entry):
                    raise RefusedError("Ce document n’est pas écrit comme Word l’écrit.", RULE)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError) as error:
        raise RefusedError("Ce document Word est abîmé.", RULE) from error
