"""Names nearly right: a letter missing, in excess, changed, or two that changed places (R-REP-4)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

_SHORTEST = 4  # letters of a word that an error is forgiven in
_LONG = 8  # of one that two are


def est_pardonne(mot: str) -> bool:
    """Tell whether an error is forgiven in a word: a short one is near too many others."""
    return len(mot) >= _SHORTEST and mot.isalpha()


class Noms:
    """The names of many people, and who bears each: by rank, in the order they are given."""

    def __init__(self, personnes: Iterable[str]) -> None:
        self._porteurs: dict[str, list[int]] = defaultdict(list)
        for rang, noms in enumerate(personnes):
            for nom in noms.split():
                self._porteurs[nom].append(rang)
        self._par_longueur: dict[int, list[str]] = defaultdict(list)
        self._par_initiale: dict[str, list[str]] = defaultdict(list)
        for nom in self._porteurs:
            self._par_longueur[len(nom)].append(nom)
            self._par_initiale[nom[0]].append(nom)

    def proches(self, mot: str) -> dict[int, int]:
        """Return who bears a name near ``mot``, and how many errors part them.

        A name that is only begun counts, if its first letter is right.
        """
        size, allowed = len(mot), 1 if len(mot) < _LONG else 2
        whole = [
            nom
            for length in range(size - allowed, size + allowed + 1)
            for nom in self._par_longueur.get(length, ())
        ]
        begun = [nom for nom in self._par_initiale.get(mot[0], ()) if len(nom) > size + allowed]
        found: dict[int, int] = {}
        for names, tried in ((whole, whole), (begun, [nom[:size] for nom in begun])):
            for nom, errors in _near(mot, names, tried, allowed):
                for rang in self._porteurs[nom]:
                    found[rang] = min(errors, found.get(rang, allowed))
        return found


def _near(mot: str, names: Sequence[str], tried: Sequence[str], allowed: int) -> list[tuple[str, int]]:
    # Imported at the first fault, as for the names of trades: rapidfuzz costs 15 ms of a start.
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    hits = process.extract(mot, tried, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return [(names[place], int(errors)) for _, errors, place in hits]
