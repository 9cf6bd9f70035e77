"""Identifiers made where records are born: UUIDv7, ordered by time within one device.

Python 3.11 has no ``uuid7``. The counter makes identifiers of one process strictly increasing
even when the wall clock goes back (decision 22), which keeps B-trees compact and tests readable.
"""

import secrets
import threading
import uuid

from domain.clock import Clock

_TIME_BITS, _COUNTER_BITS, _RANDOM_BITS = 48, 12, 62


class Ids:
    """A source of identifiers for one process; safe to share between threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._last = 0  # milliseconds and counter of the last identifier, as one number

    def new(self) -> str:
        """Return a new UUIDv7 as 36 characters of text."""
        with self._lock:
            milliseconds = int(self._clock.now().timestamp() * 1000)
            self._last = max(self._last + 1, milliseconds << _COUNTER_BITS)
            stamp = self._last
        milliseconds, counter = stamp >> _COUNTER_BITS, stamp & 0xFFF
        number = (milliseconds & (1 << _TIME_BITS) - 1) << 80
        number |= 0x7 << 76 | counter << 64 | 0b10 << 62 | secrets.randbits(_RANDOM_BITS)
        return str(uuid.UUID(int=number))
