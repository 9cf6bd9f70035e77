"""Names of files by the naming grid (R-DOC-2): plain letters, digits, ``_`` and ``-``, legal on NTFS."""

import re
from collections.abc import Collection
from typing import Final

from domain.text import unaccented

_REST = re.compile(r"[^A-Za-z0-9]+")
# Names that Windows keeps for devices, whatever the extension.
_DEVICES: Final = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10))}
)
_LONGEST_PART: Final = 40
_LONGEST: Final = 100
_NOT_TAKEN = re.compile(r"[^A-Za-z0-9_-]+")


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


def nom_conforme(texte: str, extension: str) -> str:
    """Return a name that somebody typed as the grid wants it, with the ``extension`` of its file.

    >>> nom_conforme("Attestation d’hébergement (été)", "pdf")
    'Attestation-d-hebergement-ete.pdf'
    """
    stem = _NOT_TAKEN.sub("-", unaccented(texte.removesuffix(f".{extension}"))).strip("-_")[:_LONGEST]
    return f"{stem or 'document'}.{extension}"


def nom_libre(nom: str, pris: Collection[str]) -> str:
    """Return a name that no other document of the dossier bears: ``…_2.pdf`` if there is one already.

    >>> nom_libre("CV.pdf", {"CV.pdf", "CV_2.pdf"})
    'CV_3.pdf'
    """
    stem, dot, extension = nom.rpartition(".")
    others = (f"{stem}_{rank}{dot}{extension}" for rank in range(2, len(pris) + 3))
    return next(one for one in (nom, *others) if one not in pris)


def _plain(text: str) -> str:
    """Keep unaccented letters and digits; whatever lies between becomes one dash."""
    return _REST.sub("-", unaccented(text)).strip("-")[:_LONGEST_PART].rstrip("-")
