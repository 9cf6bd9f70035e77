import pytest

from domain.cer.remise import SurPlace, handing_over, means_of
from domain.cer.states import State


def test_the_person_leaves_with_the_cer_by_mail_or_on_paper() -> None:
    """R-CER-16."""
    hint = handing_over(State.PROPOSITION, retablissement=False, mail="lea@exemple.fr")
    assert hint.rule == "R-CER-16"
    assert "lea@exemple.fr" in hint.text


def test_without_a_mail_nor_a_printer_one_asks_or_uses_a_blank_form() -> None:
    """R-CER-17."""
    here = SurPlace(imprimante=False)
    hint = handing_over(State.SOUMIS, retablissement=False, mail="", sur_place=here)
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


@pytest.mark.parametrize(
    ("mail", "imprimante", "reseau", "words", "first"),
    [
        (True, True, True, ("lea@exemple.fr", "imprimez"), "main_propre"),
        (True, True, False, ("courriel attendra", "imprimez le CER maintenant"), "main_propre"),
        (True, False, True, ("lea@exemple.fr", "pas d’imprimante"), "courriel"),
        (True, False, False, ("Ni réseau ni imprimante", "CER vierge", "ressaisirez", "lea@"), "papier"),
        (False, True, True, ("notez-le ici", "Imprimez le CER maintenant"), "main_propre"),
        (False, True, False, ("notez-le ici", "Imprimez le CER maintenant"), "main_propre"),
        (False, False, True, ("notez-le ici", "pas d’imprimante", "CER vierge"), "papier"),
        (False, False, False, ("notez-le ici", "Ni réseau ni imprimante", "CER vierge"), "papier"),
    ],
)
def test_the_sentence_and_the_first_way_follow_what_is_there(
    *, mail: bool, imprimante: bool, reseau: bool, words: tuple[str, ...], first: str
) -> None:
    """R-CER-17: by mail, printer and network; no case leaves the person without a trace."""
    address = "lea@exemple.fr" if mail else None
    here = SurPlace(imprimante, reseau)
    hint = handing_over(State.PROPOSITION, retablissement=False, mail=address, sur_place=here)
    assert [word for word in words if word not in hint.text] == []
    assert "{" not in hint.text
    assert means_of(State.PROPOSITION, address, here)[0] == first
    assert hint.rule == ("R-CER-16" if mail and reseau else "R-CER-17")


@pytest.mark.parametrize("imprimante", [True, False])
def test_who_has_no_mail_is_not_asked_for_it_again(*, imprimante: bool) -> None:
    """R-CER-17, R-CER-27: «non connu» is an answer."""
    here = SurPlace(imprimante, sans_mail=True)
    hint = handing_over(State.PROPOSITION, retablissement=False, mail=None, sur_place=here)
    assert "demandez" not in hint.text
    assert hint.text[0].isupper()


def test_a_validated_cer_without_a_printer_is_printed_elsewhere() -> None:
    """R-CER-16: still by hand or by post, never by mail."""
    here = SurPlace(imprimante=False)
    hint = handing_over(State.VALIDE, retablissement=False, mail="lea@exemple.fr", sur_place=here)
    assert "imprimez-le ailleurs" in hint.text
    assert "courriel" not in means_of(State.VALIDE, "lea@exemple.fr", here)
