"""Many schedules on every core until the time is up, and the table of what was met.

The simulated tier takes one process per core, the real one a process of its own that mostly waits for
its own children. Each schedule is one seed, counted from ``graine``; the same number in the same tier
plays the same one again (the real tier as far as processes allow).
"""

import gc
import multiprocessing
import queue
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from tests.faults.atelier import Modele
from tests.faults.constats import Compte, DivergenceError, DoubleError, PerteError
from tests.faults.fautes import REELLES, Faute
from tests.faults.mutations import CASSES
from tests.faults.partie import Partie
from tests.faults.reel import atelier_reel

NOMS = {PerteError: "pertes", DoubleError: "doubles", DivergenceError: "divergences"}
PANNE = "pannes du harnais ou du produit"
Joueur = Callable[[int], Compte]


@contextmanager
def _simule() -> Iterator[Joueur]:
    with Modele.dresse() as modele:
        yield lambda seed: Partie(modele, seed).jouer()


TIERS: dict[str, Callable[[], AbstractContextManager[Joueur]]] = {"simule": _simule, "reel": atelier_reel}


@dataclass
class Resultat:
    """What one process found in one tier."""

    tier: str
    compte: Compte = field(default_factory=Compte)
    constats: Counter[str] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)


def jouer(tier: str, seeds: Iterator[int], *, until: float, mutation: str = "") -> Resultat:
    """Play seeds of one tier until the instant ``until`` of ``time.monotonic``."""
    resultat = Resultat(tier)
    broken: Any = CASSES[mutation].casser() if mutation else nullcontext()
    with TIERS[tier]() as joueur, broken:
        _sans_glaner()
        for seed in seeds:
            if time.monotonic() >= until:
                break
            began = time.monotonic()
            try:
                compte = joueur(seed)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
                compte = Compte()
                resultat.constats[NOMS.get(type(error), PANNE)] += 1  # type: ignore[arg-type]
                known = type(error) in NOMS
                words = str(error) if known else "".join(traceback.format_exception(error, limit=-8))
                resultat.details.append(f"--rejouer {tier}:{seed}\n{type(error).__name__}\u00a0: {words}")
            compte.jouees, compte.secondes = 1, time.monotonic() - began
            resultat.compte.ajouter(compte)
    return resultat


def _sans_glaner() -> None:
    """Look for garbage seldom: a schedule leaves little, and the search costs a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def _ouvrier(file: Any, tier: str, first: int, step: int, seconds: float, mutation: str) -> None:  # noqa: ANN401
    seeds = iter(range(first, 1 << 60, step))
    file.put(jouer(tier, seeds, until=time.monotonic() + seconds, mutation=mutation))


def campagne(
    secondes: float, graine: int, tiers: list[str], coeurs: int, mutation: str = ""
) -> list[Resultat]:
    """Play on every core for ``secondes``; return what each tier found."""
    context = multiprocessing.get_context("spawn")
    file = context.Queue()
    shares = [("simule", rank) for rank in range(coeurs)] if "simule" in tiers else []
    shares += [("reel", 0)] if "reel" in tiers else []
    workers = [
        context.Process(
            target=_ouvrier,
            args=(file, tier, graine + rank, coeurs if tier == "simule" else 1, secondes, mutation),
        )
        for tier, rank in shares
    ]
    for worker in workers:
        worker.start()
    totals: dict[str, Resultat] = {}
    left = len(workers)
    while left:
        try:
            one = file.get(timeout=5)
        except queue.Empty:
            if any(worker.exitcode for worker in workers):
                raise RuntimeError("a process of the campaign died") from None
            continue
        left -= 1
        total = totals.setdefault(one.tier, Resultat(one.tier))
        total.compte.ajouter(one.compte)
        total.constats += one.constats
        total.details += one.details
    for worker in workers:
        worker.join()
    return list(totals.values())


def absentes(resultats: list[Resultat]) -> list[Faute]:
    """Return the kinds of faults that were never met."""
    met: Counter[Faute] = Counter()
    for resultat in resultats:
        met += resultat.compte.subies
    tiers = {resultat.tier for resultat in resultats}
    return [
        faute for faute in Faute if not met[faute] and ("reel" if faute in REELLES else "simule") in tiers
    ]
