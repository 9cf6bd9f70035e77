"""What bounds an archive before it is read, whoever reads it (workbook, Word document, Word model)."""

import io
import zipfile

import pytest

from domain.archive import AbimeeError, DemesureeError, declare_des_entites, ouverte

LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'


def archive(*parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for rank, part in enumerate(parts):
            made.writestr(f"{rank}.xml", part)
    return out.getvalue()


def declares(part: bytes) -> bool:
    with ouverte(archive(part), 1, len(part)) as opened:
        return declare_des_entites(opened, opened.infolist()[0])


def test_too_many_parts_or_too_many_bytes_are_refused_and_the_exact_bound_is_not() -> None:
    octets = archive(b"a" * 500, b"b" * 500)
    with ouverte(octets, 2, 1000) as opened:
        assert opened.read("1.xml") == b"b" * 500
    for parties, deplie in ((1, 1000), (2, 999)):
        with pytest.raises(DemesureeError), ouverte(octets, parties, deplie):
            pass


@pytest.mark.parametrize("octets", [b"", b"PK\x03\x04", archive(b"a" * 500)[:-30]])
def test_what_is_no_archive_is_said_to_be_damaged(octets: bytes) -> None:
    with pytest.raises(AbimeeError), ouverte(octets, 9, 9_000):
        pass


def test_a_part_that_cannot_be_read_to_its_end_is_damaged_too() -> None:
    octets = archive(b"abcd" * 500)
    spoilt = octets[:40] + b"\xff\xff\xff" + octets[43:]
    with pytest.raises(AbimeeError), ouverte(spoilt, 1, 2_000) as opened:
        opened.read("0.xml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_entities_are_seen_in_any_encoding_and_wherever_they_are_declared(encoding: str) -> None:
    assert declares(LAUGHS.encode(encoding))
    cut = 1024 * 1024 - 4  # the word lies across two pieces
    assert declares((b"  " * cut)[: cut - cut % 2] + "<!DOCTYPE a>".encode(encoding))
    assert not declares("<a>Doctype</a>".encode(encoding))
