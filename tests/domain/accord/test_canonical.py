import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accord.canonical import EXACT, canonical

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-EXACT, EXACT) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
)


def test_keys_are_ordered_as_the_example_of_rfc_8785() -> None:
    names = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical(names)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_text_is_escaped_as_the_example_of_rfc_8785() -> None:
    assert canonical('\u20ac$\u000f\nA\'B"\\\\"/') == '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'
    assert canonical("\b\t\n\f\r\x00\x7f") == '"\\b\\t\\n\\f\\r\\u0000\x7f"'


def test_nothing_is_spaced() -> None:
    assert canonical({"b": [1, -2, True], "a": {"c": None, "d": False}}) == (
        '{"a":{"c":null,"d":false},"b":[1,-2,true]}'
    )


@pytest.mark.parametrize("value", [EXACT + 1, -EXACT - 1, "\ud800", {"a": ["\udfff"]}])
def test_what_readers_would_not_all_read_alike_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"exactly|surrogates"):
        canonical(value)


def test_what_is_not_json_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical(1.5)


@given(JSON)
def test_canonical_text_reads_back_and_is_its_own_canonical_form(value: object) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text
