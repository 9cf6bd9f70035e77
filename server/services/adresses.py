"""Wrong passwords by address: who tries many names with few passwords locks no account.

Counted in memory, over a quarter of an hour. The address is the one the connection comes from; when
a proxy stands in front it is what that proxy says, and only if it was named to ``servir``. Loopback
is not counted: it is a proxy that was not named, and stopping it would stop everybody.
"""

import contextlib
import datetime as dt
import ipaddress
import threading
from collections import OrderedDict
from collections.abc import Iterator

from domain.errors import RefusedError
from server.services.erreurs import InconnuError, PatienceError, VerrouilleError
from server.services.limites import ADRESSES_RETENUES, DUREE_DES_ESSAIS, ESSAIS_PAR_ADRESSE

_WINDOW = dt.timedelta(seconds=DUREE_DES_ESSAIS)


class Adresses:
    """Counts the wrong passwords that come from each address."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._seen: OrderedDict[str, tuple[int, dt.datetime]] = OrderedDict()

    @contextlib.contextmanager
    def surveille(self, address: str | None, now: dt.datetime) -> Iterator[None]:
        """Let one try a password. Raises PatienceError when too many were wrong."""
        place = place_of(address)
        if place is None:
            yield
            return
        self._check(place, now)
        try:
            yield
        except RefusedError as refused:
            if isinstance(refused, InconnuError | VerrouilleError):
                self._count(place, now)
            raise

    def _check(self, place: str, now: dt.datetime) -> None:
        with self._guard:
            wrong, end = self._seen.get(place, (0, now))
        if wrong >= ESSAIS_PAR_ADRESSE and now < end:
            minutes = max(1, round((end - now).total_seconds() / 60))
            raise PatienceError(
                "Trop de mots de passe incorrects depuis ce réseau\u00a0: réessayez dans "
                f"{minutes}\u00a0min. Votre travail est gardé sur ce poste.",
                max(1, int((end - now).total_seconds())),
            )

    def _count(self, place: str, now: dt.datetime) -> None:
        with self._guard:
            wrong, end = self._seen.pop(place, (0, now))
            if end <= now:
                wrong, end = 0, now + _WINDOW
            self._seen[place] = wrong + 1, end
            if len(self._seen) > ADRESSES_RETENUES:
                self._seen.popitem(last=False)


def place_of(address: str | None) -> str | None:
    """Return what is counted together: an address, or 64 bits of an IPv6 one, which one person holds."""
    try:
        read = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    if isinstance(read, ipaddress.IPv6Address) and read.ipv4_mapped is not None:
        read = read.ipv4_mapped
    if read.is_loopback:
        return None
    bits = 64 if isinstance(read, ipaddress.IPv6Address) else 32
    return str(ipaddress.ip_network((read, bits), strict=False))
