import pytest

from tests.end_to_end import journee


@pytest.mark.timeout(300)
def test_a_referents_day_holds_from_the_evening_before_to_the_decision() -> None:
    """R-CER-12, R-CER-15, R-ENT-9: the network cut, the power taken away twice, nothing lost or doubled."""
    assert journee.main() == 0
