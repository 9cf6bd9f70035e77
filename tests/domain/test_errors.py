from domain.errors import RefusedError


def test_a_refusal_speaks_to_the_referent_and_names_its_rule() -> None:
    error = RefusedError("Ce CER est clos.", "R-CER-26")
    assert (error.message, error.rule) == ("Ce CER est clos.", "R-CER-26")
    assert str(error) == "Ce CER est clos. (R-CER-26)"
    assert str(RefusedError("Une date est attendue.")) == "Une date est attendue."
