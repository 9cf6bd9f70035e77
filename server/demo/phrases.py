"""The sentence banks of the fictitious département, and the agreement of what they say.

A bank is a text file of ``resources/demonstration``, so that whoever knows the trade can add to
it without reading code. ``[section]`` opens a section; a line is ``conditions | text``: the
conditions are traits of the person (``enfants``, ``sans_permis``…) or the phase of the accompaniment
(``1``, ``2``, ``3``) that must all be true. In the text, ``[a|b]`` is drawn, ``<il|elle>`` agrees with the
person, ``{commune}`` is one of the person's facts. Blank lines and lines in ``#`` say nothing.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

from resources import path

_SECTION = re.compile(r"\[([a-z_.]+)\]")
_AGREES = re.compile(r"<([^<>|]*)\|([^<>|]*)>")
_DRAWN = re.compile(r"\[([^\[\]]*)\]")
_PHASES = frozenset("123")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence, under the conditions that make it true."""

    conditions: frozenset[str]
    texte: str


class Banque:
    """The sentences of one file, by section."""

    def __init__(self, sections: Mapping[str, tuple[Phrase, ...]]) -> None:
        self._sections = sections

    @property
    def sections(self) -> Mapping[str, tuple[Phrase, ...]]:
        """Return every sentence, by section."""
        return self._sections

    def convenables(self, section: str, traits: Collection[str]) -> list[str]:
        """Return the sentences that are true of someone with these traits, the precise ones first."""
        among = [one for one in self._sections[section] if one.conditions <= set(traits)]
        among.sort(key=lambda one: -len(one.conditions - _PHASES))
        return [one.texte for one in among]


@cache
def banque(name: str) -> Banque:
    """Read the bank ``name`` (``entretiens``, ``cer``, ``objectifs``, ``suites``)."""
    sections: dict[str, list[Phrase]] = {}
    current: list[Phrase] = []
    for line in path("demonstration", f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if opened := _SECTION.fullmatch(line):
            current = sections.setdefault(opened[1], [])
            continue
        conditions, _, text = line.partition("|")
        current.append(Phrase(frozenset(conditions.split()), _typography(text.strip())))
    return Banque({section: tuple(phrases) for section, phrases in sections.items()})


def _typography(text: str) -> str:
    """Put the non-breaking spaces that nobody types in a text file."""
    text = text.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    return re.sub(r" ([:;!?])", "\u00a0\\1", text)


def accorder(text: str, faits: Mapping[str, str], *, feminin: bool, hasard: Random) -> str:
    """Return the sentence as it is said of this person. Raises KeyError on an unknown fact."""
    text = _AGREES.sub(lambda found: found[2 if feminin else 1], text)
    text = _DRAWN.sub(lambda found: hasard.choice(found[1].split("|")), text)
    return text.format_map(faits)


def de(noun: str) -> str:
    """Return the noun after «de», elided before a vowel or a mute h.

    >>> de("aide à domicile"), de("Rocheclaire")
    ('d’aide à domicile', 'de Rocheclaire')
    """
    return f"d’{noun}" if noun[0].casefold() in "aâàeéèêiîoôuûyhœ" else f"de {noun}"
