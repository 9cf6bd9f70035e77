"""A file active against Genesis: each difference in words, with the act that mends it (R-GEN-9)."""

import datetime as dt

import pytest

from domain.beneficiaire.rules import outside
from domain.fields import Value
from domain.file_active.ecarts import Nature, ecarts

TODAY = dt.date(2026, 11, 21)
MINE: dict[str, Value] = {"referent": "moi", "role": "parcours", "debut": "2026-01-01", "fin": None}
SOUND: dict[str, Value] = {"etat_droit": "versable", "sdd": "sdd", "dtas": "nord"}


def found(*affectations: dict[str, Value], **values: Value) -> list[tuple[Nature, str, str]]:
    of_mine = affectations or (MINE,)
    seen = ecarts({**SOUND, **values}, of_mine, "moi", TODAY, {"nord"})
    return [(one.nature, one.constat, one.regle) for one in seen]


def test_a_sound_dossier_differs_in_nothing() -> None:
    """R-GEN-9."""
    assert found() == []


def test_a_dossier_that_is_not_mine_differs_in_nothing() -> None:
    """R-GEN-9."""
    assert found({**MINE, "referent": "autre"}, etat_droit="clos") == []
    assert found({**MINE, "role": "etape"}, etat_droit="clos") == []
    assert found({**MINE, "fin": "2026-11-20"}, etat_droit="clos") == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"etat_droit": "clos", "date_etat_droit": "2026-11-01", "motif_etat_droit": "Radiation"},
            (Nature.CLOS, "Droit clos depuis le 1er novembre 2026 (Radiation).", "R-FA-4"),
        ),
        ({"etat_droit": "clos"}, (Nature.CLOS, "Droit clos.", "R-FA-4")),
        (
            {"actualisation_figee_le": "2026-11-15"},
            (Nature.FIGE, "Genesis n’actualise plus ce dossier depuis le 15 novembre 2026.", "R-REP-1"),
        ),
        (
            {"actualisation_figee_le": "2026-11-16"},
            (Nature.FIGE, "Genesis n’actualise plus ce dossier depuis le 16 novembre 2026.", "R-GEN-10"),
        ),
        (
            {"sdd": "nsdd"},
            (Nature.NSDD, "La personne n’est plus soumise aux droits et devoirs.", "R-FA-5"),
        ),
        (
            {"dtas": "hors_territoire", "code_postal": "69001"},
            (Nature.MUTE, "Le dossier ne dépend plus d’aucun territoire du département.", "R-FA-11"),
        ),
        (
            {"dtas": "sud", "dtas_libelle": "DTAS Sud"},
            (Nature.MUTE, "Le dossier dépend maintenant d’un autre territoire\u00a0: DTAS Sud.", "R-ACC-7"),
        ),
    ],
)
def test_each_difference_is_said_in_words(
    values: dict[str, Value], expected: tuple[Nature, str, str]
) -> None:
    """R-GEN-9, R-GEN-10, R-REP-1, R-FA-4, R-FA-5, R-ACC-7."""
    assert found(**values) == [expected]


@pytest.mark.parametrize(
    ("values", "mine", "theirs"),
    [
        ({"etat_droit": "clos"}, "Prévenez le secrétariat, puis", "Le référent prévient le secrétariat"),
        ({"actualisation_figee_le": "2026-11-15"}, "datez la sortie", "le référent date la sortie"),
        ({"actualisation_figee_le": "2026-11-16"}, "Attendez le courrier", "Le référent attend le courrier"),
        ({"sdd": "nsdd"}, "Datez la sortie au dernier", "Le référent date la sortie au dernier"),
        ({"dtas": "hors_territoire", "code_insee": "69381"}, "Demandez la fin", "Le référent demande la fin"),
    ],
)
def test_the_act_is_said_to_who_reads(values: dict[str, Value], mine: str, theirs: str) -> None:
    """R-GEN-9: a secretariat or a chief of service is not told to date somebody else’s sortie."""
    for own, words in ((True, mine), (False, theirs)):
        (one,) = ecarts({**SOUND, **values}, (MINE,), "moi", TODAY, {"nord"}, own=own)
        assert words in one.acte


def test_between_two_territories_the_head_and_the_list_say_the_same() -> None:
    """R-ACC-7, R-FA-11: the secretariats hand over; outside the département the end is asked for."""
    moved: dict[str, Value] = {**SOUND, "dtas": "sud", "dtas_libelle": "DTAS Sud", "code_postal": "07200"}
    (one,) = ecarts(moved, (MINE,), "moi", TODAY, {"nord"})
    head = outside(moved, "07", "nord")
    assert head is not None
    assert head.text == f"Adresse dans un autre territoire\u00a0: DTAS Sud. {one.acte}"
    away = outside(moved | {"code_postal": "69001"}, "07", "nord")
    assert away is not None
    assert (away.rule, away.text.endswith("La fin d’accompagnement se demande.")) == ("R-FA-11", True)


def test_an_actualisation_of_yesterday_is_none() -> None:
    """R-GEN-10."""
    assert found(actualisation_figee_le="2026-11-20") == []


def test_a_newer_referent_in_genesis_is_a_reorientation() -> None:
    """R-ACC-3: nothing is to be recorded."""
    other = {**MINE, "referent": "autre", "debut": "2026-11-18"}
    expected = "Genesis désigne un autre référent depuis le 18 novembre 2026."
    assert found(MINE, other) == [(Nature.REORIENTE, expected, "R-ACC-3")]
    assert found(MINE, {**other, "debut": "2025-11-18"}) == []


def test_a_sortie_that_genesis_does_not_know_is_said() -> None:
    """R-GEN-4: the next pouring would bring the person back."""
    leaving = {**MINE, "fin": "2026-11-30"}
    expected = "Sortie datée du 30 novembre 2026, et Genesis actualise encore ce dossier."
    assert found(leaving) == [(Nature.SORTIE, expected, "R-GEN-4")]
    for ended in ({"etat_droit": "clos"}, {"sdd": "nsdd"}, {"actualisation_figee_le": "2026-11-01"}):
        assert found(leaving, **ended) == []


def test_who_has_no_address_has_not_moved_to_another_territory() -> None:
    """R-ACC-7, decision 35: no secretariat of arrival would ever answer."""
    assert found(MINE, dtas="hors_territoire", dtas_libelle="Hors territoire") == []


def test_without_a_territory_of_one_s_own_nobody_has_moved() -> None:
    """R-ACC-7."""
    assert ecarts({**SOUND, "dtas": "sud"}, [MINE], "moi", TODAY, ()) == ()
