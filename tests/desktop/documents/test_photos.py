import io

import pytest
from PIL import Image

from desktop.documents.photos import LONG_SIDE, redresser
from domain.document.contenu import JPEG, PNG
from domain.errors import RefusedError

GPS, ORIENTATION = 0x8825, 0x0112


def photo(size: tuple[int, int], kind: str = "JPEG", mode: str = "RGB", **save: object) -> bytes:
    made = io.BytesIO()
    image = Image.new(mode, size)
    image.paste(Image.new(mode, (size[0] // 2, size[1]), "white"))  # the left half is white
    image.save(made, kind, **save)
    return made.getvalue()


def taken_sideways() -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[GPS] = {1: "N", 2: (44.0, 37.0, 12.0)}
    return photo((4_000, 3_000), exif=exif)


def test_a_photo_is_set_upright_made_smaller_and_forgets_where_it_was_taken() -> None:
    """R-DOC-2; the kitchen table's coordinates are nobody's business."""
    made, found = redresser(taken_sideways())
    assert found is JPEG
    with Image.open(io.BytesIO(made)) as image:
        assert image.size == (1_800, LONG_SIDE)
        assert not image.getexif()
        red = image.convert("RGB")
        assert red.getpixel((900, 100)) == (255, 255, 255), "what was left is now on top"
        assert red.getpixel((900, 2_300)) == (0, 0, 0)


def test_a_small_drawing_stays_what_it_is_without_what_its_file_said() -> None:
    source = photo((300, 200), "PNG", "RGBA")
    made, found = redresser(source)
    assert found is PNG
    with Image.open(io.BytesIO(made)) as image:
        assert (image.size, image.mode) == ((300, 200), "RGBA")


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "LA"),
        ("WEBP", "RGBA"),
        ("TIFF", "1"),
        ("BMP", "RGB"),
        ("TIFF", "CMYK"),
    ],
)
def test_whatever_a_scanner_writes_becomes_a_jpeg(kind: str, mode: str) -> None:
    made, found = redresser(photo((LONG_SIDE + 200, 300), kind, "RGB" if mode == "P" else mode))
    with Image.open(io.BytesIO(made)) as image:
        assert (found, image.format, image.width) == (JPEG, "JPEG", LONG_SIDE)


def test_what_cannot_be_read_says_so() -> None:
    with pytest.raises(RefusedError, match="abîmée"):
        redresser(taken_sideways()[:5_000])
    with pytest.raises(RefusedError, match="abîmée"):
        redresser(b"\xff\xd8\xff\xe0 rien")
    pages = io.BytesIO()
    page = Image.new("1", (10, 10))
    page.save(pages, "TIFF", save_all=True, append_images=[page])
    with pytest.raises(RefusedError, match="PDF"):
        redresser(pages.getvalue())
    bomb = photo((12_000, 9_000), "PNG", "1")
    with pytest.raises(RefusedError, match="trop de points"):
        redresser(bomb)
