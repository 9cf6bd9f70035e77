"""Each lesson on synchronisation is held by a test that names it, in modules that exist."""

import re

import pytest

from tests.house.sources import ROOT, modules, text_of

ROWS = {
    int(row[1]): re.findall(r"`([^`]+)`", row[2])
    for row in re.finditer(r"^\| (\d+) \| .* \| (.+) \|$", text_of("docs/lessons.md") or "", re.MULTILINE)
}
NAMED = re.compile(r"\bLessons? (\d+(?:(?:, | and )\d+)*)|\btest_lesson_(\d+)_")
HELD = {
    int(number)
    for module in modules("tests")
    if not module.within("tests/house")
    for match in NAMED.finditer(module.text)
    for number in re.findall(r"\d+", match[0])
}


def test_all_the_lessons_are_there() -> None:
    assert list(ROWS) == list(range(1, 26))


@pytest.mark.parametrize("lesson", ROWS)
def test_a_lesson_has_a_test_that_names_it(lesson: int) -> None:
    assert lesson in HELD


@pytest.mark.parametrize("lesson", ROWS)
def test_a_lesson_is_kept_where_it_says(lesson: int) -> None:
    assert not [name for name in ROWS[lesson] if not (ROOT / name).exists()]
