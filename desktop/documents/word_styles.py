"""The page, styles and properties of the Word editions: real styles, so that they can be adapted."""

import datetime as dt
from typing import Final

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from desktop.documents.blocs import Document
from desktop.documents.caracteres import nettoyer
from domain.reglage.apparence import Teintes, teintes

POLICE: Final = "Calibri"
TEXTE: Final = RGBColor(0x17, 0x21, 0x2B)
SECONDAIRE: Final = RGBColor(0x4A, 0x5A, 0x66)
LARGEUR: Final = 176  # mm between margins
# A file with the hour of its making would differ at each rendering of the same contract.
_DATE: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def preparer(word: Word, document: Document) -> None:
    """Give an empty Word file its properties, page, foot and styles."""
    identifier(word, document)
    _page(word, document)
    _styles(word, teintes(document.couleur))


def identifier(word: Word, document: Document) -> None:
    """Write what a Word file says of itself; nothing of whoever typed the model stays."""
    core = word.core_properties
    core.title, core.author, core.subject = (
        nettoyer(document.titre),
        nettoyer(document.auteur),
        nettoyer(document.sujet),
    )
    core.language, core.comments, core.last_modified_by = document.langue, "", "Permanence"
    core.created = core.modified = _DATE


def _styles(word: Word, couleurs: Teintes) -> None:
    accent = RGBColor.from_string(couleurs.accent[1:])
    normal = word.styles["Normal"]
    _style(normal, 10.5, TEXTE, before=0, after=2)
    normal.paragraph_format.line_spacing = 1.0
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), POLICE)
    _style(word.styles["Title"], 21, accent, bold=True, before=6, after=0)
    _style(word.styles["Subtitle"], 11, TEXTE, bold=True, before=0, after=4)
    _style(word.styles["Heading 1"], 12.5, accent, bold=True, before=6, after=1)
    _style(word.styles["Heading 2"], 11, TEXTE, bold=True, before=4, after=1)
    for name, size, color in (
        ("Étiquette", 9, SECONDAIRE),
        ("Mention", 9, SECONDAIRE),
        ("Objectif", 10.5, TEXTE),
    ):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        _style(style, size, color, bold=name == "Objectif", before=0, after=1)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    normal.element.get_or_add_rPr().append(language)
    border = OxmlElement("w:pBdr")
    bottom = word.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if bottom is not None:
        word.styles["Title"].element.pPr.remove(bottom)
    top = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "4"), ("color", couleurs.filet[1:])):
        top.set(qn(f"w:{key}"), value)
    border.append(top)
    pPr = word.styles["Heading 1"].element.get_or_add_pPr()  # noqa: N806 - the element's own name
    pPr.insert_element_before(border, "w:shd", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _style(
    style: ParagraphStyle, size: float, color: RGBColor, *, bold: bool = False, before: float, after: float
) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = POLICE, Pt(size), bold, False
    style.font.color.rgb = color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:hAnsi"), POLICE)
    spacing = style.element.rPr.find(qn("w:spacing"))
    if spacing is not None:
        style.element.rPr.remove(spacing)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _page(word: Word, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(17)
    section.top_margin, section.bottom_margin = Mm(13), Mm(15)
    section.header_distance = section.footer_distance = Mm(8)
    foot = section.footer.paragraphs[0]
    foot.style = "Normal"  # the style «Footer» brings tabulations of its own
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(LARGEUR), WD_TAB_ALIGNMENT.RIGHT)
    words = nettoyer(document.pied) + (f" · {document.code}" if document.code else "")
    _small(foot.add_run(f"{words}\tPage "))
    _field(foot, "PAGE")
    _small(foot.add_run(" sur "))
    _field(foot, "NUMPAGES")


def _small(run: Run) -> None:
    run.font.size, run.font.color.rgb = Pt(9), SECONDAIRE


def _field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = paragraph.add_run("1")
    _small(run)
    field.append(run._r)  # noqa: SLF001 - python-docx has no fields
    paragraph._p.append(field)  # noqa: SLF001 - same
