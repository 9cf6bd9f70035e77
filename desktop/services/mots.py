"""The words of a text that are worth checking, and the pieces they are made of; pure functions.

French joins what a dictionary keeps apart: «l’IOC», «jusqu’à Privas», «a-t-elle», «post-CER». A word is
first looked up whole («aujourd’hui», «rendez-vous», «dit-il» are in the dictionary); only where it is not
known are its pieces looked up, and the piece that is not known is the one shown. So a proper noun behind
an elision needs no entry of its own.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 60
"""A longer word is no word: a key held down, a line of dashes. Nobody's dictionary has it."""

# Each part is bounded: what is pasted may be thousands of characters without a space.
_HOST = r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.(?:fr|com|org|net|eu|pdf|docx?|odt|jpe?g|png)\b\S*"
_ADDRESS = rf"[\w.+-]{{1,64}}@\S+|\w{{2,9}}://\S+|www\.\S+|{_HOST}"
_RUN = r"[\w\u0300-\u036f\u00ad][\w\u0300-\u036f\u00ad'’\u2010\u2011-]*"
_NEXT = re.compile(f"(?P<address>{_ADDRESS})|(?P<run>{_RUN})")
_FRENCH = re.compile("[A-Za-zÀ-ÖØ-öø-\u024f\u1e00-\u1eff\u0300-\u036f\u00ad'’\u2010\u2011-]+")
_PIECE = re.compile(r"[^'’\u2010\u2011-]+")
_ACRONYM = re.compile(r"[^\W\d_]{2,}s?")
_ELIDED = frozenset({"qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu"})
_SAME = str.maketrans({"’": "'", "\u2010": "-", "\u2011": "-", "\u00ad": None})


class Mot(NamedTuple):
    """A word where it stands: ``debut`` and ``fin`` count characters of the text."""

    debut: int
    fin: int
    texte: str


def mots(texte: str) -> Iterator[Mot]:
    """Yield the words to check, in order.

    Passed over: addresses, file names, whatever holds a digit or another alphabet (a person's own words).
    """
    for found in _NEXT.finditer(texte):
        run = found["run"]
        if run is None or not _FRENCH.fullmatch(run):
            continue
        word = run.rstrip("'’\u2010\u2011-")
        if 1 < len(word) <= LONGEST:
            yield Mot(found.start(), found.start() + len(word), word)


def morceaux(mot: Mot) -> Iterator[Mot]:
    """Yield the pieces of a word that stand between apostrophes and hyphens, where the text has them.

    A word that is all one piece yields itself. What an elision leaves, and letters alone, are no words.
    """
    for found in _PIECE.finditer(mot.texte):
        piece = found[0]
        if len(piece) > 1 and piece.lower() not in _ELIDED:
            yield Mot(mot.debut + found.start(), mot.debut + found.end(), piece)


def est_sigle(mot: str) -> bool:
    """Tell whether a word is all capitals, a plural «s» apart: «RSA», «CERs», «URGENT»."""
    return bool(_ACRONYM.fullmatch(mot)) and mot.removesuffix("s").isupper()


def forme(mot: str) -> str:
    """Return a word as dictionaries write it: composed accents, straight apostrophe, plain hyphen."""
    return unicodedata.normalize("NFC", mot).translate(_SAME)
