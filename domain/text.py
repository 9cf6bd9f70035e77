"""The one text fold, for search, sorting and matching on both sides (decision 22)."""

import re
import unicodedata

# What Unicode does not take apart by itself, the last being the dotless i of Turkish names.
_LIGATURES = str.maketrans("øØłŁđĐ\u0131", "oOlLdDi") | str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"}
)
_NOT_WORDS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return ``text`` without accents, case or punctuation: words parted by one space.

    >>> fold("Lœtitia  D’Été-Çelik")
    'loetitia d ete celik'
    """
    return _NOT_WORDS.sub(" ", unaccented(text).casefold()).strip()


def unaccented(text: str) -> str:
    """Return ``text`` without accents or ligatures, case and punctuation kept.

    >>> unaccented("Lœtitia D’Été-Çelik")
    'Loetitia D’Ete-Celik'
    """
    if text.isascii():
        return text  # most of an extract of ten thousand lines, and of what is searched
    parted = unicodedata.normalize("NFKD", text)
    bare = "".join(character for character in parted if not unicodedata.combining(character))
    return bare.translate(_LIGATURES)  # last: what is under the accent of «ǽ» is one of them
