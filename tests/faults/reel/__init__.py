"""The real tier: a server and laptops that are processes, HTTP through relays that cut, SIGKILL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from domain.clock import SystemClock
from tests.faults.atelier import Modele
from tests.faults.constats import Compte
from tests.faults.reel.partie import PartieReelle


@contextmanager
def atelier_reel() -> Iterator[Callable[[int], Compte]]:
    """Make ready what the schedules begin from, at the hour it really is: the server asks the machine."""
    with Modele.dresse(SystemClock().now()) as modele:
        yield lambda seed: PartieReelle(modele, seed).jouer()
