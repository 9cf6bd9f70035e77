"""The pages that explain the house stay short, whole and true."""

import re

import pytest

from domain.registry import FORMS
from tests.house.sources import ROOT, files, text_of

DECISIONS = sorted(name for name in files() if re.match(r"docs/decisions/\d{4}-.*\.md$", name))
LINKS = re.compile(r"\]\((?!https?:)([^)#\s]+)")


def test_the_architecture_fits_in_one_reading() -> None:
    assert len((text_of("ARCHITECTURE.md") or "").splitlines()) <= 150


def test_decisions_are_numbered_without_gap() -> None:
    assert [int(name.split("/")[-1][:4]) for name in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_says_why_and_what_was_left_aside(name: str) -> None:
    headings = re.findall(r"^## (.+)$", text_of(name) or "", flags=re.MULTILINE)
    assert headings == ["Context", "Choice", "Discarded", "Consequences"]


@pytest.mark.parametrize("name", [name for name in files() if name.endswith(".md")])
def test_links_lead_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    assert not [link for link in LINKS.findall(text_of(name) or "") if not (folder / link).exists()]


@pytest.mark.parametrize("form", FORMS)
def test_the_glossary_has_a_word_for_every_kind_of_record(form: str) -> None:
    assert f"`{form}`" in (text_of("GLOSSAIRE.md") or "")
