import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.document.rules import file_name, is_file_name, rangement_of
from domain.fields import Value
from resources import path


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("CER", 2, "D’Été-Çelik", "Lœtitia"), "CER_2_D-Ete-Celik_Loetitia.pdf"),
        (("CER", None, "", "  ", "Jean Luc"), "CER_Jean-Luc.pdf"),
        (("../../etc",), "etc.pdf"),
        ((), "document.pdf"),
        (("محمد",), "document.pdf"),
        (("Nul",), "Nul_.pdf"),
    ],
)
def test_a_name_is_made_of_plain_letters(parts: tuple[Value, ...], name: str) -> None:
    """R-DOC-2."""
    assert file_name(*parts, extension="pdf") == name


@given(st.lists(st.text()), st.sampled_from(["pdf", "docx"]))
def test_any_name_made_here_follows_the_rule(parts: list[str], extension: str) -> None:
    """R-DOC-2."""
    name = file_name(*parts, extension=extension)
    assert is_file_name(name)
    assert len(name) < 130


@pytest.mark.parametrize("name", ["CER 1.pdf", "été.pdf", ".pdf", "cer.exe", "cer", "a/b.pdf"])
def test_other_names_and_formats_do_not_follow_it(name: str) -> None:
    """R-DOC-2."""
    assert not is_file_name(name)


def test_a_document_is_filed_by_its_type() -> None:
    """R-DOC-5, R-DOC-1."""
    assert rangement_of("cv") == "brsa"
    assert rangement_of("courrier") == "courriers"
    assert rangement_of("autre") is None
    assert rangement_of(None) is None


def test_a_scanned_cer_goes_with_the_scanned_ones() -> None:
    """R-CER-18."""
    assert rangement_of("cer") == "cer_scannes"


def test_types_and_places_are_those_of_the_lists() -> None:
    """R-DOC-1."""
    lists = tomllib.loads(path("nomenclatures", "cd07.toml").read_text(encoding="utf-8"))["listes"]
    places = {code for code, _ in lists["rangements"]}
    for code, _ in lists["types_document"]:
        assert rangement_of(code) in places | {None}
