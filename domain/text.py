"""The one text fold, for search, sorting and matching on both sides (decision 22)."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
_NOT_WORDS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return ``text`` without accents, case or punctuation: words parted by one space.

    >>> fold("Lœtitia  D’Été-Çelik")
    'loetitia d ete celik'
    """
    parted = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    plain = "".join(character for character in parted if not unicodedata.combining(character))
    return _NOT_WORDS.sub(" ", plain.casefold()).strip()
