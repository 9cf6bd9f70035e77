"""A Word document that came from elsewhere, before it is read: what unfolds without end is refused.

It is only looked at here, so its macros, links and comments do no harm; what could is its size once
unfolded, and an XML that multiplies itself.
"""

from typing import Final

from domain.archive import AbimeeError, DemesureeError, declare_des_entites, ouverte
from domain.document.contenu import RULE
from domain.errors import RefusedError

PARTS_MAX: Final = 2_000
UNFOLDED_MAX: Final = 80_000_000
XML_MAX: Final = 12_000_000
"""Bytes of all its XML: five hundred pages of text."""
_DEMESURE = "Ce document se déplie en bien plus qu’une lettre."


def verifier_word(octets: bytes) -> None:
    """Raise RefusedError for what is not a Word document, or not one to be read on a screen."""
    try:
        with ouverte(octets, PARTS_MAX, UNFOLDED_MAX) as archive:
            written = [one for one in archive.infolist() if one.filename.endswith((".xml", ".rels"))]
            if sum(one.file_size for one in written) > XML_MAX:
                raise RefusedError(_DEMESURE, RULE)
            if any(declare_des_entites(archive, one) for one in written):
                raise RefusedError("Ce document n’est pas écrit comme Word l’écrit.", RULE)
    except DemesureeError as error:
        raise RefusedError(_DEMESURE, RULE) from error
    except AbimeeError as error:
        raise RefusedError("Ce document Word est abîmé.", RULE) from error
