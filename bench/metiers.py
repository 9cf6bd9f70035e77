"""Typing the name of a job: what each key costs among the titles of the ROME."""

import statistics
import time
from collections.abc import Callable

from rapidfuzz import fuzz, process

from bench.table import Figure
from desktop.services.metiers import Metiers, _index
from domain.text import fold

TYPED = ("maçonne", "masson", "conduteur poids lours", "aide ménagère à domicile", "développeuse", "serveur")
AGAIN = 3


def measure() -> list[Figure]:
    """Measure every key of some names, faults included; witness: every title compared at each key."""
    jobs = Metiers()
    _index.cache_clear()
    loading = _ms(jobs.charger)
    keys = [name[:end] for name in TYPED for end in range(1, len(name) + 1)]
    times = [_ms(lambda key=key: jobs.chercher(key)) for _ in range(AGAIN) for key in keys]  # type: ignore[misc]
    titles = [one.libelle for one in _index().titres]

    def naive(words: str) -> None:
        process.extract(words, titles, scorer=fuzz.WRatio, processor=fold, limit=8)

    witness = statistics.median(_ms(lambda name=name: naive(name)) for name in TYPED)  # type: ignore[misc]
    return [
        Figure("métiers du ROME, liste lue et indexée", loading, "ms", 1000, "une fois, hors de l’écran"),
        Figure(
            f"une touche de métier parmi {len(titles)} (pire de {len(times)})",
            max(times),
            "ms",
            16,
            f"médiane {statistics.median(times):.1f} ms".replace(".", ","),
            ("chaque titre comparé", witness),
        ),
    ]


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
