"""The real tier, very short: processes, HTTP cut, SIGKILL. ``make faults`` plays it long."""

from tests.faults.fautes import Faute
from tests.faults.reel import atelier_reel


def test_a_schedule_of_real_processes_loses_nothing() -> None:
    """Lesson 2, Lesson 16: a server and laptops killed while they speak."""
    with atelier_reel() as jouer:
        compte = jouer(1)
    assert compte.subies[Faute.SIGKILL_SERVEUR] + compte.subies[Faute.SIGKILL_POSTE]
    assert compte.synchros
