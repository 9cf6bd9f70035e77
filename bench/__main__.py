"""``make bench``: every measure, one table; ``ecran``, ``sync`` or ``deversement``: those alone.

To measure something else: its module here, a function ``measure`` that brings figures, its name below.
"""

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bench import (
    central,
    debit,
    deversement,
    ecran,
    envois,
    filtre,
    fluide,
    frise,
    metiers,
    orthographe,
    premiere,
)
from bench.table import Figure, print_table


def _ecran() -> Iterator[Figure]:
    for part in (ecran, filtre, frise, metiers, orthographe):
        yield from part.measure()


def _synchronisation() -> Iterator[Figure]:
    """Measure on one server and one PostgreSQL; each part on replicas of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            with central.sur_postgresql(folder) as serveur:
                yield from premiere.measure(folder, serveur)
                yield from envois.measure(folder, serveur)
                yield from debit.measure(serveur)
                yield from fluide.measure(folder, serveur)
        except (FileNotFoundError, RuntimeError) as error:
            yield Figure("synchronisation", None, "", None, str(error))


_PARTS: dict[str, Callable[[], Iterable[Figure]]] = {
    "ecran": _ecran,
    "sync": _synchronisation,
    "deversement": deversement.measure,
}


def main(asked: list[str]) -> int:
    """Print the figures asked for; all of them by default."""
    print_table([figure for name in asked or _PARTS for figure in _PARTS[name]()])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
