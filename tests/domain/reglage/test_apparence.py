import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reglage.apparence import COULEUR, Teintes, contraste, couleur_refusal, teintes


@pytest.mark.parametrize(
    ("couleur", "measured"), [("#FFFFFF", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#1F5C7A", 7.32)]
)
def test_contrast_is_the_one_of_wcag(couleur: str, measured: float) -> None:
    assert contraste(couleur) == pytest.approx(measured, abs=0.02)


def test_a_colour_too_pale_to_read_is_refused_with_its_measure() -> None:
    refused = couleur_refusal("#777777")
    assert refused is not None
    assert "contraste de 4,4 pour 1, il en faut 4,5" in refused  # 4.48: never «4,5 de trop peu»
    assert couleur_refusal("#767676") is None


@pytest.mark.parametrize("written", ["", "bleu", "#1F5", "1F5C7A", "#1F5C7A ", "#1F5C7G", "rgb(0,0,0)"])
def test_what_is_no_colour_is_refused_with_an_example(written: str) -> None:
    assert COULEUR in (couleur_refusal(written) or "")


def test_panels_and_rules_are_tints_of_the_accent() -> None:
    assert teintes("#8a1538") == Teintes("#8A1538", "#F6EDF0", "#E0C0CA")


@given(st.text(max_size=8))
def test_paper_comes_out_whatever_the_setting_holds(couleur: str) -> None:
    drawn = teintes(couleur)
    assert contraste(drawn.accent) >= 4.5
    assert contraste(drawn.pale) < 1.25
