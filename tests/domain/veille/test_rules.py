import datetime as dt

import pytest

from domain.fields import Value
from domain.veille.rules import ends_soon, hints, is_running, reopening, running, sanction_is_long

TODAY = dt.date(2026, 11, 21)


def veille(**values: Value) -> dict[str, Value]:
    return {"motif": "sante", "debut": "2026-10-01", "fin": None, "terminee_le": None, **values}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, True),
        ({"fin": "2026-11-01"}, True),  # its planned end ends nothing
        ({"terminee_le": "2026-11-20"}, False),
        ({"terminee_le": "2026-11-21"}, True),
        ({"terminee_le": ""}, True),
        ({"debut": "2026-11-22"}, False),
        ({"debut": None}, False),
    ],
)
def test_a_veille_holds_until_an_act_ends_it(values: dict[str, Value], *, expected: bool) -> None:
    """R-FA-2."""
    assert is_running(veille(**values), TODAY) is expected


def test_the_state_of_a_dossier_is_that_of_its_last_veille() -> None:
    """R-FA-2."""
    first, second = veille(), veille(debut="2026-11-02")
    assert running([second, first], TODAY) is second
    assert running([veille(terminee_le="2026-10-31")], TODAY) is None


@pytest.mark.parametrize(
    ("fin", "expected"), [("2026-12-06", True), ("2026-12-07", False), ("2026-01-01", True), (None, False)]
)
def test_veilles_that_end_within_days_or_should_have_are_listed(fin: str | None, *, expected: bool) -> None:
    """R-FA-2."""
    assert ends_soon(veille(fin=fin), TODAY, 15) is expected
    assert not ends_soon(veille(fin=fin, terminee_le="2026-11-01"), TODAY, 15)


@pytest.mark.parametrize(("debut", "expected"), [("2026-07-21", True), ("2026-07-22", False), (None, False)])
def test_a_sanction_of_four_months_without_radiation_alerts(debut: str | None, *, expected: bool) -> None:
    """R-FA-3."""
    assert sanction_is_long(veille(motif="sanction", debut=debut), TODAY) is expected
    assert not sanction_is_long(veille(motif="sante", debut=debut), TODAY)
    assert not sanction_is_long(veille(motif="sanction", debut=debut, terminee_le="2026-11-01"), TODAY)


@pytest.mark.parametrize(
    ("debut", "words"),
    [
        ("2026-07-22", "un CER de rétablissement."),
        (
            "2026-07-21",
            "une nouvelle demande de RSA et un CER de rétablissement.",
        ),
        ("2025-11-21", "une nouvelle demande de RSA."),
        (None, None),
    ],
)
def test_how_a_right_is_reopened_depends_on_how_long_the_sanction_has_lasted(
    debut: str | None, words: str | None
) -> None:
    """R-FA-7: within four months, within a year, beyond."""
    said = reopening(veille(motif="sanction", debut=debut), TODAY)
    assert said == (f"Pour rétablir le droit\u00a0: {words}" if words else None)
    assert reopening(veille(debut=debut), TODAY) is None


def test_the_margin_says_what_is_odd_and_what_is_to_be_done() -> None:
    """R-FA-2, R-FA-3."""

    def said(
        values: dict[str, Value], *others: dict[str, Value], closed: bool = False
    ) -> list[tuple[str, str]]:
        found = hints(values, today=TODAY, closed=closed, others=others)
        return [(hint.field, hint.text) for hint in found]

    assert said(veille(fin="2026-12-31")) == []
    assert [field for field, _ in said(veille(fin="2026-09-01", terminee_le="2026-09-15"))] == [
        "fin",
        "terminee_le",
    ]
    assert said(veille(fin="2026-11-20")) == [
        ("fin", "La fin prévue est passée de 1\u00a0jour\u00a0: mettez fin à la veille, ou repoussez-la.")
    ]
    assert said(veille(), veille()) == [("debut", "Une autre veille court déjà.")]
    assert said(veille(motif="sanction", debut="2026-07-01"), closed=True) == [
        ("motif", "Le droit est clos\u00a0: prévenez le secrétariat, puis datez la sortie.")
    ]
    ((field, text),) = said(veille(motif="sanction", debut="2026-07-01"))
    assert field == "motif"
    assert text.startswith(
        "Sanction depuis le 1er juillet 2026, sans radiation\u00a0: le secrétariat interroge"
    )
    assert said(veille(terminee_le="2026-11-01"), closed=True) == []
