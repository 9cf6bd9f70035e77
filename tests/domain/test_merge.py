import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fields import Value, same
from domain.merge import Merged, codes_change, merge, rebase
from tests.domain.builders import FICHE

BASE: dict[str, Value] = {
    "titre": "Un",
    "texte": "Bonjour",
    "debut": "2026-01-01",
    "fin": "2026-06-30",
    "lieu": "cms",
    "lieu_libelle": "CMS",
    "themes": ["emploi", "sante"],
}


def test_fields_that_others_did_not_touch_apply() -> None:
    current = {**BASE, "texte": "Changé ailleurs"}
    assert merge(FICHE, current, {"titre": "Deux"}, {"titre": "Un"}) == Merged({"titre": "Deux"}, ())


def test_the_same_field_changed_meanwhile_is_contested_and_the_rest_applies() -> None:
    merged = merge(
        FICHE,
        {**BASE, "texte": "Le leur"},
        {"titre": "Deux", "texte": "Le mien"},
        {"titre": "Un", "texte": "Bonjour"},
    )
    assert merged == Merged({"titre": "Deux"}, ("texte",))


def test_two_who_wrote_the_same_do_not_conflict() -> None:
    merged = merge(FICHE, {**BASE, "titre": "E\u0301té"}, {"titre": "Été"}, {"titre": "Un"})
    assert merged == Merged({}, ())


@pytest.mark.parametrize(("present", "was"), [("", None), (None, ""), ("e\u0301", "é")])
def test_empty_is_null_and_accents_are_compared_composed(present: Value, was: Value) -> None:
    merged = merge(FICHE, {"titre": present}, {"titre": "Deux"}, {"titre": was})
    assert merged == Merged({"titre": "Deux"}, ())


def test_an_overlap_within_a_group_contests_the_whole_of_it() -> None:
    merged = merge(
        FICHE,
        {**BASE, "fin": "2026-12-31"},
        {"debut": "2026-02-01", "fin": "2026-07-31", "titre": "Deux"},
        {"debut": "2026-01-01", "fin": "2026-06-30", "titre": "Un"},
    )
    assert merged == Merged({"titre": "Deux"}, ("debut", "fin"))


def test_a_group_that_was_relied_on_is_compared_even_where_it_is_not_set() -> None:
    merged = merge(
        FICHE,
        {**BASE, "fin": "2026-12-31"},
        {"debut": "2026-02-01"},
        {"debut": "2026-01-01", "fin": "2026-06-30"},
    )
    assert merged == Merged({}, ("debut",))


def test_a_code_and_its_label_never_part() -> None:
    merged = merge(
        FICHE,
        {**BASE, "lieu_libelle": "Centre médico-social"},
        {"lieu": "mairie", "lieu_libelle": "Mairie"},
        {"lieu": "cms", "lieu_libelle": "CMS"},
    )
    assert merged.contested == ("lieu", "lieu_libelle")


def test_sets_of_codes_merge_by_addition_and_removal() -> None:
    set_: dict[str, Value] = {"themes": {"add": ["budget"], "remove": ["sante"]}}
    merged = merge(FICHE, {**BASE, "themes": ["emploi", "logement", "sante"]}, set_, {})
    assert merged == Merged({"themes": ["budget", "emploi", "logement"]}, ())
    assert merge(FICHE, {"themes": ["budget", "emploi"]}, set_, {}) == Merged({}, ())


def test_a_whole_set_of_codes_is_read_as_what_it_changed() -> None:
    merged = merge(FICHE, BASE, {"themes": ["sante"]}, {"themes": ["sante", "emploi"]})
    assert merged == Merged({"themes": ["sante"]}, ())


def test_the_last_code_removed_leaves_nothing() -> None:
    assert merge(FICHE, {"themes": ["emploi"]}, {"themes": {"remove": ["emploi"]}}, {}).applied == {
        "themes": None
    }


def test_a_field_unknown_here_merges_like_any_other() -> None:
    assert merge(FICHE, {"demain": 1}, {"demain": 2}, {"demain": 1}) == Merged({"demain": 2}, ())
    assert merge(FICHE, {"demain": 3}, {"demain": 2}, {"demain": 1}) == Merged({}, ("demain",))


def test_a_pull_never_hides_what_is_not_sent_yet() -> None:
    shown = rebase(
        FICHE,
        {**BASE, "texte": "Le leur", "themes": ["emploi", "logement"]},
        {"titre": "Le mien", "themes": {"add": ["budget"], "remove": ["emploi"]}},
    )
    assert shown == {**BASE, "texte": "Le leur", "titre": "Le mien", "themes": ["budget", "logement"]}


def test_the_change_between_two_sets_leads_from_one_to_the_other() -> None:
    assert codes_change(["a", "b"], ["c", "b"]) == {"add": ["c"], "remove": ["a"]}
    assert codes_change(None, None) == {"add": [], "remove": []}


WORDS = st.sampled_from([None, "", "a", "b", "é", "e\u0301"])
VALUES = st.fixed_dictionaries(dict.fromkeys(("titre", "texte", "debut", "fin"), WORDS))
CODES = st.lists(st.sampled_from("abcd"), unique=True).map(sorted)


@given(current=VALUES, was=VALUES, mine=VALUES, touched=st.sets(st.sampled_from(list(BASE)[:4])))
def test_merging_loses_nothing_and_invents_nothing(
    current: dict[str, Value], was: dict[str, Value], mine: dict[str, Value], touched: set[str]
) -> None:
    set_ = {name: mine[name] for name in mine if name in touched}
    seen = {name: was[name] for name in set_}
    merged = merge(FICHE, current, set_, seen)
    assert set(merged.applied) | set(merged.contested) <= touched
    assert not set(merged.applied) & set(merged.contested)
    for name, value in set_.items():
        kept_aside = name in merged.contested
        assert kept_aside or same(merged.applied.get(name, current[name]), value)
        if not any(FICHE.groups[name] & FICHE.groups[other] for other in merged.contested):
            assert same(current[name], seen[name]) or same(current[name], value)


@given(current=VALUES, mine=VALUES)
def test_nobody_else_wrote_so_all_applies_and_a_second_time_nothing(
    current: dict[str, Value], mine: dict[str, Value]
) -> None:
    merged = merge(FICHE, current, mine, current)
    assert merged.contested == ()
    again = merge(FICHE, {**current, **merged.applied}, mine, current)
    assert again == Merged({}, ())


@given(base=CODES, mine=CODES, theirs=CODES)
def test_changes_to_sets_of_codes_give_the_same_in_either_order(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    first: dict[str, Value] = {"themes": codes_change(list(base), list(mine))}
    second: dict[str, Value] = {"themes": codes_change(list(base), list(theirs))}
    one = rebase(FICHE, rebase(FICHE, {"themes": list(base)}, first), second)
    other = rebase(FICHE, rebase(FICHE, {"themes": list(base)}, second), first)
    assert one == other
