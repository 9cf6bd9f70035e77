"""The simulated tier, short: ``make faults`` plays it long."""

from collections.abc import Iterator

import pytest

from tests.faults.atelier import Modele
from tests.faults.partie import Partie

SCHEDULES = 8


@pytest.fixture(scope="module")
def modele() -> Iterator[Modele]:
    with Modele.dresse() as modele:
        yield modele


def test_no_schedule_loses_doubles_or_overwrites_a_word(
    modele: Modele, caplog: pytest.LogCaptureFixture
) -> None:
    """Lesson 1, Lesson 2, Lesson 5, Lesson 8, Lesson 9, Lesson 10, Lesson 12, Lesson 13, Lesson 16."""
    synchros = 0
    for seed in range(SCHEDULES):
        try:
            synchros += Partie(modele, seed).jouer().synchros
        except Exception as error:
            error.add_note(f"python -m tests.faults --rejouer simule:{seed}")
            raise
    assert synchros > SCHEDULES
    assert "modification écartée" not in caplog.text


def test_a_seed_plays_the_same_schedule_twice(modele: Modele) -> None:
    told = []
    for _ in range(2):
        partie = Partie(modele, 3)
        partie.jouer()
        told.append(partie.gestes.recit)
    assert told[0] == told[1]
    assert told[0]
