import pytest

from domain.entretien.rules import absences, gaps_of, hints, is_untreated, lacks_synthese, overlaps
from domain.fields import Value

Row = dict[str, Value]

NOW = "2026-11-20T15:00"
RDV: dict[str, Value] = {
    "id": "a",
    "moment": "2026-11-20T14:00",
    "duree": 45,
    "collaborateur": "ref-1",
    "type": "individuel",
    "realisation": "presence",
}
THEMES: list[dict[str, Value]] = [{"theme": "emploi", "synthese": "CV refait."}]


def other(**values: Value) -> dict[str, Value]:
    return {**RDV, "id": "b", **values}


@pytest.mark.parametrize(
    ("moment", "duree", "expected"),
    [
        ("2026-11-20T14:30", 30, True),
        ("2026-11-20T13:30", 31, True),
        ("2026-11-20T13:30", 30, False),
        ("2026-11-20T14:45", 30, False),
        ("2026-11-20T13:45", None, True),
        ("2026-11-20T13:00", 0, False),
        ("2026-11-19T14:00", 45, False),
        (None, 45, False),
        ("", 45, False),
    ],
)
def test_hours_of_one_collaborateur_overlap(moment: str | None, duree: int | None, *, expected: bool) -> None:
    """R-ENT-3."""
    assert bool(overlaps(RDV, [other(moment=moment, duree=duree)])) is expected


def test_another_collaborateur_a_cancelled_or_the_same_one_does_not_overlap() -> None:
    """R-ENT-3."""
    assert overlaps(RDV, [other(collaborateur="ref-2"), other(realisation="annule"), RDV]) == ()
    assert overlaps({**RDV, "realisation": "annule"}, [other()]) == ()
    assert overlaps({**RDV, "moment": None}, [other()]) == ()


@pytest.mark.parametrize("realisation", ["prevu", None, ""])
def test_a_past_appointment_still_planned_is_to_treat(realisation: str | None) -> None:
    """R-ENT-10."""
    assert is_untreated({**RDV, "realisation": realisation}, NOW)
    assert not is_untreated({**RDV, "realisation": realisation}, "2026-11-20T14:00")
    assert not is_untreated({"realisation": realisation}, NOW)
    assert not is_untreated(RDV, NOW)


def test_a_held_entretien_without_synthese_is_to_treat() -> None:
    """R-ENT-10."""
    assert lacks_synthese(RDV, [])
    assert lacks_synthese(RDV, [{"theme": "emploi", "synthese": " \n"}])
    assert not lacks_synthese(RDV, THEMES)
    assert not lacks_synthese({**RDV, "realisation": "absence_justifiee"}, [])


def test_absences_count_excused_or_not() -> None:
    """R-ENT-11."""
    kinds = ["prevu", "presence", "absence_justifiee", "absence_non_justifiee", "annule", None]
    assert absences({"realisation": kind} for kind in kinds) == 2


def test_what_is_compulsory_is_said_in_order() -> None:
    """R-ENT-12."""
    assert gaps_of({}, []) == (
        "«\u00a0Date et heure\u00a0» reste à remplir.",
        "«\u00a0Type d’entretien\u00a0» reste à remplir.",
        "«\u00a0Réalisation\u00a0» reste à remplir.",
        "Il manque un thème au moins.",
    )
    assert gaps_of(RDV, [{}]) == ("«\u00a0Thème\u00a0» reste à remplir.",)
    assert gaps_of(RDV, THEMES) == ()


def rules(
    entretien: dict[str, Value], themes: list[dict[str, Value]], others: list[dict[str, Value]]
) -> list[str]:
    return [hint.rule for hint in hints(entretien, themes, others=others, now=NOW)]


def test_a_complete_entretien_is_left_in_peace() -> None:
    """R-ENT-1."""
    assert rules(RDV, THEMES, []) == []


def test_an_overlap_names_the_other_hour() -> None:
    """R-ENT-3."""
    (hint,) = hints(RDV, THEMES, others=[other(moment="2026-11-20T14:30")], now=NOW)
    assert hint.text == "Déjà un rendez-vous vendredi 20 novembre à 14\u00a0h\u00a030."


def test_once_past_the_realisation_is_asked_for() -> None:
    """R-ENT-2."""
    assert rules({**RDV, "realisation": "prevu"}, THEMES, []) == ["R-ENT-2"]


def test_before_its_time_an_entretien_is_planned() -> None:
    """R-ENT-2."""
    assert rules({**RDV, "moment": "2026-12-01T09:00"}, THEMES, []) == ["R-ENT-2"]
    assert rules({**RDV, "moment": "2026-12-01T09:00", "realisation": "prevu"}, THEMES, []) == []
    assert rules({**RDV, "moment": None}, THEMES, []) == []


def test_an_absence_asks_for_its_reason() -> None:
    """R-ENT-11."""
    absent: dict[str, Value] = {**RDV, "realisation": "absence_non_justifiee"}
    assert rules(absent, THEMES, []) == ["R-ENT-11"]
    assert rules({**absent, "motif_absence": "Transport"}, THEMES, []) == []


def test_a_theme_and_a_synthese_are_expected() -> None:
    """R-ENT-10, R-ENT-12."""
    assert rules(RDV, [], []) == ["R-ENT-10", "R-ENT-12"]
