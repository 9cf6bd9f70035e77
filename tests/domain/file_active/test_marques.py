import datetime as dt

import pytest

from domain.fields import Value
from domain.file_active.marques import marks
from domain.hint import Hint

TODAY = dt.date(2026, 11, 20)
REACHED: dict[str, Value] = {"telephone": "06 39 98 12 34", "mail": "a@exemple.invalid"}


def said(
    veille: dict[str, Value] | None = None,
    *,
    person: dict[str, Value] | None = None,
    midem: str | None = None,
    hors: Hint | None = None,
) -> list[tuple[str, str]]:
    found = marks(
        REACHED if person is None else person,
        [veille] if veille else [],
        [{"date": midem}],
        today=TODAY,
        days=15,
        hors=hors,
    )
    return [(hint.rule, hint.text) for hint in found]


@pytest.mark.parametrize(
    ("veille", "mark"),
    [
        ({"motif": "sante", "debut": "2026-10-01"}, ("R-FA-2", "En veille depuis le 1er octobre 2026")),
        (
            {"motif": "sante", "debut": "2026-10-01", "fin": "2026-12-01"},
            ("R-FA-2", "La veille finit le 1er décembre 2026"),
        ),
        (
            {"motif": "sante", "debut": "2026-10-01", "fin": "2026-11-19"},
            ("R-FA-2", "La veille devait finir le 19 novembre 2026"),
        ),
        (
            {"motif": "sanction", "debut": "2026-07-01", "fin": "2026-11-19"},
            ("R-FA-3", "Sanction depuis le 1er juillet 2026, sans radiation"),
        ),
    ],
)
def test_the_head_marks_a_veille_in_one_line(veille: dict[str, Value], mark: tuple[str, str]) -> None:
    """R-FA-2, R-FA-3."""
    assert said(veille) == [mark]


def test_the_head_marks_what_waits_and_what_is_missing() -> None:
    """R-MID-1, R-FA-11, R-CER-27."""
    away = Hint("adresse", "Adresse hors du département.", "R-FA-11", "attention")
    assert said() == []
    assert said(person={}, midem="2026-11-10", hors=away) == [
        ("R-FA-11", "Adresse hors du département."),
        ("R-MID-1", "Mise en demeure demandée le 10 novembre 2026"),
        ("R-CER-27", "Aucun portable ni courriel connu"),
    ]
