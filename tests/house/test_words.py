"""Words that have no place in the project, put together here so that this file does not trip itself."""

import re

import pytest

from tests.house.sources import files, text_of

WORKPLACE = ["|work|", "..|shared", "|tmp|venv", "|tmp|team", "|tmp|boot", "|opt|wheels", "|opt|pypi"]
REGISTRIES = ["pypi|org", "pythonhosted|org", "npmjs|org", "npmjs|com", "deb.debian|org"]
WORD = "ses|sion".replace("|", "")
BANNED = [
    *(re.escape(place.replace("|", "/")) for place in WORKPLACE),
    *(re.escape(host.replace("|", ".")) for host in REGISTRIES),
    rf"(?<![a-z])({WORD}|{WORD.title()}|{WORD.upper()})",
]

texts = [(name, text) for name in files() if (text := text_of(name)) is not None]


@pytest.mark.parametrize("banned", BANNED)
def test_no_file_says(banned: str) -> None:
    pattern = re.compile(banned)
    found = [
        f"{name}:{number}"
        for name, text in texts
        if pattern.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found


@pytest.mark.parametrize("banned", BANNED)
def test_no_file_is_called(banned: str) -> None:
    assert not [name for name in files() if re.search(banned, "/" + name)]
