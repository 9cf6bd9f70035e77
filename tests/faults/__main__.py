"""``python -m tests.faults --secondes 600``: break everything, count, and say how to play one again."""

import argparse
import os
import sys
import time

from tests.faults.campagne import TIERS, Resultat, absentes, campagne, jouer
from tests.faults.fautes import Faute
from tests.faults.mutations import CASSES

DETAILS = 10
COLUMNS = ("pertes", "doubles", "divergences")


def _ligne(name: str, *values: object) -> None:
    print(f"{name:<52}" + "".join(f"{value!s:>14}" for value in values))


def _table(resultats: list[Resultat], seconds: float) -> None:
    _ligne("", *(resultat.tier for resultat in resultats))
    comptes = [resultat.compte for resultat in resultats]
    _ligne("parties jouées", *(compte.jouees for compte in comptes))
    _ligne("gestes", *(compte.gestes for compte in comptes))
    _ligne("synchronisations", *(compte.synchros for compte in comptes))
    _ligne("dossiers relus par le contrôle", *(compte.relectures for compte in comptes))
    _ligne("ms par partie", *(round(1000 * each.secondes / max(1, each.jouees)) for each in comptes))
    print()
    for faute in Faute:
        _ligne(faute.value, *(resultat.compte.subies[faute] for resultat in resultats))
    print()
    found = sorted({name for resultat in resultats for name in resultat.constats} - set(COLUMNS))
    for name in (*COLUMNS, *found):
        _ligne(name, *(resultat.constats[name] for resultat in resultats))
    print(f"\n{seconds:.0f} s")
    for detail in [detail for resultat in resultats for detail in resultat.details][:DETAILS]:
        print(f"\n{detail}")


def _rejouer(what: str, mutation: str) -> int:
    tier, _, seed = what.partition(":")
    resultat = jouer(tier, iter([int(seed)]), until=float("inf"), mutation=mutation)
    _table([resultat], resultat.compte.secondes)
    return bool(resultat.constats)


def main() -> int:
    """Read the arguments, play, print; return 1 if anything was found, or a kind of fault never met."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--secondes", type=float, default=600)
    parser.add_argument("--graine", type=int, default=0)
    parser.add_argument("--coeurs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--tiers", nargs="+", default=list(TIERS), choices=list(TIERS))
    parser.add_argument("--mutation", default="", choices=["", *CASSES], metavar="|".join(CASSES))
    parser.add_argument("--rejouer", metavar="TIER:GRAINE")
    asked = parser.parse_args()
    if asked.rejouer:
        return _rejouer(asked.rejouer, asked.mutation)
    began = time.monotonic()
    resultats = campagne(asked.secondes, asked.graine, asked.tiers, asked.coeurs, asked.mutation)
    _table(resultats, time.monotonic() - began)
    never = absentes(resultats)
    if never:
        print("\njamais rencontrées\u00a0: " + ", ".join(never))
    return bool(never or any(resultat.constats for resultat in resultats))


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # the order of a set must be the same when played again
        os.execve(  # noqa: S606 - this very program
            sys.executable,
            [sys.executable, "-m", "tests.faults", *sys.argv[1:]],
            os.environ | {"PYTHONHASHSEED": "0"},
        )
    sys.exit(main())
