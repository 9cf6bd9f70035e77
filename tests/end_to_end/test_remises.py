import os
import subprocess
import sys

import pytest

from domain.cer.states import State
from tests.end_to_end.remises import TABLE


@pytest.mark.timeout(120)
def test_the_screen_says_how_the_person_leaves_with_a_trace() -> None:
    """R-CER-16, R-CER-17: four cases, in a process of its own; ``make remises`` plays the whole table."""
    words = [sys.executable, "-m", "tests.end_to_end.remises", "--court"]
    subprocess.run(words, check=True, timeout=100, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def test_the_table_that_is_played_has_each_mail_with_and_without_a_printer() -> None:
    """R-CER-17: and each state in which something is handed over."""
    drafted = {(cas.mail, cas.imprimante) for cas in TABLE if cas.etat is State.PROPOSITION}
    assert drafted == {(mail, printer) for mail in ("connu", "inconnu", "aucun") for printer in (True, False)}
    assert {cas.etat for cas in TABLE} == set(State) - {State.COMMISSION, State.ATTENTE}
    assert len({cas.nom for cas in TABLE}) == len(TABLE)
