import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fields import Value
from domain.recherche.criteres import AUCUNE, Accompagnement, Axe, Criteres, Filtre, Portee, Seuil, lire

FREE = st.sampled_from([Axe.ETAT_DROIT, Axe.SDD, Axe.REFERENT, Axe.STRUCTURE, Axe.COMMUNE, "sante.rqth"])
CHOSEN = st.one_of(
    st.tuples(FREE, st.frozensets(st.text(max_size=8), min_size=1, max_size=3)),
    st.tuples(st.just(Axe.FILTRE), st.frozensets(st.sampled_from(Filtre), min_size=1)),
    st.tuples(st.just(Axe.CER), st.frozensets(st.sampled_from(["valide", "soumis", AUCUNE]), min_size=1)),
)


@st.composite
def criteria(draw: st.DrawFn) -> Criteres:
    asked = Criteres(draw(st.text(max_size=12)))
    for axe, valeurs in draw(st.lists(CHOSEN, max_size=4)):
        asked = asked.avec(axe, *valeurs)
    for seuil in draw(st.frozensets(st.sampled_from(Seuil))):
        asked = asked.a_moins_de(seuil, draw(st.integers(0, 4000)))
    return asked


@given(criteria())
def test_what_is_kept_of_a_search_reads_back_the_same(asked: Criteres) -> None:
    """R-REP-7."""
    assert lire(json.loads(json.dumps(asked.en_json()))) == (asked, True)


@pytest.mark.parametrize(
    "kept",
    [
        {"texte": "a", "couleur": "bleu"},
        {"texte": 3},
        {"choix": {"axe_de_demain": ["x"]}},
        {"choix": {"filtre": ["de_demain"]}},
        {"choix": {"filtre": ["sans_cer", "de_demain"]}},
        {"choix": {"cer": "valide"}},
        {"choix": {"commune": ["Aubenas", 3]}},
        {"choix": ["commune"]},
        {"seuils": {"de_demain": 3}},
        {"seuils": {"a_renouveler_sous": "trois"}},
        {"seuils": {"a_renouveler_sous": -1}},
        {"seuils": {"a_renouveler_sous": 10**9}},
        {"seuils": 4},
        None,
        [],
        "texte",
    ],
)
def test_what_a_newer_program_keeps_is_read_as_far_as_it_is_known_and_said(kept: Value) -> None:
    """R-REP-7: a criterion left out is told, for the list is then another one."""
    criteres, whole = lire(kept)
    assert not whole
    assert lire(criteres.en_json()) == (criteres, True)


def test_what_is_known_of_it_is_kept() -> None:
    kept: Value = {
        "texte": "vau",
        "choix": {"filtre": ["sans_cer", "de_demain"], "humeur": ["x"], "commune": ["Aubenas"]},
        "seuils": {"a_renouveler_sous": 30, "autre": 2},
        "tri": "nom",
    }
    expected = Criteres("vau").avec(Axe.FILTRE, Filtre.SANS_CER).avec(Axe.COMMUNE, "Aubenas")
    assert lire(kept) == (expected.a_moins_de(Seuil.A_RENOUVELER, 30), False)


@given(
    st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x))
)
def test_whatever_was_kept_is_read_without_a_fault(kept: Value) -> None:
    criteres, _ = lire(kept)
    assert isinstance(criteres, Criteres)


def test_values_of_an_axis_are_added_and_taken_off() -> None:
    asked = Criteres().bascule(Axe.COMMUNE, "Privas").bascule(Axe.COMMUNE, "Aubenas")
    assert asked.choix == {Axe.COMMUNE: frozenset({"Privas", "Aubenas"})}
    assert asked.bascule(Axe.COMMUNE, "Privas").bascule(Axe.COMMUNE, "Aubenas") == Criteres()
    assert Criteres().avec(Axe.PORTEE, Portee.MES).valeur(Axe.PORTEE) == Portee.MES
    assert Criteres().avec(Axe.ACCOMPAGNEMENT, Accompagnement.VEILLE).avec(Axe.ACCOMPAGNEMENT) == Criteres()


def test_a_selection_is_not_kept_with_a_search() -> None:
    assert lire(Criteres("a", parmi=frozenset({"1"})).en_json()) == (Criteres("a"), True)
