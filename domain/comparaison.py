"""What two people made of one text, word by word, and one text out of the two (decisions 5 and 8).

Words are compared in NFC, apart from the spaces that follow them: a sentence added after a full stop
must not mark that stop as changed. What comes out is for the eye of someone who chooses; nothing
here decides what is kept.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

WORK_AT_MOST = 400_000
"""Pairs of equal words that may be weighed; 20,000 characters of French have 150,000 of them. Beyond (one
word repeated a thousand times) the comparison would take a minute: the passage is told whole."""
_MARK = 6
"""Longest kept passage, in characters, that is told with the changes on either side of it."""
_TOKEN = re.compile(r"(?:\d+(?:[.,/:]\d+)+|\w+[’'](?=\w)|\w+(?:-\w+)*|\n|[^\w\s]|)[^\S\n]*")


class Sort(StrEnum):
    """What became of a passage."""

    GARDE = "garde"
    RETIRE = "retire"
    AJOUTE = "ajoute"


@dataclass(frozen=True, slots=True)
class Segment:
    """A passage and what became of it."""

    texte: str
    sort: Sort


_Version = tuple[str, list[str]]
"""The spaces before a passage, and its words."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """Words ``i1`` to ``i2`` of the first text, which words ``j1`` to ``j2`` of the second replace."""

    i1: int
    i2: int
    j1: int
    j2: int

    def moved(self, by: int) -> "_Edit":
        return _Edit(self.i1 + by, self.i2 + by, self.j1 + by, self.j2 + by)


def comparer(avant: str, apres: str) -> tuple[Segment, ...]:
    """Return the passages that lead from ``avant`` to ``apres``, in reading order.

    What is kept and added, end to end, is ``apres`` in NFC; a passage replaced is removed, then added.

    >>> [f"{s.sort[0]}:{s.texte}" for s in comparer("Elle cherche.", "Elle trouve.")]
    ['g:Elle ', 'r:cherche', 'a:trouve', 'g:.']
    """
    old, new = _words(avant), _words(apres)
    told: list[tuple[Sort, str]] = []
    now = 0
    for edit in _readable(old, _edits(old, new)):
        told += [(Sort.GARDE, word) for word in new[now : edit.j1]]
        removed = old[edit.i1 : edit.i2]
        if (
            removed and told and not told[-1][1][-1].isspace()
        ):  # the last word of a text has no space after it
            removed[0] = _spaces(old[edit.i1 - 1]) + removed[0]
        told += [(Sort.RETIRE, word) for word in removed]
        told += [(Sort.AJOUTE, word) for word in new[edit.j1 : edit.j2]]
        now = edit.j2
    told += [(Sort.GARDE, word) for word in new[now:]]
    return tuple(
        Segment("".join(word for _, word in words), sort)
        for sort, words in groupby(told, key=lambda one: one[0])
    )


def joindre(avant: str, moi: str, serveur: str) -> str:
    """Return a text where both have what they wrote: the start of a third version.

    Where they changed the same passage both stand, mine first: nothing is chosen. What one removed and
    the other left is removed; what one removed and the other rewrote stays as rewritten.

    >>> joindre("Le permis.", "Le permis. Code en mai.", "Le permis. Garde trouvée.")
    'Le permis. Code en mai. Garde trouvée.'
    """
    base = _words(avant)
    mine, theirs = _Side(base, _words(moi)), _Side(base, _words(serveur))
    joined = ""
    at = 0
    for start, end in _regions([*mine.edits, *theirs.edits]):
        joined += "".join(base[at:start])
        versions = mine.version(start, end), theirs.version(start, end)
        for rank, (gap, words) in enumerate(_distinct(base[start:end], *versions)):
            joined = joined.rstrip(" \u00a0\u202f") + (gap or " " * bool(rank and words[0][0] != "\n"))
            joined += "".join(words)
        at = end
    return joined + "".join(base[at:])


class _Side:
    """What one of the two made of the first text."""

    def __init__(self, base: Sequence[str], new: Sequence[str]) -> None:
        self._base, self._new = base, new
        self.edits = _edits(base, new)

    def version(self, start: int, end: int) -> _Version:
        """Return words ``start`` to ``end`` of the first text as this side has them."""
        inside = [edit for edit in self.edits if start <= edit.i1 and edit.i2 <= end]
        if not inside:
            return "", list(self._base[start:end])
        first, last = inside[0].j1 - (inside[0].i1 - start), inside[-1].j2 + (end - inside[-1].i2)
        return _spaces(self._new[first - 1]) if first else "", list(self._new[first:last])


def _words(text: str) -> list[str]:
    """Part a text into words, signs and line ends, each with the spaces that follow it."""
    return [word for word in _TOKEN.findall(unicodedata.normalize("NFC", text)) if word]


def _spaces(word: str) -> str:
    return word[len(word.rstrip()) :]


def _keys(words: Sequence[str]) -> list[str]:
    return ["\n" if word[0] == "\n" else word.strip() for word in words]


def _edits(old: Sequence[str], new: Sequence[str]) -> list[_Edit]:
    before, after = _keys(old), _keys(new)
    head = _same(before, after)
    tail = _same(before[head:][::-1], after[head:][::-1])
    while tail and not before[-tail].isalnum():  # the stop that ends what was added is not the one before it
        tail -= 1
    last, end = len(before) - tail, len(after) - tail
    if head == last and head == end:
        return []
    counts = Counter(after[head:end])
    if sum(count * counts[word] for word, count in Counter(before[head:last]).items()) > WORK_AT_MOST:
        return [_Edit(head, last, head, end)]
    matcher = SequenceMatcher(None, before[head:last], after[head:end], autojunk=False)
    found = [_Edit(*ranks).moved(head) for kind, *ranks in matcher.get_opcodes() if kind != "equal"]
    return [_slid(edit, before, after) for edit in found]


def _slid(edit: _Edit, before: Sequence[str], after: Sequence[str]) -> _Edit:
    """Begin what was only added, or only removed, after the stop of the sentence before it."""
    words, first, last = (after, edit.j1, edit.j2) if edit.i1 == edit.i2 else (before, edit.i1, edit.i2)
    only = edit.i1 == edit.i2 or edit.j1 == edit.j2
    follows = last < len(words) and words[first] == words[last] and not words[first].isalnum()
    return edit.moved(1) if only and follows else edit


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((rank for rank, (a, b) in pairs if a != b), min(len(one), len(other)))


def _readable(old: Sequence[str], edits: list[_Edit]) -> list[_Edit]:
    """Tell two replacements parted by a mere «de» or a comma as one: they are read as one."""
    told: list[_Edit] = []
    for edit in edits:
        last = told[-1] if told else None
        if last and all((last.i2 > last.i1, last.j2 > last.j1, edit.i2 > edit.i1, edit.j2 > edit.j1)):
            between = "".join(old[last.i2 : edit.i1])
            if len(between.strip()) <= _MARK and "\n" not in between:
                told[-1] = _Edit(last.i1, edit.i2, last.j1, edit.j2)
                continue
        told.append(edit)
    return told


def _regions(edits: list[_Edit]) -> Iterator[tuple[int, int]]:
    """Yield the passages of the first text that were changed; those that touch are one."""
    found: list[tuple[int, int]] = []
    for edit in sorted(edits, key=lambda edit: (edit.i1, edit.i2)):
        if found and edit.i1 <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], edit.i2))
        else:
            found.append((edit.i1, edit.i2))
    yield from found


def _distinct(base: Sequence[str], mine: _Version, theirs: _Version) -> tuple[_Version, ...]:
    """Return the versions of a passage that must both stand: one alone if it says all."""
    before, one, other = _keys(base), _keys(mine[1]), _keys(theirs[1])
    if before in (one, other):
        return (theirs,) if one == before else (mine,)
    if one == other or not other:
        return (mine,)
    return (mine, theirs) if one else (theirs,)
