"""What a schedule may find, and the figures it leaves."""

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.fautes import Faute


class PerteError(AssertionError):
    """A word that a laptop had taken is nowhere."""


class DoubleError(AssertionError):
    """A word, or an act, stands in two places."""


class DivergenceError(AssertionError):
    """Something that must be equal is not, had to be repaired, or was logged as an error."""


@dataclass
class Compte:
    """The figures of one schedule, or of many."""

    jouees: int = 0
    gestes: int = 0
    synchros: int = 0
    relectures: int = 0  # dossiers that the self-check had read again
    secondes: float = 0.0
    subies: Counter[Faute] = field(default_factory=Counter)

    def ajouter(self, other: "Compte") -> None:
        """Add those of another."""
        self.jouees += other.jouees
        self.gestes += other.gestes
        self.synchros += other.synchros
        self.relectures += other.relectures
        self.secondes += other.secondes
        self.subies += other.subies
