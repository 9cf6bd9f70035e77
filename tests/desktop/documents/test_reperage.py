import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.documents.reperage import Repere, lire
from domain.errors import RefusedError

copies = st.integers(1, 99_999)
words = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_. /é", max_size=12)


@given(words.filter(bool), copies, words)
def test_a_code_reads_back(version: str, copie: int, dossier: str) -> None:
    repere = Repere(version.upper(), copie, dossier.upper())
    assert lire(f" {repere.code.lower()} ") == repere


@given(copies, st.data())
def test_one_wrong_character_is_detected(copie: int, data: st.DataObject) -> None:
    code = Repere("2026-1", copie, "D1042").code
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from("ABCDEFGHJKMNPQRSTWXYZ23456789-").filter(lambda c: c != code[place]))
    with pytest.raises(RefusedError):
        lire(code[:place] + other + code[place + 1 :])


@given(copies, st.data())
def test_two_exchanged_neighbours_are_detected(copie: int, data: st.DataObject) -> None:
    code = Repere("2026-1", copie, "D1042").code
    places = [place for place in range(len(code) - 1) if code[place] != code[place + 1]]
    place = data.draw(st.sampled_from(places))
    with pytest.raises(RefusedError):
        lire(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


@pytest.mark.parametrize(
    "text", ["", "/", "////", "CER/2026-1/x/AA", "https://exemple.fr/CER", "CER/2026-1/²/AA"]
)
def test_any_other_text_is_refused_in_words(text: str) -> None:
    with pytest.raises(RefusedError, match=r"R-CER-18"):
        lire(text)
