"""Photos made fit to be kept: upright, no larger than paper needs, without the place they were taken.

A phone writes 12 million points and the coordinates of the kitchen table. 2,400 points on the long
side are 200 dpi on a sheet: small print is read, and what goes up at 64 kbit/s is ten times less.
"""

import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from domain.document.contenu import JPEG, PNG, RULE, Format
from domain.errors import RefusedError

LONG_SIDE: Final = 2_400
QUALITY: Final = 85
_SHEET_INCHES: Final = 11.0
_UNREADABLE: Final = "Cette image est abîmée ou n’est pas complète\u00a0: elle ne peut pas être lue."
_TAKEN_IN: Final = ("JPEG", "PNG", "WEBP", "TIFF", "BMP")


def redresser(octets: bytes) -> tuple[bytes, Format]:
    """Return a photo upright, within :data:`LONG_SIDE`, free of what its file said beside the image.

    A PNG stays one if it is small (a drawing, a screen); everything else comes out as JPEG. Raises
    RefusedError for what is not an image, is damaged, or has several pages.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(octets), formats=_TAKEN_IN) as photo:
                return _redressed(photo)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise RefusedError(_UNREADABLE, RULE) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:  # 89 million points
        raise RefusedError("Cette image a trop de points pour être gardée.", RULE) from error


def en_pdf(octets: bytes) -> bytes:
    """Return a photo as a sheet to look at and to print. Raises RefusedError if it cannot be read."""
    made = io.BytesIO()
    try:
        with Image.open(io.BytesIO(octets), formats=("JPEG", "PNG")) as photo:
            sheet = _on_white(photo)
            sheet.save(made, "PDF", resolution=max(sheet.size) / _SHEET_INCHES)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise RefusedError(_UNREADABLE, RULE) from error
    return made.getvalue()


def _redressed(photo: Image.Image) -> tuple[bytes, Format]:
    if getattr(photo, "n_frames", 1) > 1:
        raise RefusedError("Cette image a plusieurs pages\u00a0: enregistrez-la en PDF.", RULE)
    small = photo.format == "PNG" and max(photo.size) <= LONG_SIDE
    photo.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG is then read at a fraction of its size
    upright = ImageOps.exif_transpose(photo)
    upright.thumbnail((LONG_SIDE, LONG_SIDE))
    made = io.BytesIO()
    if small:
        clean = upright.copy()
        clean.info = {}
        clean.save(made, "PNG", optimize=True)
        return made.getvalue(), PNG
    _on_white(upright).save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue(), JPEG


def _on_white(image: Image.Image) -> Image.Image:
    """Return the image in colours that a JPEG can hold; what is transparent shows paper."""
    if image.mode in ("RGB", "L"):
        return image
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    layers = image.convert("RGBA")
    paper = Image.new("RGBA", layers.size, "white")
    return Image.alpha_composite(paper, layers).convert("RGB")
