"""Who reads a note, and which ones are still to be dealt with (R-INF-2)."""

from collections.abc import Collection, Iterable, Mapping

from domain.fields import Value, comparable
from domain.profils import Profile, Scope, scope_of

Row = Mapping[str, Value]

PUBLIQUE, PRIVEE, ATTRIBUEE = "publique", "privee", "attribuee"


def is_open(note: Row) -> bool:
    """Tell whether a note still stands in the lists: closing it takes it out of them, not of the dossier."""
    return comparable(note.get("close_le")) is None


def reserved_to(note: Row) -> frozenset[str] | None:
    """Return the only accounts that may read a note, ``None`` if whoever sees the dossier may."""
    if note.get("visibilite") == PUBLIQUE:
        return None
    return frozenset(str(one) for one in (note.get("cree_par"), note.get("attribuee_a")) if one)


def may_be_given_to(colleagues: Iterable[Row], dtas: Value, accompanying: Collection[str]) -> list[Row]:
    """Return the colleagues who see a dossier of the territory ``dtas``, as far as is known here (R-ACC-1).

    ``accompanying``: the accounts of its référents today. The server alone decides what each one sees; this
    spares giving a note to somebody who would not have the dossier to read it in.
    """
    people = list(colleagues)
    structures = {one.get("structure") for one in people if one.get("id") in accompanying} - {None, ""}

    def sees(one: Row) -> bool:
        profile = one.get("profil")
        if one.get("id") in accompanying:
            return True
        match scope_of(Profile(profile)) if profile in list(Profile) else Scope.NONE:
            case Scope.DTAS:
                return one.get("dtas") in {None, dtas}
            case Scope.STRUCTURE:
                return one.get("structure") in structures
            case _:
                return False

    return [one for one in people if sees(one)]
