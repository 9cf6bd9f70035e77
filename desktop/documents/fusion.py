"""A CER or a letter in the département's own Word model: its page, its fonts, and our words in its fields.

Written on the document's own tree, paragraph by paragraph, in one pass: what a person typed is laid in
as text and never read again, were it ``{{ nom }}`` or ``<w:p>``. A template engine was tried and set
aside: it brings a language, which then has to be locked up; it works on the source by patterns, which
lost the line breaks beside a text box; and it rewrote a text that looked like its own marks.
"""

import copy
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

import docx
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.parts.story import StoryPart
from docx.shape import InlineShape
from docx.shared import Mm

from desktop.documents.blocs import Document
from desktop.documents.champs import Valeurs
from desktop.documents.word import ajuster
from desktop.documents.word_styles import identifier
from domain.errors import RefusedError
from domain.modele_word.champs import CER, MARQUE, OBJECTIF, Table, lire_marque
from domain.modele_word.examen import condition, examiner
from domain.modele_word.fichier import AVEC_CHAMPS

_Element: TypeAlias = Any  # python-docx types few of the elements it lets one reach
_P, _T, _TR, _PPR, _SECTION, _BOX = (
    qn(f"w:{tag}") for tag in ("p", "t", "tr", "pPr", "sectPr", "txbxContent")
)
_BLOCKS: Final = frozenset(qn(f"w:{tag}") for tag in ("p", "tbl", "sdt"))
# What must end with a paragraph for Word to open the file.
_NEVER_EMPTY: Final = frozenset(qn(f"w:{tag}") for tag in ("tc", "txbxContent", "hdr", "ftr"))
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def fusionner(modele: bytes, valeurs: Valeurs, document: Document, table: Table = CER) -> bytes:
    """Return the .docx of a CER in this model, or of what ``table`` is for; ``document`` names it.

    Raises RefusedError, and nothing else, whatever the model: the person must leave with a paper.
    """
    if faults := examiner(modele, table).fautes:
        raise RefusedError(faults[0])
    try:
        return _fill(modele, valeurs, document, table)
    except Exception as error:
        # The file comes from elsewhere and the library reads far more of it than was examined.
        raise RefusedError(f"il ne s’ouvre pas ({type(error).__name__})") from error


def _fill(modele: bytes, valeurs: Valeurs, document: Document, table: Table) -> bytes:
    word = docx.Document(io.BytesIO(modele))
    for part in list(word.part.package.iter_parts()):
        if isinstance(part, StoryPart) and AVEC_CHAMPS.fullmatch(str(part.partname).lstrip("/")):
            body = part.element.find(qn("w:body"))
            _Page(part, valeurs, table).fill(part.element if body is None else body, valeurs.textes)
    identifier(word, document)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


class _Page:
    """Fills one part of the file: the body, a header, a footer."""

    def __init__(self, part: StoryPart, valeurs: Valeurs, table: Table) -> None:
        self._part = part
        self._valeurs = valeurs
        self._champs = table.par_nom

    def fill(self, holder: _Element, textes: Mapping[str, str]) -> None:
        """Fill what ``holder`` holds, in order, each paragraph once."""
        kept: list[bool] = []
        for child in list(holder):
            mark = condition(_text(child)) if child.tag == _P else None
            if mark is not None:
                if mark.verbe == "si":
                    kept.append(mark.nom in self._valeurs.vrais)
                else:
                    kept.pop()
                _drop(child)
            elif not all(kept):
                _drop(child)
            elif child.tag == _P:
                self._paragraph(child, textes)
                for box in list(_boxes(child)):
                    self.fill(box, textes)
            elif child.tag == _TR and _is_repeated(child):
                self._repeat(child, textes)
            else:
                self.fill(child, textes)
        if holder.tag in _NEVER_EMPTY and (len(holder) == 0 or holder[-1].tag != _P):
            holder.append(OxmlElement("w:p"))

    def _repeat(self, row: _Element, textes: Mapping[str, str]) -> None:
        for objectif in self._valeurs.objectifs:
            again = copy.deepcopy(row)
            row.addprevious(again)
            self.fill(again, {**textes, **objectif})
        row.getparent().remove(row)

    def _paragraph(self, paragraph: _Element, textes: Mapping[str, str]) -> None:
        """Replace the fields of one paragraph, the last first, so that places before it stay true.

        Word cuts what is typed into runs as it likes: a field takes the look of its first brace.
        """
        nodes = list(_texts(paragraph))
        whole = "".join(node.text or "" for node in nodes)
        for found in reversed(list(MARQUE.finditer(whole))):
            first, start = _place(nodes, found.start())
            last, end = _place(nodes, found.end() - 1)
            after = (last.text or "")[end + 1 :]
            for between in nodes[nodes.index(first) + 1 : nodes.index(last)]:
                between.text = ""
            if last is not first:
                _write(last, after)
                after = ""
            self._lay(first, (first.text or "")[:start], lire_marque(found[1]).nom, after, textes)

    def _lay(self, node: _Element, before: str, nom: str, after: str, textes: Mapping[str, str]) -> None:
        if self._champs[nom].image:
            _write(node, before)
            node = self._picture(node, nom)
            _write(_follow(node, "w:t"), after)
            return
        first, *others = textes[nom].replace("\t", "    ").split("\n")
        _write(node, before + first)
        for line in others:
            node = _follow(_follow(node, "w:br"), "w:t")
            _write(node, line)
        _write(node, (node.text or "") + after)

    def _picture(self, node: _Element, nom: str) -> _Element:
        """Lay a picture after ``node``; return what comes last. One that cannot be read is left out."""
        if (octets := self._valeurs.images[nom]) is None:
            return node
        try:
            inline = self._part.new_pic_inline(io.BytesIO(octets), height=Mm(14))
        except UnrecognizedImageError:
            return node
        ajuster(InlineShape(inline), self._champs[nom].sens)
        drawing = _follow(node, "w:drawing")
        drawing.append(inline)
        return drawing


def _is_repeated(row: _Element) -> bool:
    """Tell whether a row, and not one of a table within it, holds the fields of an objectif."""
    return any(
        lire_marque(found[1]).nom.startswith(OBJECTIF)
        for paragraph in row.iter(_P)
        if next(paragraph.iterancestors(_TR)) is row
        for found in MARQUE.finditer(_text(paragraph))
    )


def _drop(block: _Element) -> None:
    """Take a block away; a paragraph that ends a section of the document keeps its place, empty."""
    if block.tag == _P and block.find(f"{_PPR}/{_SECTION}") is not None:
        for part in list(block):
            if part.tag != _PPR:
                block.remove(part)
    elif block.tag in _BLOCKS or block.tag == _TR:
        block.getparent().remove(block)


def _place(nodes: list[_Element], offset: int) -> tuple[_Element, int]:
    """Return the text node that holds the character at ``offset``, and where in it."""
    for node in nodes:
        length = len(node.text or "")
        if offset < length:
            return node, offset
        offset -= length
    raise IndexError(offset)


def _write(node: _Element, text: str) -> None:
    node.text = text
    node.set(_SPACE, "preserve")


def _follow(node: _Element, tag: str) -> _Element:
    new = OxmlElement(tag)
    node.addnext(new)
    return new


def _text(paragraph: _Element) -> str:
    return "".join(node.text or "" for node in _texts(paragraph))


def _texts(element: _Element) -> Iterator[_Element]:
    """Yield the text nodes of a paragraph, without those of the text boxes it anchors."""
    for child in element:
        if child.tag == _T:
            yield child
        elif child.tag != _BOX:
            yield from _texts(child)


def _boxes(element: _Element) -> Iterator[_Element]:
    for child in element:
        if child.tag == _BOX:
            yield child
        else:
            yield from _boxes(child)
