"""``make bench``: every measure, one table; ``sync``, ``ecran`` or ``deversement``: those alone."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import central, debit, deversement, ecran, envois, fluide, orthographe, premiere
from bench.table import Figure, print_table


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


def main(asked: list[str]) -> int:
    """Print the figures asked for; all of them by default."""
    figures: list[Figure] = []
    if not asked or "ecran" in asked:
        figures += ecran.measure() + orthographe.measure()
    if not asked or "sync" in asked:
        figures += _synchronisation()
    if not asked or "deversement" in asked:
        figures += deversement.measure()
    print_table(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
