"""The sample Word model that ships with Permanence, for a département to make its own.

``python -m tests.modele_exemple resources/modeles/cer.docx`` writes it again. Everything in it is what
a secretary finds in Word's own menus: styles, tables, a header, a footer.
"""

import datetime as dt
import io
import sys
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

ACCENT, PALE, LINE, TEXT = "2F5D50", "EAF1EE", "B9CDC6", "1E2A26"
WIDTH = 174  # mm between margins
_DATE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def modele() -> bytes:
    """Return the sample."""
    word = docx.Document()
    _page(word)
    _styles(word)
    _header(word)
    _footer(word)
    word.add_paragraph("{{ titre }}", "Title")
    word.add_paragraph("Contrat n° {{ numero }} · {{ type_contrat }} – {{ etat }}", "Subtitle")
    word.add_paragraph("{{ mention_objet }}", "Petit")
    _person(word)
    for title, field in (
        ("Où nous en sommes", "situation"),
        ("Ce que nous en retenons ensemble", "evaluation"),
    ):
        word.add_paragraph(title, "Heading 1")
        word.add_paragraph(f"{{{{ {field} }}}}")
    _objectifs(word)
    word.add_paragraph("Ce que la personne souhaite dire", "Heading 1")
    word.add_paragraph("{{ expression }}")
    word.add_paragraph("Accord de la personne", "Heading 1")
    word.add_paragraph("{{ accord }}")
    _signatures(word)
    _decision(word)
    word.add_paragraph("À savoir", "Heading 1")
    word.add_paragraph("{{ mention_respect }} {{ mention_recours }} {{ mention_donnees }}", "Petit")
    word.add_paragraph("{{ si adresse_envoi }}")
    word.add_paragraph("À renvoyer à\u00a0: {{ adresse_envoi }}", "Petit")
    word.add_paragraph("{{ fin adresse_envoi }}")
    core = word.core_properties
    core.title, core.author, core.language = "Modèle de CER", "Permanence", "fr-FR"
    core.comments, core.last_modified_by, core.created, core.modified = "", "Permanence", _DATE, _DATE
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _page(word: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(12), Mm(16)
    section.header_distance, section.footer_distance = Mm(10), Mm(9)


def _styles(word: Document) -> None:
    for name in ("Petit", "Étiquette"):
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles["Normal"]
    for name, size, colour, bold, before, after in (
        ("Normal", 10.5, TEXT, False, 0, 3),
        ("Title", 22, ACCENT, True, 10, 0),
        ("Subtitle", 11, TEXT, True, 0, 6),
        ("Heading 1", 12, ACCENT, True, 10, 3),
        ("Heading 2", 12, TEXT, True, 2, 2),
        ("Petit", 9, "46564F", False, 2, 4),
        ("Étiquette", 8.5, "46564F", False, 0, 0),
    ):
        style = word.styles[name]
        font = style.font
        font.name, font.size, font.bold, font.italic = "Calibri", Pt(size), bold, False
        font.color.rgb = RGBColor.from_string(colour)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        if (spacing := style.element.rPr.find(qn("w:spacing"))) is not None:
            style.element.rPr.remove(spacing)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.05
    rule = word.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if rule is not None:
        word.styles["Title"].element.pPr.remove(rule)


def _header(word: Document) -> None:
    section = word.sections[0]
    section.different_first_page_header_footer = True
    header = section.first_page_header
    table = _table(header.add_table(1, 2, Mm(WIDTH)), [104, 70])
    left, right = table.rows[0].cells
    _lines(left, ("{{ logo }}", "Normal"), ("{{ departement }}", "Heading 2"), ("{{ service }}", "Étiquette"))
    _lines(right, ("{{ adresse_departement }}", "Étiquette"), ("{{ telephone_departement }}", "Étiquette"))
    for paragraph in right.paragraphs:
        paragraph.alignment = 2
    section.header.paragraphs[0].style = word.styles["Étiquette"]
    section.header.paragraphs[0].text = "{{ titre }} de {{ prenom }} {{ nom }}"
    section.header.paragraphs[0].paragraph_format.space_after = Pt(10)


def _footer(word: Document) -> None:
    section = word.sections[0]
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        paragraph.style = word.styles["Étiquette"]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), 2)
        paragraph.add_run("{{ titre }} n° {{ numero }} · modèle {{ version_modele }}\tPage ")
        _word_field(paragraph, "PAGE")
        paragraph.add_run(" sur ")
        _word_field(paragraph, "NUMPAGES")


def _person(word: Document) -> None:
    pairs = (
        ("Nom", "{{ civilite }} {{ nom }}"),
        ("Prénom", "{{ prenom }}"),
        ("Nom de naissance", "{{ nom_naissance }}"),
        ("Date de naissance", "{{ date_naissance }}"),
        ("N° allocataire", "{{ numero_allocataire }} {{ organisme }}"),
        ("Téléphone", "{{ telephone }}"),
        ("Adresse", "{{ adresse }}"),
        ("Courriel", "{{ mail }}"),
        ("Période du contrat", "{{ periode }}"),
        ("Signé le", "{{ date_signature }}"),
        ("Référent", "{{ referent }}"),
        ("", ""),
    )
    table = _table(word.add_table(len(pairs) // 2, 2), [WIDTH / 2] * 2)
    for rank, (label, field) in enumerate(pairs):
        cell = table.cell(rank // 2, rank % 2)
        if label:
            _lines(cell, (label, "Étiquette"), (field, "Normal"))
        _shade(cell)


def _objectifs(word: Document) -> None:
    word.add_paragraph("Ce à quoi nous nous engageons", "Heading 1")
    table = _table(word.add_table(2, 3), [44, 65, 65])
    for cell, title in zip(table.rows[0].cells, ("Objectif", "La personne", "Le référent"), strict=True):
        _lines(cell, (title, "Heading 2"))
        _shade(cell)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    theme, hers, his = table.rows[1].cells
    _lines(
        theme,
        ("{{ objectif.numero }}. {{ objectif.theme }}", "Normal"),
        ("{{ objectif.echeance }}", "Étiquette"),
    )
    theme.paragraphs[0].runs[0].bold = True
    _lines(hers, ("{{ objectif.personne }}", "Normal"))
    _lines(his, ("{{ objectif.referent }}", "Normal"))
    for cell in table.rows[1].cells:
        _border(cell, "bottom")


def _signatures(word: Document) -> None:
    word.add_paragraph("{{ si signatures }}")
    word.add_paragraph("{{ lieu_date }}").paragraph_format.keep_with_next = True
    table = _table(word.add_table(1, 2), [WIDTH / 2] * 2)
    table.rows[0].height = Mm(28)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, who, name, field in zip(
        table.rows[0].cells,
        ("La personne accompagnée", "Le référent"),
        ("{{ nom }} {{ prenom }}", "{{ referent }}"),
        ("{{ signature_personne }}", "{{ signature_referent }}"),
        strict=True,
    ):
        _lines(cell, (who, "Heading 2"), (name, "Étiquette"), (field, "Normal"))
        for edge in ("top", "left", "bottom", "right"):
            _border(cell, edge)
    word.add_paragraph("{{ fin signatures }}")


def _decision(word: Document) -> None:
    word.add_paragraph("{{ si decision }}")
    word.add_paragraph("Décision du Département", "Heading 1")
    word.add_paragraph("{{ decision }}", "Heading 2")
    word.add_paragraph("{{ si periode_decidee }}")
    word.add_paragraph("Période décidée\u00a0: {{ periode_decidee }}")
    word.add_paragraph("{{ fin periode_decidee }}")
    word.add_paragraph("{{ decision_commentee }}")
    table = _table(word.add_table(1, 1), [WIDTH / 2])
    table.rows[0].height = Mm(26)
    _lines(table.cell(0, 0), ("{{ decideur }}", "Étiquette"))
    for edge in ("top", "left", "bottom", "right"):
        _border(table.cell(0, 0), edge)
    word.add_paragraph("{{ fin decision }}")


def _lines(cell: _Cell, *lines: tuple[str, str]) -> None:
    for rank, (text, style) in enumerate(lines):
        paragraph = cell.add_paragraph() if rank else cell.paragraphs[0]
        paragraph.style = style
        paragraph.text = text


def _table(table: Table, widths: list[float]) -> Table:
    table.autofit = False
    for cells in table.rows:
        for cell, width in zip(cells.cells, widths, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _border(cell: _Cell, edge: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        properties.append(borders)
    line = f'<w:{edge} {nsdecls("w")} w:val="single" w:sz="6" w:space="0" w:color="{LINE}"/>'
    borders.append(parse_xml(line))


def _shade(cell: _Cell) -> None:
    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{PALE}"/>'
    cell._tc.get_or_add_tcPr().append(parse_xml(shade))


def _word_field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(modele())
