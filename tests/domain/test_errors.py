from domain.errors import RefusedError, trace


def test_a_refusal_speaks_to_the_referent_and_names_its_rule() -> None:
    error = RefusedError("Ce CER est clos.", "R-CER-26")
    assert (error.message, error.rule) == ("Ce CER est clos.", "R-CER-26")
    assert str(error) == "Ce CER est clos. (R-CER-26)"
    assert str(RefusedError("Une date est attendue.")) == "Une date est attendue."


def test_a_trace_tells_where_and_never_who() -> None:
    def inner() -> None:
        raise ValueError("Mme Unetelle")

    try:
        inner()
    except ValueError as error:
        told = trace(error)
    assert told.startswith("ValueError < ")
    assert "inner" in told.split(" < ")[1]
    assert "Unetelle" not in told
    assert trace(ValueError("Mme Unetelle")) == "ValueError"
