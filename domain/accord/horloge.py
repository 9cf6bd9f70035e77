"""When an accord was taken, by clocks that nobody has to trust (decision 31).

A laptop's wall clock says what its user set. Three things stand beside it: the server's time at
the contact before (signed in the accord) and at the arrival, which no laptop sets; how far the wall
clock was from the server's at both; and the machine's own counter, which only goes forward: read
at the accord and at the sending, it tells a wall clock that was moved between the two.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.clock import read_instant
from domain.fields import INTEGER_MAX, Value
from domain.french import plural

_READING = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z) (-?\d{1,18}) ([0-9a-f]{1,64})")
STEADY = 2
"""Seconds by which two clocks of one machine may part without anybody having moved one."""

_UNITS = ((86_400, "jour"), (3_600, "heure"), (60, "minute"))


@dataclass(frozen=True, slots=True)
class Releve:
    """The clocks of one machine, read together.

    ``le``: wall clock, an instant; ``machine``: milliseconds of its counter; ``demarrage``: names the
    run of the program, within which the counter is one and the same.
    """

    le: str
    machine: int
    demarrage: str

    def write(self) -> str:
        """Write the reading as the wire carries it."""
        return f"{self.le} {self.machine} {self.demarrage}"

    @classmethod
    def read(cls, text: str) -> "Releve | None":
        """Read what :meth:`write` wrote; ``None`` for anything else."""
        match = _READING.fullmatch(text)
        if match is None:
            return None
        try:
            read_instant(match[1])
        except ValueError:
            return None
        return cls(match[1], int(match[2]), match[3])


def taken(accord: Mapping[str, Value]) -> Releve | None:
    """Return the clocks of the device when the accord was taken."""
    return _of(accord, "recueilli_le", "horloge_machine", "demarrage")


def sent(accord: Mapping[str, Value]) -> Releve | None:
    """Return the clocks of the device when the accord was sent, ``None`` if the server was not told."""
    return _of(accord, "envoi_le", "envoi_machine", "envoi_demarrage")


def gap(local: str, server: str) -> int:
    """Return by how many seconds a device's clock is ahead of the server's (behind: negative)."""
    seconds = round((read_instant(local) - read_instant(server)).total_seconds())
    return max(-INTEGER_MAX, min(seconds, INTEGER_MAX))


def shift(before: Releve, after: Releve) -> int:
    """Return by how many seconds the wall clock went further than the machine's counter.

    0 up to :data:`STEADY`: nobody moved it, and the machine was not started again.
    """
    wall = (read_instant(after.le) - read_instant(before.le)).total_seconds()
    counted = (after.machine - before.machine) / 1000
    seconds = round(wall - counted)
    return 0 if abs(seconds) <= STEADY else seconds


def duration(seconds: int) -> str:
    """Write a length of time to its two greatest units: «3 heures 12 minutes», «40 secondes»."""
    seconds = abs(seconds)
    parts: list[str] = []
    for size, noun in (*_UNITS, (1, "seconde")):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(plural(count, noun))
        if parts and (len(parts) > 1 or not count or size == 1):
            break
    return " ".join(parts[:2]) or plural(0, "seconde")


def _of(accord: Mapping[str, Value], wall: str, counter: str, run: str) -> Releve | None:
    values = (accord.get(wall), accord.get(counter), accord.get(run))
    return Releve.read(" ".join(str(value) for value in values))
