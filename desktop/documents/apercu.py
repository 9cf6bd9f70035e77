"""A PDF as images, page by page, without Qt: for the live preview and for printing.

PDFium keeps global state and must not run in two threads at once: a preview drawn while another
page is being printed would crash the process, not raise. One lock holds them apart.
"""

import io
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

_PDFIUM = threading.Lock()


@dataclass(frozen=True, slots=True)
class Page:
    """One page as 24-bit RGB: ``octets`` holds ``hauteur`` rows of ``pas`` bytes, top first."""

    largeur: int
    hauteur: int
    pas: int
    octets: bytes

    def png(self) -> bytes:
        """Return the page as a PNG file."""
        from PIL import Image  # noqa: PLC0415 - with pypdfium2, 0.2 s of a start that shows no page

        out = io.BytesIO()
        Image.frombuffer("RGB", (self.largeur, self.hauteur), self.octets, "raw", "RGB", self.pas, 1).save(
            out, "PNG"
        )
        return out.getvalue()


def pages(pdf: bytes, largeur_px: int) -> list[Page]:
    """Return every page drawn ``largeur_px`` pixels wide."""
    with _PDFIUM:
        return list(_pages(pdf, largeur_px))


def nombre_de_pages(pdf: bytes) -> int:
    """Return the number of pages without drawing any."""
    with _PDFIUM, _ouvert(pdf) as document:
        return len(document)


def en_largeur(pdf: bytes) -> bool:
    """Tell whether the sheets lie on their long side, by the first of them."""
    with _PDFIUM, _ouvert(pdf) as document:
        width, height = document.get_page_size(0)
        return bool(width > height)


@dataclass(frozen=True, slots=True)
class Endroit:
    """Where something is on a page: ``page`` from 1, points from its left and from its top."""

    page: int
    x: int
    y: int


def sous(pdf: bytes, texte: str) -> Endroit | None:
    """Return the bottom left of the last place where a text is printed, ``None`` if it is nowhere."""
    found = None
    with _PDFIUM, _ouvert(pdf) as document:
        for number, page in enumerate(document, 1):
            words = page.get_textpage()
            search = words.search(texte, match_case=True)
            while (match := search.get_next()) is not None:
                left, bottom, _right, _top = words.get_charbox(match[0])
                found = Endroit(number, round(left), round(page.get_height() - bottom))
            search.close()
            words.close()
            page.close()
    return found


def reunir(pdfs: Iterable[bytes]) -> bytes:
    """Return one PDF made of the pages of several, in their order."""
    import pypdfium2  # noqa: PLC0415 - 0.15 s of a start that shows no page

    out = io.BytesIO()
    with _PDFIUM:
        whole = pypdfium2.PdfDocument.new()
        for pdf in pdfs:
            with _ouvert(pdf) as document:
                whole.import_pages(document)
        whole.save(out)
        whole.close()
    return out.getvalue()


@contextmanager
def _ouvert(pdf: bytes) -> Iterator[Any]:
    import pypdfium2  # noqa: PLC0415 - 0.15 s of a start that shows no page

    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def _pages(pdf: bytes, largeur_px: int) -> Iterator[Page]:
    with _ouvert(pdf) as document:
        document.init_forms()  # without it, what was typed in the fields of a form would not be drawn
        for page in document:
            bitmap = page.render(scale=largeur_px / page.get_width(), rev_byteorder=True)
            yield Page(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            bitmap.close()
            page.close()
