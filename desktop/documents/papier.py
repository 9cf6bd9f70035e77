"""A paper photographed or scanned: its pages set upright, its code read, bound into one PDF (R-CER-18).

The code printed on both sides of a CER vierge says whose it is and which way is up, so that nobody
has to. zxing-cpp reads it; what it misses in a grainy photo it finds once the grain is taken away.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final

from desktop.documents import apercu, reperage
from domain.document.contenu import PDF, RULE, Format
from domain.errors import RefusedError

PAGES_AU_PLUS: Final = 20
_QUARTER: Final = 90
_UNREADABLE: Final = "Ce PDF est abîmé, ou protégé par un mot de passe\u00a0: il ne peut pas être lu."


@dataclass(frozen=True, slots=True)
class PagePapier:
    """One side of the paper, upright, as JPEG or PNG; ``code``: what its QR says, '' if none was read."""

    image: bytes
    code: str


def lire_pages(octets: bytes, format: Format) -> tuple[PagePapier, ...]:  # noqa: A002 - the word of the trade
    """Return the pages of a photo made fit to be kept, or of a PDF. Takes up to 0.3 s a page.

    Raises RefusedError for a PDF that cannot be read, or is no contract: more than
    :data:`PAGES_AU_PLUS` pages.
    """
    if format is not PDF:
        return (_read(octets),)
    return tuple(_read(page) for page in _drawn(octets))


def tourner(page: PagePapier) -> PagePapier:
    """Return the page turned a quarter to the right."""
    return replace(page, image=_turned(page.image, -_QUARTER))


def relier(pages: Sequence[PagePapier]) -> bytes:
    """Return one PDF, a sheet a page. The same pages always give the same bytes, hence the same print."""
    from reportlab.lib.pagesizes import A4  # noqa: PLC0415 - reportlab: 0.3 s of a start
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4, invariant=1)
    for page in pages:
        image = ImageReader(io.BytesIO(page.image))
        width, height = image.getSize()
        sheet = A4 if height >= width else (A4[1], A4[0])
        canvas.setPageSize(sheet)
        canvas.drawImage(image, 0, 0, *sheet, preserveAspectRatio=True)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def codes(pages: Iterable[PagePapier]) -> tuple[str, ...]:
    """Return the different codes read, in the order of the pages."""
    return tuple(dict.fromkeys(page.code for page in pages if page.code))


def _read(image: bytes) -> PagePapier:
    from PIL import Image  # noqa: PLC0415 - Pillow and zxing-cpp: 0.1 s of a start that reads no paper

    with Image.open(io.BytesIO(image)) as photo:
        found = _code(photo)
    if found is None:
        return PagePapier(image, "")
    quarters = round(found.orientation / _QUARTER) % 4
    upright = _turned(image, _QUARTER * quarters) if quarters else image
    return PagePapier(upright, found.text)


def _code(photo: Any) -> Any | None:  # noqa: ANN401 - two libraries without types
    import zxingcpp  # noqa: PLC0415 - same reason

    only = zxingcpp.BarcodeFormats(zxingcpp.QRCode)
    for view in _views(photo):
        for found in zxingcpp.read_barcodes(view, formats=only):
            with suppress(RefusedError):  # another paper's code may lie on the same table
                reperage.lire(found.text)
                return found
    return None


def _views(photo: Any) -> Iterator[Any]:  # noqa: ANN401 - same reason
    """Yield the photo as it is, then without its grain in two ways: each costs some 30 ms.

    Of sixty bad photos the first view reads 39, the second 52, all three 53 (``make papiers`` prints more).
    """
    from PIL import ImageFilter  # noqa: PLC0415 - same reason

    grey = photo.convert("L")
    yield grey
    yield grey.filter(ImageFilter.GaussianBlur(1.2))
    yield grey.filter(ImageFilter.MedianFilter(5))


def _turned(image: bytes, degrees: int) -> bytes:
    """Return the image turned to the left by quarter turns, in the format it had."""
    from PIL import Image  # noqa: PLC0415 - same reason

    from desktop.documents.photos import QUALITY  # noqa: PLC0415 - same reason

    made = io.BytesIO()
    with Image.open(io.BytesIO(image)) as photo:
        photo.rotate(degrees, expand=True).save(made, photo.format, quality=QUALITY)
    return made.getvalue()


def _drawn(pdf: bytes) -> Iterator[bytes]:
    from PIL import Image  # noqa: PLC0415 - same reason
    from pypdfium2 import PdfiumError  # noqa: PLC0415 - same reason

    from desktop.documents.photos import LONG_SIDE, QUALITY  # noqa: PLC0415 - same reason

    try:
        count = apercu.nombre_de_pages(pdf)
        if count > PAGES_AU_PLUS:
            raise RefusedError(f"Ce PDF a {count} pages\u00a0: pour {PAGES_AU_PLUS} au plus.", RULE)
        drawn = apercu.pages(pdf, round(LONG_SIDE / 2**0.5))
    except PdfiumError as error:
        raise RefusedError(_UNREADABLE, RULE) from error
    for page in drawn:
        made = io.BytesIO()
        Image.frombuffer("RGB", (page.largeur, page.hauteur), page.octets, "raw", "RGB", page.pas, 1).save(
            made, "JPEG", quality=QUALITY
        )
        yield made.getvalue()
