"""The clocks of this machine, read together (decision 31)."""

import secrets

from domain.accord.horloge import Releve
from domain.clock import Clock, instant

EXECUTION = secrets.token_hex(8)
"""Names this run of the program: within it the machine's counter is one and the same. The system's own
name for a start exists on Linux and macOS only, and most of our users have neither."""


def relever(clock: Clock) -> Releve:
    """Read the wall clock and the machine's counter."""
    return Releve(instant(clock.now()), round(clock.monotonic() * 1000), EXECUTION)
