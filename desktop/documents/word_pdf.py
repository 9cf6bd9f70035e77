"""A Word document as pages: to read it, and to print a letter, where there is no Word.

It is drawn by its text: paragraphs with their look, lists, tables, pictures, the head and the foot, in
our own fonts. What floats, columns and drawings are left to Word, and the screen says so. LibreOffice
would draw it as Word does; it is on none of the laptops that this is for.
"""

import io
from typing import Final

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.section import _BaseHeaderFooter
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate, Paragraph

from desktop.documents import polices
from desktop.documents.word_allure import Allures
from desktop.documents.word_flux import Flux
from domain.document.contenu import RULE
from domain.document.word import verifier_word
from domain.errors import RefusedError

_SUITE: Final = "La suite de ce document se lit dans Word."
_EMU: Final = 12_700
_MOST: Final = A4[1] * 0.4  # of a page, for its head or its foot


def en_pdf(octets: bytes) -> bytes:
    """Return a Word document as PDF. Raises RefusedError, and nothing else, whatever the file."""
    verifier_word(octets)
    try:
        return _Pages(docx.Document(io.BytesIO(octets))).rendre()
    except Exception as error:
        # The file comes from elsewhere, and two libraries read far more of it than was examined.
        raise RefusedError("Ce document Word ne peut pas être montré ici.", RULE) from error


class _Pages:
    def __init__(self, word: Document) -> None:
        polices.principale()
        self._word = word
        self._allures = Allures(word.styles.element)
        self._puces = _bullets(word)
        self._section = word.sections[0]
        self._total = 1
        section = self._section
        self._left, self._right = (
            min(max((edge or 0) / _EMU, 28), 170) for edge in (section.left_margin, section.right_margin)
        )
        self._room = A4[0] - self._left - self._right

    def rendre(self) -> bytes:
        made = self._build()
        if self._total > 1:
            made = self._build()  # now that «page 1 sur 3» can be written
        return made

    def _build(self) -> bytes:
        out = io.BytesIO()
        template = BaseDocTemplate(out, pagesize=A4, title="Document Word", creator="Permanence", invariant=1)
        first = bool(self._section.different_first_page_header_footer)
        template.addPageTemplates(
            [self._template("premiere", first=first), self._template("suite", first=False)]
        )
        body = Flux(self._word.part, self._allures, self._puces)
        flow: list[Flowable] = [NextPageTemplate("suite"), *body.lire(self._word.element.body, self._room)]
        if body.tronque():
            flow.append(Paragraph(_SUITE, ParagraphStyle("suite", fontName=polices.GRASSE, fontSize=11)))
        template.build(flow)
        self._total = template.page
        return out.getvalue()

    def _template(self, name: str, *, first: bool) -> PageTemplate:
        section = self._section
        head = section.first_page_header if first else section.header
        foot = section.first_page_footer if first else section.footer
        above, below = (edge / _EMU for edge in (section.header_distance or 0, section.footer_distance or 0))
        tall = above + self._height(head)
        low = below + self._height(foot)
        top = max((section.top_margin or 0) / _EMU, tall + 8, 20)
        bottom = max((section.bottom_margin or 0) / _EMU, low + 8, 20)
        frame = Frame(self._left, bottom, self._room, A4[1] - top - bottom, 0, 0, 0, 0)

        def draw(canvas: Canvas, template: BaseDocTemplate) -> None:
            self._draw(canvas, self._flow(head, template.page), A4[1] - above)
            self._draw(canvas, self._flow(foot, template.page), low)

        return PageTemplate(name, [frame], onPage=draw)

    def _flow(self, story: _BaseHeaderFooter, page: int) -> list[Flowable]:
        if story.is_linked_to_previous:
            return []
        flux = Flux(story.part, self._allures, self._puces)
        flux.page, flux.pages = str(page), str(self._total)
        return list(flux.lire(story._element, self._room))  # noqa: SLF001 - python-docx gives no other way

    def _height(self, story: _BaseHeaderFooter) -> float:
        tall = sum(one.wrap(self._room, A4[1])[1] for one in self._flow(story, 1))
        return float(min(tall, _MOST))

    def _draw(self, canvas: Canvas, flow: list[Flowable], top: float) -> None:
        for one in flow:
            height = one.wrapOn(canvas, self._room, A4[1])[1]
            one.drawOn(canvas, self._left, top - height)
            top -= height


def _bullets(word: Document) -> dict[tuple[str, int], str]:
    """Return, by list and depth, «1» where a list counts and «•» elsewhere."""
    try:
        numbering = word.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    kinds = {
        (abstract.get(qn("w:abstractNumId")), level.get(qn("w:ilvl"))): level.find(qn("w:numFmt"))
        for abstract in numbering.iterchildren(qn("w:abstractNum"))
        for level in abstract.iterchildren(qn("w:lvl"))
    }
    found = {}
    for number in numbering.iterchildren(qn("w:num")):
        of = number.find(qn("w:abstractNumId"))
        for (abstract, depth), kind in kinds.items():
            if of is not None and abstract == of.get(qn("w:val")) and kind is not None:
                counted = kind.get(qn("w:val")) not in ("bullet", "none")
                found[number.get(qn("w:numId")), int(depth or 0)] = "1" if counted else "•"
    return found
