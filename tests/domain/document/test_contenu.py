import pytest

from domain.document.contenu import (
    JPEG,
    MAX_BYTES,
    MAX_OF_DOSSIER,
    PDF,
    PNG,
    WORD,
    Annonce,
    announced,
    format_of,
    size_refusal,
)
from domain.errors import RefusedError
from domain.fields import Value

ZIP = b"PK\x03\x04\x14\x00\x06\x00"
HASH = "a" * 64


@pytest.mark.parametrize(
    ("head", "tail", "found"),
    [
        (b"%PDF-1.7\n", b"", PDF),
        (b"\xef\xbb\xbf%PDF-1.4", b"", PDF),
        (b"\xff\xd8\xff\xe1\x00\x10Exif", b"", JPEG),
        (b"\x89PNG\r\n\x1a\n\x00", b"", PNG),
        (ZIP + b"[Content_Types].xml", b"PK\x01\x02word/document.xml", WORD),
    ],
)
def test_the_formats_taken_are_known_by_their_content(head: bytes, tail: bytes, found: object) -> None:
    """R-DOC-2."""
    assert format_of(head, tail) is found


@pytest.mark.parametrize(
    ("head", "tail", "words"),
    [
        (b"", b"", "vide"),
        (b"MZ\x90\x00", b"", "pas pris"),
        (b"<html>%PDF-", b"", "pas pris"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", b"", "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", "ancien format"),
        (ZIP + b"xl/workbook.xml", b"PK\x01\x02xl/workbook.xml", "pas pris"),
        (ZIP, b"word/document.xml word/vbaProject.bin", "macros"),
    ],
)
def test_what_is_not_taken_says_what_to_do(head: bytes, tail: bytes, words: str) -> None:
    """R-DOC-2: whatever the name of the file pretends."""
    with pytest.raises(RefusedError, match=words):
        format_of(head, tail)


def test_a_document_and_a_dossier_have_a_limit_said_in_figures() -> None:
    assert size_refusal(MAX_BYTES) is None
    too_big = size_refusal(MAX_BYTES + 100_000)
    assert too_big is not None
    assert "20,1\u00a0Mo" in too_big.message
    assert "20\u00a0Mo au plus" in too_big.message
    full = size_refusal(1_000, MAX_OF_DOSSIER)
    assert full is not None
    assert "300\u00a0Mo" in full.message


def test_only_a_record_that_can_be_checked_announces_a_content() -> None:
    assert announced({"empreinte": HASH, "taille": 12}) == Annonce(HASH, 12)
    impossible: tuple[dict[str, Value], ...] = (
        {},
        {"empreinte": HASH, "taille": 0},
        {"empreinte": HASH, "taille": None},
        {"empreinte": HASH.upper(), "taille": 3},
        {"empreinte": "../" + HASH[3:], "taille": 3},
        {"empreinte": HASH[1:], "taille": 3},
        {"empreinte": None, "taille": 3},
    )
    assert [announced(wrong) for wrong in impossible] == [None] * len(impossible)
