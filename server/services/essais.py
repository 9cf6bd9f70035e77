"""Wrong passwords: how many are borne, and those given for names that nobody bears.

An account remembers its own in the base. A name without account must lock as an account does, or
five wrong passwords would tell whether somebody is called so. Those are counted in memory: they are
forgotten when the server restarts, which whoever tries names cannot bring about.
"""

import datetime as dt
import hashlib
import threading
from collections import OrderedDict

ATTEMPTS = 5
LOCK = dt.timedelta(minutes=15)
NAMES = 10_000  # remembered at once; one costs whoever tries it a tenth of a second of Argon2


class Inconnus:
    """Counts the wrong passwords of names without account."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._names: OrderedDict[bytes, tuple[int, dt.datetime | None]] = OrderedDict()

    def count(self, name: str, now: dt.datetime) -> dt.datetime | None:
        """Count one more attempt on ``name``; return until when it is locked, ``None`` if it is not."""
        key = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
        with self._guard:
            attempts, until = self._names.pop(key, (0, None))
            if until is None or until <= now:
                attempts, until = attempts + 1, None
                if attempts == ATTEMPTS:
                    attempts, until = 0, now + LOCK
            self._names[key] = attempts, until
            if len(self._names) > NAMES:
                self._names.popitem(last=False)
        return until
