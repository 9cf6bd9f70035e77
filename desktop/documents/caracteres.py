"""What people type and paste, made fit for paper without changing a word of it.

Two levels. :func:`nettoyer` serves both renderers: it drops what has no appearance at all
(control characters, which Word's XML refuses) and unifies line ends. :func:`segments` serves the
PDF, whose fonts are embedded and finite: each run of text goes to the first font that has its
glyphs, and what none has becomes a bracketed word, because a black box or a hole in a contract
makes the reader doubt all the rest.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from typing import Final

ABSENT: Final = "[?]"
EMOJI: Final = "[émoji]"

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Tab and newline stay; soft hyphen, zero-width marks, byte order marks and direction marks go.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
# Bullets that Word pastes as codes of its Symbol and Wingdings fonts.
_PASTED = str.maketrans(
    dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d\uf0a8\uf071", "•") | {"\uf0e0": "→", "\uf04a": "☺"}
)

# Same sense, in a glyph that the fallback font has.
_EQUIVALENTS = str.maketrans(
    {
        "\u202f": "\u00a0",
        "\t": "    ",
        "🙂": "☺",
        "😊": "☺",
        "✅": "☑",
        "❌": "✗",
        "⭐": "★",
        "📞": "☎",
        "📧": "✉",
    }
)
# French wants these glued to what they follow or open; typed with plain spaces they part at line ends.
_GLUED = re.compile(r" (?=[»:;!?%€])|(?<=«) ")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]")
_JOINERS = re.compile("[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\u20e3\U000e0000-\U000e007f]")


def nettoyer(texte: str) -> str:
    """Return ``texte`` in NFC with one kind of line end and without characters that show nothing.

    Half surrogate pairs, which no file can hold, become :data:`ABSENT`; plain spaces that French
    wants unbreakable become so.
    """
    texte = _LINE_ENDS.sub("\n", texte)
    texte = re.sub("[\ud800-\udfff]", ABSENT, _INVISIBLE.sub("", texte))
    return _GLUED.sub("\u00a0", unicodedata.normalize("NFC", texte.translate(_PASTED)))


def segments(
    texte: str, principale: Collection[int], secours: Callable[[], Collection[int]]
) -> list[tuple[bool, str]]:
    """Cut a cleaned text into runs: ``(True, run)`` for the fallback font, ``(False, run)`` else.

    ``principale`` and ``secours`` hold the code points of each font; ``secours`` is a function
    because reading the fallback font takes 10 ms that most documents need not pay.
    """
    texte = _JOINERS.sub("", texte.translate(_EQUIVALENTS))
    if all(ord(character) in principale or character == "\n" for character in set(texte)):
        return [(False, texte)]
    runs: list[tuple[bool, str]] = []
    for character in texte:
        if character == "\n" or ord(character) in principale:
            rescued, drawn = False, character
        elif ord(character) in secours():
            rescued, drawn = True, character
        else:
            rescued, drawn = False, EMOJI if _EMOJI.match(character) else ABSENT
            if runs and runs[-1][1].endswith(drawn):
                continue  # a row of them says no more than one
        if runs and runs[-1][0] is rescued:
            runs[-1] = (rescued, runs[-1][1] + drawn)
        else:
            runs.append((rescued, drawn))
    return runs


def absents(
    texte: str, principale: Collection[int], secours: Callable[[], Collection[int]]
) -> tuple[str, ...]:
    """List the characters of ``texte`` that neither font has, in order, each once."""
    kept = set(_JOINERS.sub("", nettoyer(texte).translate(_EQUIVALENTS))) - {"\n"}
    strangers = {character for character in kept if ord(character) not in principale}
    return tuple(sorted(character for character in strangers if ord(character) not in secours()))
