"""Version 1 of the wire is frozen: what fails here needs a version 2, not another fixture."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exchange import v1
from domain.exchange.bref import bref
from domain.exchange.v1 import DIGEST_MASK, META_COLUMNS, VERSION, Op, Outcome, Request, Response, fingerprint

FIXTURES = Path(__file__).parent / "fixtures"
SHAPES: dict[type[Any], str] = {Request: "request_v1.json", Response: "response_v1.json"}
FROZEN = {
    "Change": "id n kind record dossier op at by base_rev set was settings",
    "Contested": "field value by at",
    "Answer": "id n outcome rev duplicate contested rule message",
    "Rows": "kind columns rows",
    "Tombstone": "kind record dossier rev",
    "Page": "cursor more rows gone enter leave wide mine",
    "Digest": "count sum",
    "Doubt": "digests again rows",
    "Proof": "digests rows ahead",
    "Request": "device program cursor changes version server doubt clock",
    "Response": "epoch now acknowledged page answers digest notice version oldest proof revocation",
    "Revocation": "le signature",
}
"""Each shape and its fields, in order."""

FINGERPRINT = 5279734968767220954
MINIMAL: dict[type[Any], dict[str, Any]] = {
    Request: {"device": "d", "program": "0.1.0"},
    Response: {"epoch": "e", "now": "2026-11-20T18:05:00.000Z", "acknowledged": 0, "page": {"cursor": "c"}},
}


def fixture(shape: type[Any]) -> bytes:
    return (FIXTURES / SHAPES[shape]).read_bytes()


@pytest.mark.parametrize("shape", SHAPES)
def test_what_was_written_then_reads_now_and_is_written_back_the_same(shape: type[Any]) -> None:
    read = msgspec.json.decode(fixture(shape), type=shape)
    assert json.loads(msgspec.json.encode(read)) == json.loads(fixture(shape))
    assert json.loads(json.dumps(dataclasses.asdict(read))) == json.loads(fixture(shape))


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_left_out_has_its_default(shape: type[Any]) -> None:
    read = msgspec.convert(MINIMAL[shape], type=shape)
    assert read.version == VERSION == 1
    assert msgspec.json.decode(msgspec.json.encode(read), type=shape) == read


@pytest.mark.parametrize("shape", SHAPES)
def test_a_message_written_briefly_reads_as_the_whole_one(shape: type[Any]) -> None:
    for said in (
        msgspec.json.decode(fixture(shape), type=shape),
        msgspec.convert(MINIMAL[shape], type=shape),
    ):
        brief = msgspec.json.encode(bref(said))
        assert msgspec.json.decode(brief, type=shape) == said
        assert len(brief) < len(msgspec.json.encode(said))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_field_of_a_later_version_does_not_stop_the_reader(shape: type[Any]) -> None:
    later = {**json.loads(fixture(shape)), "champ_de_demain": [1, {"a": None}]}
    assert msgspec.convert(later, type=shape) == msgspec.json.decode(fixture(shape), type=shape)


def test_the_names_of_version_1_are_frozen() -> None:
    shapes = {
        name: " ".join(field.name for field in dataclasses.fields(shape))
        for name, shape in vars(v1).items()
        if dataclasses.is_dataclass(shape)
    }
    assert shapes == FROZEN
    assert list(Op) == ["create", "set", "delete"]
    assert list(Outcome) == ["applied", "merged", "conflict", "refused", "quarantined"]
    assert META_COLUMNS == ("id", "dossier", "rev", "cree_par", "cree_le", "modifie_par", "modifie_le")


def test_the_fixtures_hold_every_shape_there_is() -> None:
    request, response = json.loads(fixture(Request)), json.loads(fixture(Response))
    assert {change["op"] for change in request["changes"]} == set(Op)
    assert {answer["outcome"] for answer in response["answers"]} == set(Outcome)
    assert all(response["page"][part] for part in ("rows", "gone", "enter", "leave", "mine"))


def test_the_fingerprint_of_a_row_is_frozen() -> None:
    assert fingerprint("cer", "0193469e-7c00-7000-8000-0000000000e2", 7) == FINGERPRINT


@given(st.text(), st.text(), st.integers(0))
def test_a_fingerprint_fits_in_63_bits_and_tells_revisions_apart(kind: str, record: str, rev: int) -> None:
    one = fingerprint(kind, record, rev)
    assert 0 <= one <= DIGEST_MASK
    assert one != fingerprint(kind, record, rev + 1)


def test_a_server_is_known_by_its_departement_and_its_key() -> None:
    """Lesson 20: two servers never have one name, and one server keeps its own."""
    key = bytes(range(32))
    assert v1.identity("07", key) == v1.identity("07", key) == "07-5928c1ab7dee"
    assert len({v1.identity("07", key), v1.identity("08", key), v1.identity("07", bytes(32))}) == 3
