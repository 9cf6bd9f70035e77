"""Photos of a paper as a phone takes them: at an angle, blurred, in a bad light, turned, small.

Made, not taken: the same seed gives the same photo, and no paper of anybody is in the tests.
"""

import io
import random
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageChops, ImageFilter

from desktop.documents import apercu

SHEET = 1_700  # pixels of width at which a paper is drawn before it is photographed
TABLE = (92, 74, 58)


@dataclass(frozen=True, slots=True)
class Prise:
    """How a photo is taken. ``penche``: how far each corner strays, in parts of the sheet's width;

    ``flou``: radius in pixels of a 12-million-point sensor; ``bruit``: deviation in levels out of 255;
    ``ombre``: light lost on the dark side, in parts of one; ``quart``: quarter turns.
    """

    largeur: int
    penche: float
    flou: float
    bruit: float
    ombre: float
    quart: int
    qualite: int


def prise(graine: int) -> Prise:
    """Return one way of taking a photo, from good to bad."""
    hazard = random.Random(graine)  # noqa: S311 - a photo, not a secret
    bad = hazard.random()
    return Prise(
        largeur=hazard.choice((1500, 2000, 2600, 3000)),
        penche=0.16 * bad * hazard.random(),
        flou=4 * bad * hazard.random(),
        bruit=55 * bad * hazard.random(),
        ombre=0.8 * bad,
        quart=hazard.randrange(4),
        qualite=hazard.choice((45, 70, 90)),
    )


@cache  # a second each, and several tests photograph the same paper
def photographier(pdf: bytes, graine: int, page: int = 0) -> bytes:
    """Return the JPEG of a page of ``pdf`` lying on a table."""
    how = prise(graine)
    hazard = random.Random(graine)  # noqa: S311 - same reason
    drawn = apercu.pages(pdf, SHEET)[page]
    sheet = Image.frombuffer("RGB", (drawn.largeur, drawn.hauteur), drawn.octets, "raw", "RGB", drawn.pas, 1)
    photo = _lie(sheet, how, hazard)
    photo = ImageChops.multiply(photo, _light(photo.size, how.ombre, hazard))
    photo = photo.filter(ImageFilter.GaussianBlur(how.flou * how.largeur / 3000))
    photo = _grain(photo, how.bruit)
    made = io.BytesIO()
    exif = Image.Exif()
    photo.rotate(90 * how.quart, expand=True).save(made, "JPEG", quality=how.qualite, exif=exif)
    return made.getvalue()


def _lie(sheet: Image.Image, how: Prise, hazard: random.Random) -> Image.Image:
    """Put the sheet on a table, its corners moved as an angle of view moves them."""
    width, height = how.largeur, round(how.largeur * 4 / 3)
    margin = 0.06 * width
    scale = min((width - 2 * margin) / sheet.width, (height - 2 * margin) / sheet.height)
    w, h = sheet.width * scale, sheet.height * scale
    left, top = (width - w) / 2, (height - h) / 2
    stray = how.penche * w

    def moved(x: float, y: float) -> tuple[float, float]:
        return x + stray * hazard.uniform(-1, 1) * 0.5, y + stray * hazard.uniform(-1, 1) * 0.5

    corners = [moved(x, y) for x, y in ((left, top), (left + w, top), (left + w, top + h), (left, top + h))]
    source = [(0.0, 0.0), (sheet.width, 0.0), (sheet.width, sheet.height), (0.0, sheet.height)]
    paper = Image.new("L", sheet.size, 255)
    maps = _homography(corners, source)
    bicubic = Image.Resampling.BICUBIC
    view = (width, height)
    seen = sheet.transform(view, Image.Transform.PERSPECTIVE, maps, bicubic)
    mask = paper.transform(view, Image.Transform.PERSPECTIVE, maps, bicubic)
    return Image.composite(seen, Image.new("RGB", view, TABLE), mask)


def _light(size: tuple[int, int], lost: float, hazard: random.Random) -> Image.Image:
    """Return a light that falls from one side to the other."""
    ramp = Image.linear_gradient("L").rotate(hazard.choice((0, 90, 180, 270)))
    return ramp.point(lambda level: round(255 - lost * level)).resize(size).convert("RGB")


def _grain(photo: Image.Image, deviation: float) -> Image.Image:
    noise = Image.effect_noise(photo.size, deviation).convert("RGB")
    return ImageChops.add(photo, noise, scale=1, offset=-128)


def _homography(there: list[tuple[float, float]], here: list[tuple[float, float]]) -> list[float]:
    """Return the eight numbers that send each point ``there`` of the photo to ``here`` on the sheet."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(there, here, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return _solve(rows)


def _solve(rows: list[list[float]]) -> list[float]:
    """Solve a linear system by elimination; each row ends with its right-hand side."""
    for column in range(len(rows)):
        best = max(range(column, len(rows)), key=lambda rank: abs(rows[rank][column]))
        rows[column], rows[best] = rows[best], rows[column]
        pivot = [value / rows[column][column] for value in rows[column]]
        rows[column] = pivot
        for rank, row in enumerate(rows):
            if rank != column:
                rows[rank] = [a - row[column] * b for a, b in zip(row, pivot, strict=True)]
    return [row[-1] for row in rows]
