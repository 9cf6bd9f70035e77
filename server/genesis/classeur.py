"""A workbook to rows of text, as if somebody had typed them (XLSX and XLSM).

A few kilobytes may unfold into gigabytes (``domain/archive.py``), or into a sheet of sixteen billion
empty cells: both are bounded.
"""

import datetime as dt
import io
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from domain.archive import DemesureeError, declare_des_entites, ouverte
from server.genesis.cellules import nettoyer
from server.genesis.fichier import FichierRefuseError

MAX_DEPLIE = 200 * 1024 * 1024
MAX_PARTIES = 2_000
MAX_RANGS, MAX_COLONNES = 200_000, 200


@dataclass(frozen=True, slots=True)
class Feuille:
    """The rows of a sheet that hold anything, with their numbers; ``epoque``: day 0 of its dates."""

    rangs: list[tuple[int, list[str]]]
    epoque: dt.datetime


def lire_classeur(octets: bytes, nom: str) -> Feuille:
    """Read the sheet ``nom``, else the first visible one that holds anything.

    Raises FichierRefuseError.
    """
    try:
        _deplier(octets)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and lists that openpyxl leaves aside, and so do we
            book = load_workbook(io.BytesIO(octets), read_only=True, data_only=True, keep_links=False)
            return _feuille(book, nom)
    except FichierRefuseError:
        raise
    except DemesureeError as error:
        raise FichierRefuseError(
            f"ce classeur déplié dépasse {MAX_DEPLIE // 1024 // 1024}\u00a0Mo"
        ) from error
    except Exception as error:  # a broken workbook fails in as many ways as it has parts
        raise FichierRefuseError("ce n’est pas un classeur Excel lisible, il est abîmé") from error


def _deplier(octets: bytes) -> None:
    """Refuse what is no workbook, unfolds beyond measure, or declares entities."""
    with ouverte(octets, MAX_PARTIES, MAX_DEPLIE) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if "content.xml" in names:
            raise FichierRefuseError(
                "c’est un classeur LibreOffice\u00a0: enregistrez-le au format XLSX ou CSV"
            )
        if "xl/workbook.xml" not in names:
            raise FichierRefuseError("c’est une archive, pas un classeur Excel au format XLSX")
        if any(declare_des_entites(archive, part) for part in parts):
            raise FichierRefuseError("ce classeur déclare des entités, ce qu’Excel ne fait pas")


def _feuille(book: Any, nom: str) -> Feuille:  # noqa: ANN401 - its read-only sheets have no public type
    sheets = [one for one in book.worksheets if nom or one.sheet_state == "visible"]
    if nom:
        sheets = [one for one in sheets if nettoyer(one.title).casefold() == nettoyer(nom).casefold()]
        if not sheets:
            known = ", ".join(f"«\u00a0{one}\u00a0»" for one in book.sheetnames)
            raise FichierRefuseError(f"il n’a pas de feuille «\u00a0{nom}\u00a0», mais {known}")
    for sheet in sheets:
        sheet.reset_dimensions()  # what a sheet says of its own size is often wrong
        rows = sheet.iter_rows(max_row=MAX_RANGS + 1, max_col=MAX_COLONNES, values_only=True)
        filled = _rangs(islice(rows, MAX_RANGS + 1))
        if filled:
            return Feuille(filled, book.epoch)
    raise FichierRefuseError("il est vide")


def _rangs(rows: Iterable[tuple[object, ...]]) -> list[tuple[int, list[str]]]:
    filled: list[tuple[int, list[str]]] = []
    for number, row in enumerate(rows, 1):
        if number > MAX_RANGS:
            raise FichierRefuseError(f"cette feuille a plus de {MAX_RANGS} lignes")
        blank = next((rank for rank, value in enumerate(reversed(row)) if value is not None), len(row))
        cells = [_texte(value) for value in row[: len(row) - blank]]
        if any(cells):
            filled.append((number, cells))
    return filled


def _texte(value: object) -> str:
    """Return what a cell says: a day as AAAA-MM-JJ, a whole number without the «.0» it never had."""
    match value:
        case None:
            return ""
        case str():
            return value.replace("_x000D_", "").strip()
        case bool():
            return "Oui" if value else "Non"
        case dt.datetime():
            return value.date().isoformat()
        case float():
            return str(int(value)) if value.is_integer() else f"{value:.15g}"
        case _:
            return str(value)
