"""Builders of workbooks: the lines of an extract, as a spreadsheet would hold them."""

import io
import zipfile
from collections.abc import Callable, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.server.genesis.extraits import COLONNES, Ligne


def classeur(*lignes: Ligne, change: Callable[[Workbook, Worksheet], None] | None = None) -> bytes:
    """A workbook of one sheet; ``change`` makes of it what the test needs before it is saved."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    rows: list[Sequence[object]] = [COLONNES, *([row[name] for name in COLONNES] for row in lignes)]
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(book, sheet)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def place(sheet: Worksheet, colonne: str, rang: int, value: object) -> None:
    """Write one cell of line ``rang``, the first being 0."""
    sheet.cell(rang + 2, COLONNES.index(colonne) + 1).value = value  # type: ignore[assignment]


def remplacer(octets: bytes, partie: str, contenu: bytes) -> bytes:
    """The same archive with one part replaced or added."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(octets)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            if name != partie:
                after.writestr(name, before.read(name))
        after.writestr(partie, contenu)
    return made.getvalue()
