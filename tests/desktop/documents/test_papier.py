"""Reading a paper from its photos: whose it is, which way is up, and never a wrong word (R-CER-18)."""

import io

import pytest
import segno
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from desktop.documents import apercu, pdf
from desktop.documents.papier import PAGES_AU_PLUS, PagePapier, codes, lire_pages, relier, tourner
from desktop.documents.photos import redresser
from desktop.documents.vierge import decrire_vierge
from domain.document.contenu import JPEG, PDF
from domain.errors import RefusedError
from tests import specimens
from tests.photos import photographier, prise

VIERGE = decrire_vierge(specimens.SETTINGS, 42, specimens.DOSSIER)


@pytest.fixture(scope="module")
def blank() -> bytes:
    return pdf.rendre(VIERGE)


def read(photo: bytes) -> PagePapier:
    (page,) = lire_pages(redresser(photo)[0], JPEG)
    return page


def qr(texte: str) -> bytes:
    made = io.BytesIO()
    segno.make(texte).save(made, kind="png", scale=8)
    return made.getvalue()


def white(size: tuple[int, int]) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "white").save(made, "JPEG")
    return made.getvalue()


@pytest.mark.parametrize("graine", [3, 5, 7, 8, 22, 26])
def test_a_photo_taken_anyhow_says_whose_it_is_and_is_set_upright(blank: bytes, graine: int) -> None:
    """R-CER-18; among them the grainy ones that are only read once the grain is taken away."""
    page = read(photographier(blank, graine, graine % 2))
    assert page.code == VIERGE.code
    with Image.open(io.BytesIO(page.image)) as upright:
        assert upright.height > upright.width, prise(graine)
    assert lire_pages(page.image, JPEG) == (page,), "nothing is left to turn"


def _jpeg(image: Image.Image) -> bytes:
    made = io.BytesIO()
    image.convert("RGB").save(made, "JPEG", quality=95)
    return made.getvalue()


def test_a_scan_in_pdf_is_read_page_by_page(blank: bytes) -> None:
    pages = lire_pages(blank, PDF)
    assert [page.code for page in pages] == [VIERGE.code] * 2
    assert codes(pages) == (VIERGE.code,)


def test_what_was_typed_in_a_form_is_seen_on_the_scan() -> None:
    """A CER vierge filled in on a screen is a PDF whose words lie in its fields."""
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.acroForm.textfield(name="nom", value="MMMMMMMMMM", x=100, y=700, width=300, height=40, fontSize=30)
    canvas.showPage()
    canvas.save()
    (page,) = lire_pages(made.getvalue(), PDF)
    with Image.open(io.BytesIO(page.image)) as drawn:
        inside = drawn.convert("L").crop((320, 340, 900, 440))
        assert min(inside.tobytes()) < 60, "nothing was typed there"


def test_a_photo_without_code_is_kept_as_it_is() -> None:
    page = read(white((1200, 1600)))
    assert page.code == ""


def test_the_code_of_something_else_on_the_table_is_not_taken_for_ours() -> None:
    assert read(_jpeg(Image.open(io.BytesIO(qr("https://exemple.fr/CER/2026-1/42"))))).code == ""


def test_a_page_is_turned_to_the_right() -> None:
    sheet = Image.new("RGB", (400, 600), "white")
    sheet.paste((0, 0, 0), (0, 0, 400, 100))
    with Image.open(io.BytesIO(tourner(PagePapier(_jpeg(sheet), "")).image)) as turned:
        assert turned.size == (600, 400)
        assert max(turned.convert("L").crop((520, 0, 590, 400)).tobytes()) < 50, "the top is on the right"


def test_the_same_pages_bound_twice_are_the_same_document(blank: bytes) -> None:
    """So that the same photos entered twice are told apart from two papers."""
    pages = lire_pages(blank, PDF)
    bound = relier(pages)
    assert relier(pages) == bound
    assert apercu.nombre_de_pages(bound) == 2
    assert codes(lire_pages(bound, PDF)) == (VIERGE.code,)


def test_a_page_lying_on_its_side_keeps_its_proportions() -> None:
    (page,) = apercu.pages(relier([PagePapier(white((1600, 1200)), "")]), 800)
    assert page.largeur > page.hauteur


@pytest.mark.parametrize("octets", [b"%PDF-1.7\nrien", b""])
def test_a_pdf_that_cannot_be_read_is_refused_in_words(octets: bytes) -> None:
    with pytest.raises(RefusedError, match="abîmé"):
        lire_pages(octets, PDF)


def test_a_book_is_no_contract() -> None:
    made = io.BytesIO()
    canvas = Canvas(made)
    for _ in range(PAGES_AU_PLUS + 1):
        canvas.showPage()
    canvas.save()
    with pytest.raises(RefusedError, match="21 pages"):
        lire_pages(made.getvalue(), PDF)
