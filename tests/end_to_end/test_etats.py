import os
import subprocess
import sys

import pytest

from domain.cer.states import State
from tests.end_to_end.table_etats import ACTEURS, TABLE


@pytest.mark.timeout(120)
def test_who_may_moves_the_cer_on_screen_and_who_may_not_is_refused_by_the_server() -> None:
    """R-CER-12: two rows for two people, in a process of its own; ``make etats`` plays the whole table."""
    words = [sys.executable, "-m", "tests.end_to_end.etats", "--court"]
    subprocess.run(words, check=True, timeout=100, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def test_the_table_that_is_played_has_each_pair_of_states_once() -> None:
    """R-CER-12: a row per step and per way that leads to it; files are named after them."""
    assert len({rang.nom for rang in TABLE}) == len(TABLE)
    assert {rang.de for rang in TABLE} | {rang.vers for rang in TABLE} == set(State)
    assert all(rang.chemin[0] is State.PROPOSITION for rang in TABLE)
    assert {one for rang in TABLE for one in rang.peuvent} < set(ACTEURS)
