"""Read back what was rendered, as a reader would: the words of a PDF, the words of a Word file."""

import io
import re
import unicodedata

import docx
import pypdfium2
from docx.document import Document
from docx.table import Table, _Cell


def texte_pdf(octets: bytes) -> str:
    """Return the words of every page."""
    document = pypdfium2.PdfDocument(octets)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def texte_word(octets: bytes) -> str:
    """Return the words of body, tables and foot."""
    word = docx.Document(io.BytesIO(octets))
    parts: list[str] = []

    def walk(holder: _Cell | Document) -> None:
        for part in holder.iter_inner_content():
            if isinstance(part, Table):
                for row in part.rows:
                    for cell in row.cells:
                        walk(cell)
            else:
                parts.append(part.text)

    walk(word)
    parts += [paragraph.text for paragraph in word.sections[0].footer.paragraphs]
    return "\n".join(parts)


def mots(texte: str) -> str:
    """Return a text as bare words: what remains equal when lines are broken otherwise."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", texte))
