"""Bytes to rows: the file is whole and readable, or it is refused whole (decision 32).

Half a file is worse than none: every dossier it no longer names would look as if it had lost its
référent. So whatever says that the bytes are not those that were exported (NUL, broken quotes,
another encoding, a last line cut short) refuses everything, before anything is written.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from domain.text import fold
from server.genesis.cellules import nettoyer
from server.genesis.classeur import lire_classeur
from server.genesis.correspondance import SEPARATEURS, Correspondance, faute
from server.genesis.fichier import FichierRefuseError, Nature, nature

_ENTETE = 20  # rows among which the titles are sought: people write a title above, and leave a blank

_DAMAGED = re.compile("\ufffd|Ã[\u00a0-\u00bf\u2030\u20ac\u02c6]|\u00e2\u20ac")  # UTF-8 read as windows-1252
_DOS = re.compile(r"[^\W\d_]\u201a[^\W\d_]")  # the é of code page 850 read as windows-1252
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Brute:
    """One row: the number of its first line in the file (the header is 1) and its cells.

    ``faute`` says why the cells cannot be trusted (their number), empty when they can.
    """

    ligne: int
    cellules: tuple[str, ...]
    faute: str = ""


@dataclass(frozen=True, slots=True)
class Tableau:
    """The rows of a file, and where each column that the correspondence names was found.

    ``epoque``: the day 0 of dates that a workbook counts, ``None`` for a text, which writes them.
    """

    places: dict[str, int]
    rangs: tuple[Brute, ...]
    epoque: dt.datetime | None = None

    def cellule(self, brute: Brute, colonne: str) -> str:
        """Return the cell of ``brute`` under ``colonne``, '' where the row is too short."""
        place = self.places[colonne]
        return brute.cellules[place] if place < len(brute.cellules) else ""


def lire(octets: bytes, correspondance: Correspondance) -> Tableau:
    """Read the whole file, text or workbook. Raises :class:`FichierRefuseError`."""
    if not correspondance.colonnes:
        raise faute("colonnes", "un extrait ne se lit pas sans elle, seul un flux de la CNAF s’en passe")
    if nature(octets) is Nature.CLASSEUR:
        feuille = lire_classeur(octets, correspondance.feuille)
        places, width, rows = _titres(feuille.rangs, correspondance)
        placed = (Brute(line, tuple(cells[:width])) for line, cells in rows)
        return Tableau(places, tuple(placed), feuille.epoque)
    text = _decode(octets, correspondance.encodage)
    if correspondance.saut_final and not text.endswith("\n"):
        raise FichierRefuseError(
            "il ne finit pas par un saut de ligne, il a sans doute été coupé"
            " (si vos extraits sont ainsi faits, écrivez saut_final = false dans la correspondance)"
        )
    separator = _separator(text, correspondance)
    places, width, rows = _titres(list(_rows(text, separator, correspondance.guillemet)), correspondance)
    if len(rows[-1][1]) < width:
        raise FichierRefuseError(
            f"sa dernière ligne ({rows[-1][0]}) n’a que {len(rows[-1][1])} colonnes sur {width}"
            ", il a été coupé"
        )
    return Tableau(places, tuple(_brute(line, cells, width) for line, cells in rows))


def _titres(
    rows: list[tuple[int, list[str]]], correspondance: Correspondance
) -> tuple[dict[str, int], int, list[tuple[int, list[str]]]]:
    """Return where each column is, how many there are, and the rows below the titles."""
    if not rows:
        raise FichierRefuseError("il est vide")
    expected = {fold(name) for name in correspondance.attendues}
    at = max(range(min(_ENTETE, len(rows))), key=lambda rank: _reconnus(rows[rank][1], expected))
    header = [nettoyer(cell) for cell in rows[at][1]]
    places = _places(header, correspondance)
    if len(rows) == at + 1:
        raise FichierRefuseError("il n’a que sa ligne de titres")
    return places, len(header), rows[at + 1 :]


def _reconnus(cells: list[str], expected: set[str]) -> int:
    return len({fold(cell) for cell in cells} & expected)


def _brute(line: int, cells: list[str], width: int) -> Brute:
    faute = "" if len(cells) == width else f"{len(cells)} colonnes au lieu de {width}"
    return Brute(line, tuple(cells), faute)


def _decode(octets: bytes, encodage: str) -> str:
    if octets[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = _attempt(octets, "utf-16")
    else:
        text = _decode_bytes(octets, encodage)
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise FichierRefuseError(f"la ligne {line} contient un caractère illisible, le fichier est abîmé")
    for pattern in (_DAMAGED, _DOS):
        if found := pattern.search(text):
            line = text.count("\n", 0, found.start()) + 1
            raise FichierRefuseError(
                f"les accents de la ligne {line} sont abîmés, ce n’est pas le bon encodage"
            )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_bytes(octets: bytes, encodage: str) -> str:
    if octets.startswith(b"\xef\xbb\xbf"):
        return _attempt(octets, "utf-8-sig")
    if encodage == "utf-8":
        return _attempt(octets, "utf-8")
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        return _attempt(octets, "windows-1252")
    if encodage == "windows-1252" and not text.isascii():
        raise FichierRefuseError("la correspondance annonce windows-1252, mais il est écrit en UTF-8")
    return text


def _attempt(octets: bytes, encoding: str) -> str:
    try:
        return octets.decode(encoding)
    except UnicodeDecodeError as error:
        line = octets.count(b"\n", 0, error.start) + 1
        name = encoding.removesuffix("-sig")
        raise FichierRefuseError(f"la ligne {line} n’est pas écrite en {name}") from error


def _rows(text: str, separator: str, quote: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (first line of the row, cells), blank lines left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quotechar=quote, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise FichierRefuseError(f"les guillemets de la ligne {line} ne se ferment pas bien") from error


def _separator(text: str, correspondance: Correspondance) -> str:
    if correspondance.separateur != "auto":
        return correspondance.separateur
    expected = {fold(name) for name in correspondance.attendues}

    def found(separator: str) -> int:
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=separator, quotechar=correspondance.guillemet
        )
        try:
            return max((_reconnus(cells, expected) for cells in islice(reader, _ENTETE)), default=0)
        except csv.Error:
            return 0

    return max(SEPARATEURS[1:], key=found)


def _places(header: list[str], correspondance: Correspondance) -> dict[str, int]:
    folded = [fold(name) for name in header]
    places: dict[str, int] = {}
    missing: list[str] = []
    for told in correspondance.attendues:
        name = nettoyer(told)
        among = header if name in header else folded
        wanted = name if name in header else fold(name)
        if among.count(wanted) > 1:
            raise FichierRefuseError(f"la colonne «\u00a0{name}\u00a0» y figure deux fois")
        if wanted in among:
            places[told] = among.index(wanted)
        else:
            missing.append(name)
    if missing:
        listed = ", ".join(f"«\u00a0{name}\u00a0»" for name in missing)
        raise FichierRefuseError(f"il y manque des colonnes de la correspondance\u00a0: {listed}")
    return places
