"""Who reads a note, and which ones are still to be dealt with (R-INF-2)."""

from collections.abc import Mapping

from domain.fields import Value, comparable

PUBLIQUE, PRIVEE, ATTRIBUEE = "publique", "privee", "attribuee"


def is_open(note: Mapping[str, Value]) -> bool:
    """Tell whether a note still stands in the lists: closing it takes it out of them, not of the dossier."""
    return comparable(note.get("close_le")) is None


def reserved_to(note: Mapping[str, Value]) -> frozenset[str] | None:
    """Return the only accounts that may read a note, ``None`` if whoever sees the dossier may."""
    if note.get("visibilite") == PUBLIQUE:
        return None
    return frozenset(str(one) for one in (note.get("cree_par"), note.get("attribuee_a")) if one)
