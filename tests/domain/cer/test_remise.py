import pytest

from domain.cer.remise import handing_over
from domain.cer.states import State


def test_the_person_leaves_with_the_cer_by_mail_or_on_paper() -> None:
    """R-CER-16."""
    hint = handing_over(State.PROPOSITION, retablissement=False, mail="lea@exemple.fr")
    assert hint.rule == "R-CER-16"
    assert "lea@exemple.fr" in hint.text


def test_without_a_mail_one_asks_prints_or_uses_a_blank_form() -> None:
    """R-CER-17."""
    hint = handing_over(State.SOUMIS, retablissement=False, mail="")
    assert hint.rule == "R-CER-17"
    assert hint.field == "mail"
    assert "CER vierge" in hint.text


@pytest.mark.parametrize(
    ("state", "retablissement", "word"),
    [
        (State.VALIDE, False, "main propre"),
        (State.NON_VALIDE, False, "mise en demeure"),
        (State.NON_VALIDE, True, "maintien de la suspension"),
    ],
)
def test_a_decision_goes_by_the_right_way(state: State, *, retablissement: bool, word: str) -> None:
    """R-CER-16."""
    hint = handing_over(state, retablissement=retablissement, mail="lea@exemple.fr")
    assert word in hint.text
    assert "lea@exemple.fr" not in hint.text
