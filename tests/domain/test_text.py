import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.text import fold, unaccented


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Lœtitia  D’Été-Çelik", "loetitia d ete celik"),
        ("  ŁUKASZ_Ørsted ", "lukasz orsted"),
        ("Y\u0131ld\u0131z", "yildiz"),
        ("E\u0301lie", "elie"),
        ("", ""),
        ("…", ""),
    ],
)
def test_names_are_found_however_they_are_typed(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_accents_go_and_the_rest_stays() -> None:
    assert unaccented("Lœtitia D’Été-Çelik") == "Loetitia D’Ete-Celik"


@given(st.text())
@example("ǽ")
def test_what_is_folded_folds_to_itself(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
