"""What is said of a mark, and which one the keyboard goes to from it."""

from collections.abc import Sequence

from domain.frise.plan import Marque, Plan

_DITS = 8  # facts of a group that are told one by one


def dire(marque: Marque) -> list[str]:
    """Return what a mark is, in one line or in a few: of a group, the first facts each on its own."""
    if len(marque.faits) == 1:
        return [marque.dit]
    said = [fait.dit for fait in marque.faits[:_DITS]]
    rest = len(marque.faits) - _DITS
    return [marque.dit, *said, *([f"et {rest} de plus"] if rest > 0 else [])]


def cles(marque: Marque) -> list[tuple[str, str]]:
    """Return what its facts are known by: groups come and go as one zooms, a fact stays."""
    return [(marque.piste.code, fait.id) for fait in marque.faits]


def le_long(plan: Plan, tenue: Marque | None, pas: int) -> Marque | None:
    """Return the mark after (1) or before (-1) one on its lane, in time; ``None`` at its end."""
    if tenue is None:
        return None
    lane = sorted((mark for mark in plan.marques if mark.piste is tenue.piste), key=_begins)
    rank = lane.index(tenue) + pas
    return lane[rank] if 0 <= rank < len(lane) else None


def en_travers(plan: Plan, tenue: Marque | None, pas: int) -> Marque | None:
    """Return the mark nearest in time on the lane beneath (1) or above (-1)."""
    lanes = [bande.piste for bande in plan.bandes]
    rank = lanes.index(tenue.piste) + pas if tenue is not None else -1
    if tenue is None or not 0 <= rank < len(lanes):
        return None
    return la_plus_proche([mark for mark in plan.marques if mark.piste is lanes[rank]], _begins(tenue))


def au_bout(plan: Plan, *, fin: bool) -> Marque | None:
    """Return the first mark of all, or the last."""
    marks = sorted(plan.marques, key=_begins)
    return marks[-1 if fin else 0] if marks else None


def la_plus_proche(marques: Sequence[Marque], jour: int) -> Marque:
    """Return what holds on a day, the last begun, or what is nearest to it."""

    def away(marque: Marque) -> tuple[int, int]:
        first, last = _begins(marque), (marque.faits[-1].fin or marque.faits[-1].debut).toordinal()
        inside = first <= jour and (marque.ouverte or jour <= last)
        return 0 if inside else min(abs(first - jour), abs(last - jour)), -first

    return min(marques, key=away)


def _begins(marque: Marque) -> int:
    return marque.faits[0].debut.toordinal()
