"""A table as an Excel workbook: dates that are dates, a header that stays in sight, columns wide enough."""

import datetime as dt
from dataclasses import dataclass
from io import BytesIO
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cellule: TypeAlias = str | int | dt.date | dt.datetime | None
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NARROWEST, _WIDEST = 8, 48  # characters
_FORMATS: dict[type, str] = {dt.date: "DD/MM/YYYY", dt.datetime: "DD/MM/YYYY HH:MM"}
_WIDTHS: dict[type, int] = {dt.date: 10, dt.datetime: 16}


@dataclass(frozen=True, slots=True)
class Tableau:
    """What to write: a title for the sheet, a heading per column, the rows."""

    titre: str
    entetes: tuple[str, ...]
    lignes: tuple[tuple[Cellule, ...], ...]


def rendre(tableau: Tableau) -> bytes:
    """Return the workbook (10,000 rows of 12 columns: 2 s, off the screen)."""
    book = Workbook(write_only=True)
    book.properties.creator = "Permanence"
    sheet = book.create_sheet(tableau.titre)
    sheet.freeze_panes = "A2"
    for rank, heading in enumerate(tableau.entetes):
        longest = max([len(heading) + 2, *(_width(row[rank]) for row in tableau.lignes)])
        width = min(max(longest, _NARROWEST), _WIDEST) + 2
        sheet.column_dimensions[get_column_letter(rank + 1)].width = width
    last = get_column_letter(max(len(tableau.entetes), 1))
    sheet.auto_filter.ref = f"A1:{last}{len(tableau.lignes) + 1}"
    header = []
    for heading in tableau.entetes:
        cell = WriteOnlyCell(sheet, heading)
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="center")
        header.append(cell)
    sheet.append(header)
    for row in tableau.lignes:
        sheet.append([_cell(sheet, value) for value in row])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Cellule) -> object:
    """Return what to append: text stays text, even where Excel would read a formula in it."""
    if isinstance(value, str):
        clean = ILLEGAL_CHARACTERS_RE.sub("", value)
        if not clean.startswith("="):
            return clean
        cell = WriteOnlyCell(sheet, clean)
        cell.data_type = "s"
        return cell
    if not isinstance(value, dt.date):
        return value
    cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]  # its stubs forget dates
    cell.number_format = _FORMATS[type(value)]
    return cell


def _width(value: Cellule) -> int:
    return _WIDTHS.get(type(value)) or len(str("" if value is None else value))
