"""The jobs of the ROME, found as one types: «macon», «maconne», «masson» lead to «Maçon / Maçonne» (R-INF-1).

11,061 titles are read once, at the first word, and indexed by folded word: a key asks which words begin so,
never each title. Only a word that nothing begins with is looked for with its typing faults.
"""

import csv
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest

import resources
from domain.text import fold

AU_PLUS = 8
_AT_LEAST = 2  # letters: in fewer, everything begins so
_EMPTY = frozenset(("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou"))
_FAULTS = ((6, 2), (4, 1))  # a word of so many letters may hold so many faults
# What a title costs, the least coming first: how far the word stands in it (or only in the name of its job),
# a word merely begun, each fault, a fault on the first letter (one seldom errs there), a word it lacks.
_PLACE, _OF_THE_JOB, _BEGUN, _FAULT, _FIRST_LETTER, _LACKING = 10, 100, 5, 20, 40, 1_000


@dataclass(frozen=True, slots=True)
class Metier:
    """A title as France Travail writes it, and the job of the ROME it is one of."""

    libelle: str
    code_rome: str
    nom_rome: str


@dataclass(frozen=True, slots=True)
class _Index:
    """``mots``: for each word, the titles it is in, and what its place there costs."""

    titres: tuple[Metier, ...]
    mots: dict[str, dict[int, int]]
    tries: tuple[str, ...]


class Metiers:
    """Finds jobs. The list is everybody's and holds nothing of a person: one serves every replica."""

    def charger(self) -> None:
        """Read the list, and what compares words, once: 0.3 s, to be spent off the screen's thread."""
        self.chercher("plonbier")

    @property
    def charges(self) -> bool:
        """Tell whether a search costs no reading."""
        return _index.cache_info().currsize > 0

    def chercher(self, texte: str, au_plus: int = AU_PLUS) -> tuple[Metier, ...]:
        """Return the jobs that answer all the words, best first; nothing for fewer than two letters."""
        words = fold(texte).split()
        words = [word for word in words if word not in _EMPTY] or words
        if sum(map(len, words)) < _AT_LEAST:
            return ()
        index = _index()
        answers = [_answering(index, word) for word in words]
        titles = set(answers[0]).intersection(*answers[1:]) or set().union(*answers)
        cost = {one: sum(answer.get(one, _LACKING) for answer in answers) for one in titles}
        return tuple(index.titres[one] for one in nsmallest(au_plus, titles, lambda one: (cost[one], one)))


def _answering(index: _Index, word: str) -> dict[int, int]:
    """Return the titles that hold a word beginning with ``word``, or nearly so, and what each costs."""
    begun, ended = bisect_left(index.tries, word), bisect_left(index.tries, f"{word}\uffff")
    if begun < ended:
        near = [(one, 0 if one == word else _BEGUN) for one in index.tries[begun:ended]]
    else:
        near = _mistyped(index.tries, word)
    costs: dict[int, int] = {}
    for one, base in near:
        for title, place in index.mots[one].items():
            costs[title] = min(base + place, costs.get(title, base + place))
    return costs


def _mistyped(tries: tuple[str, ...], word: str) -> list[tuple[str, int]]:
    """Return the words that begin as ``word`` does but for some faults, and what these cost."""
    # Imported at the first fault: rapidfuzz costs 0.05 s of a start.
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    allowed = next((faults for letters, faults in _FAULTS if len(word) >= letters), 0)
    beginnings = [one[: len(word)] for one in tries]
    found = process.extract(word, beginnings, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return [
        (
            tries[rank],
            faults * _FAULT
            + (_FIRST_LETTER if one[0] != word[0] else 0)
            + (_BEGUN if len(tries[rank]) > len(word) else 0),
        )
        for one, faults, rank in found
    ]


@cache
def _index() -> _Index:
    jobs = {row["code"]: row["libelle"] for row in _rows("rome_metiers.csv")}
    titles = [(fold(row["libelle"]).split(), row) for row in _rows("rome_appellations.csv")]
    titles.sort(key=lambda one: (len(one[0]), one[0]))  # among equals, the plainest first
    words: dict[str, dict[int, int]] = defaultdict(dict)
    for rank, (own, row) in enumerate(titles):
        for place, word in enumerate(fold(jobs.get(row["rome"], "")).split()):
            words[word][rank] = _OF_THE_JOB + place * _PLACE
        for place, word in reversed(tuple(enumerate(own))):
            words[word][rank] = place * _PLACE
    shown = (Metier(row["libelle"], row["rome"], jobs.get(row["rome"], "")) for _, row in titles)
    return _Index(tuple(shown), dict(words), tuple(sorted(words)))


def _rows(name: str) -> list[dict[str, str]]:
    """Read a published list; its straight apostrophes are set right for the eye."""
    text = resources.path("nomenclatures", name).read_text("utf-8").replace("'", "’")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))
