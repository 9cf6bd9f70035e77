"""What a département sets of the look and of the words is what comes out, in both formats."""

import base64
import io

import docx
import pytest
from docx.shared import Mm
from PIL import Image

from desktop.documents import apercu, pdf, word
from desktop.documents.blocs import Document, textes
from desktop.documents.vierge import decrire_vierge
from domain.reglage.nomenclatures import Settings
from resources import default_settings
from tests import specimens

HOUSE, THEIRS = (0x1F, 0x5C, 0x7A), (0x8A, 0x15, 0x38)


def colours(document: Document) -> set[tuple[int, ...]]:
    found: set[tuple[int, ...]] = set()
    for page in apercu.pages(pdf.rendre(document), 900):
        image = Image.open(io.BytesIO(page.png())).convert("RGB")
        found |= {colour for _, colour in image.getcolors(1 << 24) or [] if isinstance(colour, tuple)}
    return found


def in_word(document: Document) -> bytes:
    parts = docx.Document(io.BytesIO(word.rendre(document))).part.package.iter_parts()
    return b"".join(part.blob for part in parts if str(part.partname).endswith(".xml"))


@pytest.mark.parametrize("name", specimens.autre_departement())
def test_the_accent_of_the_departement_replaces_the_house_s_everywhere(name: str) -> None:
    document = specimens.autre_departement()[name]
    assert HOUSE not in colours(document)
    assert THEIRS in colours(document)
    assert b"1F5C7A" not in in_word(document)
    assert b"8A1538" in in_word(document)


def test_without_settings_the_house_s_accent_stands() -> None:
    assert HOUSE in colours(specimens.cer())
    assert b"1F5C7A" in in_word(specimens.cer())


def test_a_colour_that_is_none_does_not_stop_a_permanence_from_printing() -> None:
    settings = Settings.of(default_settings(), [("departement.couleur", "arc-en-ciel", 1)])
    assert HOUSE in colours(specimens.cer(settings=settings))
    assert b"1F5C7A" in in_word(specimens.cer(settings=settings))


def test_the_title_of_the_law_of_the_day_is_on_every_edition() -> None:
    for document in specimens.autre_departement().values():
        said = "\n".join(textes(document))
        assert "Contrat d’engagement" in said
        assert "engagements réciproques" not in said
        assert "CER" not in said.replace(document.code, "")
        assert "depuis le dernier contrat d’engagement" in said


def test_where_to_send_it_back_is_said_where_it_is_set() -> None:
    theirs = "\n".join(textes(decrire_vierge(specimens.AUTRE_DEPARTEMENT, 1)))
    assert "À renvoyer à\u00a0: Service insertion, BP 101, 07999 Valmont Cedex." in theirs
    assert "À renvoyer" not in "\n".join(textes(decrire_vierge(specimens.SETTINGS, 1)))


@pytest.mark.parametrize(("width", "height"), [(1600, 100), (60, 900), (400, 400)])
def test_a_logo_of_any_shape_keeps_its_place_and_its_proportions(width: int, height: int) -> None:
    drawn = base64.b64encode(specimens.logo(width, height)).decode()
    settings = Settings.of(default_settings(), [("departement.logo", drawn, 1)])
    document = specimens.cer(settings=settings)
    opened = docx.Document(io.BytesIO(word.rendre(document)))
    (shape,) = opened.inline_shapes
    assert shape.width <= Mm(60)
    assert shape.height <= Mm(14)
    assert shape.width / shape.height == pytest.approx(width / height, rel=0.02)
    assert len(apercu.pages(pdf.rendre(document), 200)) == len(apercu.pages(pdf.rendre(specimens.cer()), 200))
