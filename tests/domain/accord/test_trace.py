import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accord.form import ACCORD
from domain.accord.trace import HAUTEUR, LARGEUR, Trait, ecrire, lire, signed_by_both, suffisante

HERS = ecrire((((100, 200), (300, 40), (500, 260)), ((600, 100), (620, 110))))


def test_a_drawing_is_written_in_few_characters() -> None:
    """R-CER-20."""
    assert HERS == "100,200 300,40 500,260;600,100 620,110"
    assert ecrire((((0, 0), (1, 1), (2, 2), (50, 50)),)) == "0,0 50,50"
    assert ecrire((((-5, 400), (1200, 0)), ())) == f"0,{HAUTEUR} {LARGEUR},0"


@given(
    st.lists(st.lists(st.tuples(st.integers(0, LARGEUR), st.integers(0, HAUTEUR)), min_size=1), min_size=1)
)
def test_what_is_written_is_read_again(strokes: list[list[tuple[int, int]]]) -> None:
    """R-CER-20: ends are kept, and nothing leaves the frame."""
    traits: tuple[Trait, ...] = tuple(map(tuple, strokes))
    again = lire(ecrire(traits))
    assert [(trait[0], trait[-1]) for trait in again] == [(trait[0], trait[-1]) for trait in traits]
    assert ecrire(again) == ecrire(traits)


@pytest.mark.parametrize(
    "text", ["", ";", "1,2;", "a,b", "1 2", "1001,2", "1,301", "-1,2", "1,2  3,4", "٣,1"]
)
def test_what_is_no_drawing_is_refused(text: str) -> None:
    """R-CER-20."""
    with pytest.raises(ValueError, match=r"drawing|frame"):
        lire(text)
    assert not suffisante(text)


@pytest.mark.parametrize("value", [None, 12, "10,10", "10,10 60,10", ["10,10 500,10"]])
def test_a_slip_of_the_hand_is_no_signature(value: object) -> None:
    """R-CER-20."""
    assert not suffisante(value)
    assert not signed_by_both({"trace_personne": HERS, "trace_referent": value})


def test_two_drawings_make_a_signed_accord() -> None:
    """R-CER-20, R-CER-25: both are among what the device signs."""
    assert signed_by_both({"trace_personne": HERS, "trace_referent": HERS})
    assert {"trace_personne", "trace_referent"} <= ACCORD.by_name.keys()


def test_a_long_signature_fits_in_its_field() -> None:
    """R-CER-20: two minutes of a hand that never lifts."""
    trait = tuple((step * 37 % LARGEUR, step * 53 % HAUTEUR) for step in range(7_000))
    assert ACCORD.by_name["trace_personne"].refusal(ecrire((trait,))) is None
