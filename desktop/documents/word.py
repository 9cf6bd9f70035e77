"""The Word of a document: the same words as the PDF, in real styles, tables and headings.

A référent opens it to adapt it, a screen reader to read it: titles are headings, tables have header
rows that repeat, and nothing is a picture of text. The font is one that every office suite has;
characters it lacks are left as typed, because Word finds a font for them by itself.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, assert_never

import docx
import segno
from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.shared import Emu, Mm
from docx.table import Table, _Cell
from PIL import Image, ImageDraw

from desktop.documents.blocs import (
    Bloc,
    Cadre,
    Decision,
    Document,
    Entete,
    Fiche,
    Mention,
    Objectifs,
    Paire,
    Rubrique,
    Signatures,
    Verso,
)
from desktop.documents.caracteres import nettoyer
from desktop.documents.word_styles import LARGEUR, preparer
from domain.accord import trace
from domain.accord.trace import Trait
from domain.reglage.apparence import Teintes, teintes

_ENCRE: Final = "#1B2A6B"
_SIGNATURE = 14  # mm
_LOGO: Final = (Mm(60), Mm(14))  # as wide and as tall as it may be
_LIGNE = 7.8  # mm between two ruled lines
_ONE_LINE = 110  # characters; tick boxes that hold in one line share it


@dataclass(frozen=True, slots=True)
class _Feuille:
    """The file being written, the code of its copy and the colours of whoever issues it."""

    word: Word
    code: str
    couleurs: Teintes

    def border(self, cell: _Cell, edge: str) -> None:
        """Rule one edge of a cell."""
        properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - python-docx has no cell borders
        borders = properties.find(qn("w:tcBorders"))
        if borders is None:
            borders = OxmlElement("w:tcBorders")
            properties.append(borders)
        line = OxmlElement(f"w:{edge}")
        for key, value in (
            ("val", "single"),
            ("sz", "6"),
            ("space", "0"),
            ("color", self.couleurs.filet[1:]),
        ):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)

    def shade(self, cell: _Cell) -> None:
        """Paint a cell as a panel."""
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", self.couleurs.pale[1:])):
            shade.set(qn(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no cell shading


def rendre(document: Document) -> bytes:
    """Return the .docx."""
    word = docx.Document()
    preparer(word, document)
    feuille = _Feuille(word, document.code, teintes(document.couleur))
    for bloc in document.blocs:
        _write(feuille, bloc)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _write(feuille: _Feuille, bloc: Bloc) -> None:
    word = feuille.word
    match bloc:
        case Entete():
            _entete(feuille, bloc)
        case Mention():
            _lines(word, bloc.texte, "Mention")
        case Fiche():
            _fiche(feuille, bloc.paires)
        case Rubrique():
            _title(word, bloc.titre)
            _lines(word, bloc.texte, "Normal")
            _ruled(feuille, bloc.lignes)
            words = [f"{'☒' if case.cochee else '☐'}\u00a0{case.label}" for case in bloc.cases]
            short = sum(map(len, words)) < _ONE_LINE
            _lines(word, ("\u2003" if short else "\n").join(words), "Normal")
        case Objectifs():
            _objectifs(feuille, bloc)
        case Signatures():
            _title(word, bloc.titre)
            _lines(word, bloc.lieu_date, "Normal")
            _cadres(feuille, bloc.cadres)
        case Decision():
            _decision(feuille, bloc)
        case Verso():
            _verso(feuille, bloc)
        case _ as never:
            assert_never(never)


def _title(word: Word, titre: str) -> None:
    if titre:
        word.add_paragraph(nettoyer(titre), "Heading 1")


def _lines(holder: Word | _Cell, texte: str, style: str) -> None:
    """Add one paragraph per line typed; a cell's own first paragraph is used before adding any."""
    for line in nettoyer(texte).strip("\n ").split("\n") if texte else ():
        first = holder.paragraphs[0] if isinstance(holder, _Cell) and len(holder.paragraphs) == 1 else None
        if first is not None and not first.text:
            first.style, first.text = style, line
        else:
            holder.add_paragraph(line, style)


def _ruled(feuille: _Feuille, nombre: int) -> None:
    """Add empty rows closed by a line: room to write by hand."""
    word = feuille.word
    if not nombre:
        return
    table = _table(word, nombre, [LARGEUR])
    for row in table.rows:
        row.height = Mm(_LIGNE)
        feuille.border(row.cells[0], "bottom")


def _entete(feuille: _Feuille, bloc: Entete) -> None:
    word, code = feuille.word, feuille.code
    holder: Word | _Cell = word
    if code:
        table = _table(word, 1, [LARGEUR - 30, 30])
        holder = table.rows[0].cells[0]
        _qr(table.rows[0].cells[1], code)
    if bloc.logo:
        try:
            first = holder.paragraphs[0] if isinstance(holder, _Cell) else holder.add_paragraph()
            logo = first.add_run().add_picture(io.BytesIO(bloc.logo), height=_LOGO[1])
            ajuster(logo, f"Logo\u00a0: {bloc.departement}")
        except UnrecognizedImageError:
            pass  # the name of the département, just below, says who writes
    _lines(holder, bloc.departement, "Objectif")
    _lines(holder, bloc.service, "Étiquette")
    _lines(holder, " · ".join(bloc.coordonnees), "Étiquette")
    _lines(word, bloc.titre, "Title")
    _lines(word, " – ".join(part for part in (bloc.repere, bloc.etat) if part), "Subtitle")


def ajuster(image: InlineShape, description: str) -> None:
    """Keep a picture from running across the page, and say what it is to whoever does not see it."""
    if image.width > _LOGO[0]:
        image.width, image.height = _LOGO[0], Emu(round(image.height * _LOGO[0] / image.width))
    image._inline.docPr.set("descr", description)  # noqa: SLF001 - no public way


def _verso(feuille: _Feuille, bloc: Verso) -> None:
    word, code = feuille.word, feuille.code
    title = word.add_paragraph(nettoyer(bloc.titre), "Objectif")
    title.paragraph_format.page_break_before = True
    table = _table(word, 1, [(LARGEUR - 30) / len(bloc.paires)] * len(bloc.paires) + [30])
    *cells, last = table.rows[0].cells
    for cell, paire in zip(cells, bloc.paires, strict=True):
        _paire(feuille, cell, paire)
    _qr(last, code)


def _qr(cell: _Cell, code: str) -> None:
    image = io.BytesIO()
    segno.make(code, error="m", micro=False).save(image, kind="png", scale=8, border=0)
    cell.paragraphs[0].alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
    picture = cell.paragraphs[0].add_run().add_picture(image, width=Mm(17))
    picture._inline.docPr.set("descr", f"Code de l’exemplaire\u00a0: {code}")  # noqa: SLF001 - no public way


def _paire(feuille: _Feuille, cell: _Cell, paire: Paire) -> None:
    _lines(cell, paire.label, "Étiquette")
    if paire.valeur is None:
        feuille.border(cell, "bottom")
    else:
        _lines(cell, paire.valeur, "Objectif")


def _fiche(feuille: _Feuille, paires: Sequence[Paire]) -> None:
    word = feuille.word
    rows: list[list[Paire]] = [[]]
    for paire in paires:
        if sum(held.largeur for held in rows[-1]) + paire.largeur > 3:  # noqa: PLR2004 - three columns
            rows.append([])
        rows[-1].append(paire)
    table = _table(word, len(rows), [LARGEUR / 3] * 3)
    for cells, row in zip(table.rows, rows, strict=True):
        column = 0
        for paire in row:
            cell = cells.cells[column]
            if paire.largeur > 1:
                cell = cell.merge(cells.cells[column + paire.largeur - 1])
            _paire(feuille, cell, paire)
            feuille.shade(cell)
            if paire.valeur is None:
                cells.height = Mm(11)
            column += paire.largeur


def _objectifs(feuille: _Feuille, bloc: Objectifs) -> None:
    word = feuille.word
    _title(word, bloc.titre)
    table = _table(word, 1, [46, 65, 65])
    for cell, label in zip(table.rows[0].cells, bloc.colonnes, strict=True):
        _lines(cell, label, "Objectif")
        feuille.shade(cell)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - no public way
    for rank, objectif in enumerate(bloc.objectifs, 1):
        row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx left it so
        row.height = Mm(_LIGNE * bloc.lignes) if bloc.lignes else None
        theme, personne, referent = row.cells
        _lines(theme, f"{rank}. {objectif.theme}", "Objectif")
        _lines(theme, objectif.echeance, "Étiquette")
        _lines(personne, objectif.personne, "Normal")
        _lines(referent, objectif.referent, "Normal")
        for cell in row.cells:
            feuille.border(cell, "bottom")


def _cadres(feuille: _Feuille, cadres: Sequence[Cadre]) -> None:
    word = feuille.word
    table = _table(word, 1, [LARGEUR / 2] * len(cadres))
    row = table.rows[0]
    row.height = Mm(26)
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - no public way
    for cell, cadre in zip(row.cells, cadres, strict=True):
        _lines(cell, cadre.titre, "Objectif")
        _lines(cell, cadre.nom, "Étiquette")
        if cadre.traits:
            run = cell.add_paragraph(style="Étiquette").add_run()
            run.add_picture(io.BytesIO(png_de(cadre.traits)), height=Mm(_SIGNATURE))
        for edge in ("top", "left", "bottom", "right"):
            feuille.border(cell, edge)


def png_de(traits: Sequence[Trait]) -> bytes:
    """Return a signature as a PNG, drawn twice as large as its frame."""
    image = Image.new("RGB", (2 * trace.LARGEUR, 2 * trace.HAUTEUR), "white")
    pen = ImageDraw.Draw(image)
    for trait in traits:
        pen.line([(2 * x, 2 * y) for x, y in (trait if len(trait) > 1 else trait * 2)], _ENCRE, 9, "curve")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _decision(feuille: _Feuille, bloc: Decision) -> None:
    word = feuille.word
    _title(word, bloc.titre)
    word.add_paragraph(nettoyer(bloc.verdict), "Heading 2")
    for paire in bloc.paires:
        _lines(word, f"{paire.label}\u00a0: {paire.valeur or ''}", "Normal")
    if bloc.commentaire:
        _title(word, bloc.commentaire_titre)
        _lines(word, bloc.commentaire, "Normal")
    _title(word, bloc.cadre.titre)
    _cadres(feuille, (Cadre("", bloc.cadre.nom),))


def _table(word: Word, rows: int, largeurs: Sequence[float]) -> Table:
    table: Table = word.add_table(rows, len(largeurs))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    indent = OxmlElement("w:tblInd")  # Word hangs a table out by its padding: bring it back in line
    indent.set(qn("w:w"), "108")
    indent.set(qn("w:type"), "dxa")
    after = ("w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")  # Word minds the order
    table._tbl.tblPr.insert_element_before(indent, *after)  # noqa: SLF001 - no public way
    for column, width in zip(table.columns, largeurs, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, largeurs, strict=True):
            cell.width = Mm(width)
    return table
