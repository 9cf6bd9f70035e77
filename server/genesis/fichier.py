"""What a file is, judged on its first bytes: a name may lie, and often does."""

from enum import Enum, auto

from domain.errors import RefusedError

MAX_BYTES = 256 * 1024 * 1024
_BLANKS = b"\xef\xbb\xbf \t\r\n"
_ETRANGERS = {
    b"\xd0\xcf\x11\xe0": "un classeur d’un ancien Excel ou protégé par un mot de passe\u00a0:"
    " enregistrez-le au format XLSX ou CSV",
    b"%PDF": "un PDF",
    b"\x1f\x8b": "une archive comprimée\u00a0: décompressez-la d’abord",
}


class FichierRefuseError(RefusedError):
    """The whole file is refused; nothing of it was taken."""

    def __init__(self, reason: str, rule: str = "R-GEN-6") -> None:
        super().__init__(f"Fichier refusé, rien n’a été modifié\u00a0: {reason}.", rule)


class Nature(Enum):
    """What a file may be."""

    TEXTE = auto()
    CLASSEUR = auto()
    CNAF = auto()


def nature(octets: bytes) -> Nature:
    """Return what the file is. Raises :class:`FichierRefuseError` for what is read nowhere here.

    Costs nothing whatever its size, so that whoever must know may ask.
    """
    if len(octets) > MAX_BYTES:
        raise FichierRefuseError(f"il dépasse {MAX_BYTES // 1024 // 1024}\u00a0Mo")
    begins = octets[:1024].lstrip(_BLANKS) or octets.lstrip(_BLANKS)[:1024]
    if not begins:
        raise FichierRefuseError("il est vide")
    for magic, name in _ETRANGERS.items():
        if begins.startswith(magic):
            raise FichierRefuseError(f"c’est {name}")
    if begins[:14].lower().startswith((b"<html", b"<!doctype html", b"<table")):
        raise FichierRefuseError("c’est une page web\u00a0: enregistrez-la au format XLSX ou CSV")
    if begins.startswith(b"PK\x03\x04"):
        return Nature.CLASSEUR
    return Nature.CNAF if begins.startswith(b"<") else Nature.TEXTE
