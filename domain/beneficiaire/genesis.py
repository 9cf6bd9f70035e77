"""Who a line of Genesis is about, and cleaning what its cells hold (decision 34, R-GEN-6).

The server's pouring uses this; nothing here knows of files or tables. A NIR is read to recognise
someone and stays on the server (decision 27).
"""

import re
from dataclasses import dataclass

from domain.fields import Field, Kind
from domain.text import fold

Key = tuple[str, ...]

_NIR = re.compile(r"[1-478]\d{4}(?:\d{2}|2[AB])\d{6}(?:\d{2})?", re.ASCII)
_CORSICA = str.maketrans({"A": "0", "B": "0"})
_CORSICA_LESS = {"2A": 1_000_000, "2B": 2_000_000}
_NIR_BODY, _NIR_WHOLE = 13, 15
_PHONE = re.compile(
    r"(?:\+|\b00)\s*(?!\s*33)(?P<ailleurs>[1-9](?:[\s.()-]*[0-9]){7,13})"
    r"|(?<![0-9])(?:(?:\+|00)\s*33\s*(?:\(0\)|0)?|0)?[\s./,-]*(?P<france>[1-9](?:[\s./,-]*[0-9]{2}){4})(?![0-9])"
)
_MAIL = Field("mail", "Courriel", Kind.MAIL)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a line says of who it is about; '' where it says nothing."""

    numero: str = ""
    nir: str = ""
    date_naissance: str = ""
    matricule: str = ""
    nom_naissance: str = ""
    prenom: str = ""


def keys(identity: Identity) -> tuple[Key, ...]:
    """Return the keys that may recognise a person, the surest first (decision 34).

    Genesis number; NIR and birth date; matricule, birth name, first name and birth date. A key of
    which a part is missing is not made: half a key would recognise anyone.
    """
    made = (
        ("numero", fold(identity.numero)),
        ("nir", clean_nir(identity.nir)[:_NIR_BODY], identity.date_naissance),
        (
            "etat_civil",
            fold(identity.matricule),
            fold(identity.nom_naissance),
            fold(identity.prenom),
            identity.date_naissance,
        ),
    )
    return tuple(key for key in made if all(key))


def clean_nir(nir: str) -> str:
    """Return a NIR without what separates its parts, letters of Corsica in capitals."""
    return re.sub(r"[\s.\-]", "", nir).upper()


def nir_refusal(nir: str) -> str | None:
    """Return what is wrong with a NIR of 13 or 15 characters, in French, or ``None``.

    «2A» and «2B» are departments, not faults: the control key of a Corsican is computed on 19 and
    18 in their place, which is 1,000,000 and 2,000,000 less than with a 0 for the letter.
    """
    cleaned = clean_nir(nir)
    if _NIR.fullmatch(cleaned) is None:
        return "Le numéro de sécurité sociale n’a pas la forme attendue (13 ou 15 caractères)."
    if len(cleaned) == _NIR_WHOLE and int(cleaned[_NIR_BODY:]) != nir_key(cleaned):
        return "La clé du numéro de sécurité sociale ne correspond pas au numéro."
    return None


def nir_key(nir: str) -> int:
    """Return the control key (1–97) of a NIR whose form is right."""
    body = clean_nir(nir)[:_NIR_BODY]
    number = int(body.translate(_CORSICA)) - _CORSICA_LESS.get(body[5:7], 0)
    return 97 - number % 97


def clean_phones(cell: str) -> tuple[str, ...]:
    """Return the telephone numbers of a cell, as one reads them («06 12 34 56 78»), without repeats.

    Spreadsheets eat leading zeros and people write several numbers in one cell. What is not a
    telephone number is left out; a foreign one keeps its «+».
    """
    found = (
        " ".join((f"0{digits}")[start : start + 2] for start in range(0, 10, 2)) if national else f"+{digits}"
        for digits, national in map(_digits, _PHONE.finditer(cell))
    )
    return tuple(dict.fromkeys(found))


def clean_mails(cell: str) -> tuple[str, ...]:
    """Return the mail addresses of a cell, in lower case, without repeats; the malformed left out."""
    found = (part.strip().strip("<>").lower() for part in re.split(r"[;,/|\s]+", cell))
    return tuple(dict.fromkeys(part for part in found if part and _MAIL.refusal(part) is None))


def _digits(match: re.Match[str]) -> tuple[str, bool]:
    """Return the digits of a number found, and whether it is a French one (without its 0 then)."""
    return re.sub(r"\D", "", match["france"] or match["ailleurs"]), match["france"] is not None
