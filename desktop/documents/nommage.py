"""Names of files by the naming grid (R-DOC-2): plain letters, digits, ``_`` and ``-``, legal on NTFS."""

import re
from typing import Final

from domain.text import unaccented

_REST = re.compile(r"[^A-Za-z0-9]+")
# Names that Windows keeps for devices, whatever the extension.
_DEVICES: Final = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10))}
)
_LONGEST_PART: Final = 40


def nom_fichier(nature: str, nom: str, prenom: str, date: str | None, extension: str) -> str:
    """Propose ``CER_DUPONT-MARTIN_Jeanne_2026-11-20.pdf``.

    ``date`` is an ISO day or ``None``; ``extension`` comes without its dot. An empty part is left
    out; a name written in another alphabet leaves nothing, and the nature alone stands.
    """
    parts = [_plain(nature), _plain(nom).upper(), _plain(prenom), _plain(date or "")]
    stem = "_".join(part for part in parts if part) or "document"
    if stem.upper() in _DEVICES:
        stem = f"{stem}_"
    return f"{stem}.{extension}"


def _plain(text: str) -> str:
    """Keep unaccented letters and digits; whatever lies between becomes one dash."""
    return _REST.sub("-", unaccented(text)).strip("-")[:_LONGEST_PART].rstrip("-")
