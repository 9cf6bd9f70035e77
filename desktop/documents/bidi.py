"""Arabic and Hebrew in a French document: joined letters, read from right to left.

A PDF places glyphs from left to right and in the shapes it is given. Word does this work itself;
for the PDF these few lines do it for what a CER really meets: a name, a quoted sentence, or a
whole «expression» in the person's own language. The full Unicode algorithm (nested embeddings)
would need a compiled package on three systems for texts nobody writes here.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Final, Literal

Form = Literal["isolated", "initial", "medial", "final"]

_RTL: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_LTR_WORD = re.compile(rf"[0-9A-Za-zÀ-ɏ](?:[^{_RTL}\s]*[0-9A-Za-zÀ-ɏ])?")
_RUN = re.compile(rf"[{_RTL}](?:[^A-Za-zÀ-ɏ\n]*[{_RTL}])?")
_ANY = re.compile(f"[{_RTL}]")
_MIRRORED = str.maketrans("()[]«»<>", ")(][»«><")
_BLOCK = range(0xFE70, 0xFEFD)
# Longer runs must be free to break at line ends; shorter ones (names) stay in one piece.
_ONE_PIECE = 40


@cache
def _shapes() -> dict[str, dict[str, str]]:
    """Read from Unicode itself: letter (or lam-alef pair) → shape by position."""
    shapes: dict[str, dict[str, str]] = {}
    for code in _BLOCK:
        parts = unicodedata.decomposition(chr(code)).split()
        if parts and "0020" not in parts and "0640" not in parts:
            letters = "".join(chr(int(part, 16)) for part in parts[1:])
            shapes.setdefault(letters, {})[parts[0].strip("<>")] = chr(code)
    return shapes


def _joins_next(letter: str) -> bool:
    return letter == "\u0640" or "initial" in _shapes().get(letter, {})


def _joins_previous(letter: str) -> bool:
    return letter == "\u0640" or "final" in _shapes().get(letter, {})


def _join(text: str) -> str:
    """Give each Arabic letter the shape its neighbours ask for; marks are carried along."""
    shapes = _shapes()
    bases = [index for index, letter in enumerate(text) if not unicodedata.combining(letter)]
    out = list(text)
    skip = -1
    previous_joins = False
    for rank, index in enumerate(bases):
        if index == skip:
            continue
        unit = text[index]
        after = rank + 1
        if after < len(bases) and (pair := unit + text[bases[after]]) in shapes and bases[after] == index + 1:
            unit, skip = pair, bases[after]
            out[skip] = ""
            after += 1
        before = previous_joins and _joins_previous(unit)
        next_joins = after < len(bases) and _joins_previous(text[bases[after]]) and _joins_next(unit)
        form: Form = (
            ("medial" if next_joins else "final") if before else ("initial" if next_joins else "isolated")
        )
        out[index] = shapes.get(unit, {}).get(form, unit)
        previous_joins = _joins_next(unit)
    return "".join(out)


def _reverse(text: str) -> str:
    """Turn a joined run round; numbers and Latin words inside keep their own direction."""
    held = _LTR_WORD.sub(lambda match: match[0][::-1], text)
    turned = held[::-1].translate(_MIRRORED)
    # A mark follows its letter in storage and must still follow it once turned round.
    return re.sub(r"([\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]+)(.)", r"\2\1", turned)


def est_rtl(texte: str) -> bool:
    """Tell whether a line reads from right to left: its first letter says so."""
    first = next((character for character in texte if character.isalpha()), "")
    return bool(first) and _ANY.match(first) is not None


def visuel(texte: str) -> str:
    """Return a line of French with its Arabic or Hebrew runs in the order a PDF draws them."""
    if _ANY.search(texte) is None:
        return texte

    def turn(match: re.Match[str]) -> str:
        turned = _reverse(_join(match[0]))
        return turned.replace(" ", "\u00a0") if len(turned) <= _ONE_PIECE else turned

    return _RUN.sub(turn, texte)


def lignes_rtl(texte: str, tient: Callable[[str], bool]) -> list[str]:
    """Cut a right-to-left line into drawn lines; ``tient`` says whether one fits the width.

    Lines are cut in reading order *before* each is turned round; the other way about, the
    sentence would begin on its last line.
    """
    lines: list[str] = []
    current = ""
    for word in texte.split():
        candidate = f"{current} {word}".strip()
        if current and not tient(_join(candidate)):
            lines.append(current)
            current = word
        else:
            current = candidate
    return [_reverse(_join(line)) for line in [*lines, current]]
