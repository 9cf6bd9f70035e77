from domain.note.rules import is_open, reserved_to


def test_a_closed_note_leaves_the_lists() -> None:
    """R-INF-2."""
    assert is_open({"close_le": None})
    assert not is_open({"close_le": "2026-11-20"})


def test_a_note_says_who_may_read_it() -> None:
    """R-INF-2."""
    assert reserved_to({"visibilite": "publique", "cree_par": "a"}) is None
    assert reserved_to({"visibilite": "privee", "cree_par": "a", "attribuee_a": None}) == frozenset("a")
    assert reserved_to({"visibilite": "attribuee", "cree_par": "a", "attribuee_a": "b"}) == frozenset("ab")
    assert reserved_to({"cree_par": None}) == frozenset()
