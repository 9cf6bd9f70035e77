from domain.note.rules import Row, is_open, may_be_given_to, reserved_to


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


def test_a_note_is_given_to_somebody_who_sees_the_dossier() -> None:
    """R-INF-2, R-ACC-1."""
    people: list[Row] = [
        {"id": "ref", "profil": "referent", "structure": "CCAS"},
        {"id": "autre", "profil": "referent", "structure": "CCAS"},
        {"id": "sec", "profil": "secretariat_dispositif", "dtas": "nord"},
        {"id": "sud", "profil": "cds", "dtas": "sud"},
        {"id": "partout", "profil": "cds"},
        {"id": "ccas", "profil": "secretariat_structure", "structure": "CCAS"},
        {"id": "ailleurs", "profil": "secretariat_structure", "structure": "Mission locale"},
        {"id": "admin", "profil": "administrateur"},
        {"id": "demain", "profil": "profil_de_demain", "dtas": "nord"},
    ]
    found = [one["id"] for one in may_be_given_to(people, "nord", {"ref"})]
    assert found == ["ref", "sec", "partout", "ccas"]
    assert [one["id"] for one in may_be_given_to(people, "nord", {"sud"})] == ["sec", "sud", "partout"]
