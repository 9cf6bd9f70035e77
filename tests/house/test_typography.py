"""What a user reads is French, typographically right: ’ « » … and the spaces that do not break."""

import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.house.sources import PRODUCT, ROOT, Module, files, literals, modules, text_of

FRENCH = re.compile(
    "[a-zA-Z][àâäçéèêëîïôöùûüœ]|[àâäçéèêëîïôöùûüœ][a-z]|[ÀÂÇÉÈÊÎÔÛŒ][a-z ’]|«.+»|"
    r"\b(dans|des|est|les|pas|pour|sur|une|vos|votre|vous)\b"
)
NOT_PROSE = re.compile(r"(?ms)^```.*?^```|<!--.*?-->|`[^`\n]*`|\]\([^)]*\)")  # code, comments, links
FAULTS = {
    "a straight apostrophe": re.compile(r"[^\W\d_]'[^\W\d_]"),
    "three dots for an ellipsis": re.compile(r"(?<!\.)\.\.\.(?!\.)"),
    "a space that breaks before : ; ! ? »": re.compile(r" [:;!?»](?=\s|$)"),
    "no space before ; ! ? »": re.compile(r"[\w)][;!?»](?=\s|$)"),
    "no space before :": re.compile(r"[\w)»]:(?=\s|$)"),
    "« without its space": re.compile(r"«(?![\u00a0\u202f\ufffc])"),
}


def faults(text: str) -> list[str]:
    """Name what is wrong with a text shown to a user; nothing if it is not French."""
    return [name for name, pattern in FAULTS.items() if FRENCH.search(text) and pattern.search(text)]


@pytest.mark.parametrize("module", modules(*PRODUCT), ids=lambda module: module.name)
def test_texts_in_code_are_well_set(module: Module) -> None:
    found = [
        f"{line}: {', '.join(wrong)} in {text!r}"
        for line, text in literals(module)
        if (wrong := faults(text))
    ]
    assert not found


@pytest.mark.parametrize(
    "name", [name for name in files() if name.startswith("resources/") and name.endswith(".toml")]
)
def test_texts_in_resources_are_well_set(name: str) -> None:
    with (ROOT / name).open("rb") as file:
        content = tomllib.load(file)
    assert not [f"{wrong} in {text!r}" for text in _strings(content) if (wrong := faults(text))]


@pytest.mark.parametrize(
    "name",
    [name for name in files() if name in {"README.md", "CHANGELOG.md"} or name.startswith("docs/guide/")],
)
def test_pages_for_users_are_well_set(name: str) -> None:
    prose = re.sub(
        r"^```.*?^```|<!--.*?-->|`[^`\n]*`|\]\([^)]*\)",
        "",
        text_of(name) or "",
        flags=re.DOTALL | re.MULTILINE,
    )
    assert not [f"{wrong} in {line!r}" for line in prose.splitlines() if (wrong := faults(line))]


@pytest.mark.parametrize(
    "text",
    ["l'été", "À suivre...", "Prénom : Zoé", "Décidé?", "Décidé !", "Prénom: Zoé", "dit « oui »", "Été:"],
)
def test_a_fault_is_seen(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    "text", ["l’été", "14:30 à l’hôtel", "«\u00a0né\u00a0»\u00a0: oui\u202f!", "don't", "à …"]
)
def test_what_is_right_passes(text: str) -> None:
    assert not faults(text)


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _strings(item)
        case dict():
            for item in value.values():
                yield from _strings(item)
