import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.demandes.rules import Preuves
from domain.fields import Value
from domain.file_active.rules import (
    awaits_sortie,
    current_referent,
    entry_date,
    first_cer_deadline,
    is_current,
    is_new,
    is_reoriented,
    month_end,
    own_period,
    proposed_sorties,
    role_of,
    sortie_hints,
)

TODAY = dt.date(2026, 11, 20)


def affectation(referent: str, role: str, debut: str | None, fin: str | None = None) -> dict[str, Value]:
    return {"referent": referent, "role": role, "debut": debut, "fin": fin}


@pytest.mark.parametrize(
    ("debut", "fin", "expected"),
    [
        ("2026-11-20", None, True),
        ("2026-11-21", None, False),
        ("2026-01-01", "2026-11-20", True),
        ("2026-01-01", "2026-11-19", False),
        (None, "", True),
    ],
)
def test_the_last_day_is_still_a_day_of_access(debut: str | None, fin: str | None, *, expected: bool) -> None:
    """R-ACC-2."""
    assert is_current(affectation("a", "parcours", debut, fin), TODAY) is expected


def test_a_referent_has_a_role_on_the_dossiers_he_accompanies_today() -> None:
    """R-ACC-1, R-ACC-7."""
    rows = [
        affectation("a", "etape", "2026-01-01"),
        affectation("a", "parcours", "2026-01-01"),
        affectation("b", "etape", "2026-11-01", "2026-12-01"),
        affectation("c", "parcours", "2025-01-01", "2025-12-31"),
    ]
    assert [role_of(rows, compte, TODAY) for compte in "abcd"] == ["parcours", "etape", None, None]


def test_a_reorientation_hands_over_the_same_day() -> None:
    """R-ACC-3, R-GEN-7."""
    rows = [
        affectation("ancien", "parcours", "2025-01-01", "2026-11-20"),
        affectation("nouveau", "parcours", "2026-11-20"),
        affectation("ancien", "etape", "2026-11-20", "2026-12-20"),
    ]
    assert current_referent(rows, TODAY) == "nouveau"
    assert current_referent(rows, dt.date(2026, 11, 19)) == "ancien"
    assert current_referent([], TODAY) is None
    assert role_of(rows, "ancien", dt.date(2026, 11, 21)) == "etape"


def test_two_periods_with_the_same_referent_stay_two() -> None:
    """R-GEN-12."""
    rows = [
        affectation("a", "parcours", "2024-03-01", "2025-02-28"),
        affectation("a", "parcours", "2026-05-04"),
    ]
    assert entry_date(rows, "a", TODAY) == "2026-05-04"
    assert entry_date(rows, "a", dt.date(2024, 6, 1)) == "2024-03-01"
    assert entry_date(rows, "a", dt.date(2025, 6, 1)) is None


def test_a_new_entrant_has_three_weeks() -> None:
    """R-FA-1."""
    entered = affectation("a", "parcours", "2026-10-30")
    assert first_cer_deadline(dt.date(2026, 10, 30)) == TODAY
    assert is_new(entered, has_cer=False, today=TODAY)
    assert not is_new(entered, has_cer=True, today=TODAY)
    assert not is_new(entered, has_cer=False, today=dt.date(2026, 11, 21))
    assert not is_new(affectation("a", "parcours", None), has_cer=False, today=TODAY)
    assert not is_new({**entered, "fin": "2026-11-01"}, has_cer=False, today=TODAY)


def test_a_sortie_is_proposed_at_the_end_of_a_month() -> None:
    """R-FA-4."""
    assert proposed_sorties(TODAY, nsdd=False) == (dt.date(2026, 11, 30), dt.date(2026, 12, 31))
    assert proposed_sorties(dt.date(2027, 1, 31), nsdd=False) == (dt.date(2027, 1, 31), dt.date(2027, 2, 28))
    assert proposed_sorties(TODAY, nsdd=True) == (dt.date(2026, 11, 30),)


@given(st.dates())
def test_the_end_of_a_month_is_its_last_day(day: dt.date) -> None:
    """R-FA-4."""
    end = month_end(day)
    assert (end.year, end.month) == (day.year, day.month)
    assert end == dt.date.max or (end + dt.timedelta(days=1)).day == 1


FROZEN: dict[str, Value] = {"actualisation_figee_le": "2026-11-01"}
PROVED = Preuves("2026-11-01", "2026-11-03")
NOTHING = Preuves(None, None)


def said(
    fin: dt.date = dt.date(2026, 11, 30),
    dossier: dict[str, Value] | None = None,
    *,
    motif: str | None = "demenagement",
    preuves: Preuves = PROVED,
    cer_end: str | None = None,
    remaining: int = 0,
) -> list[tuple[str, str]]:
    found = sortie_hints(
        fin,
        motif=motif,
        dossier=FROZEN if dossier is None else dossier,
        preuves=preuves,
        today=TODAY,
        cer_end=cer_end,
        remaining=remaining,
    )
    return [(hint.rule, hint.text) for hint in found]


def rules(fin: dt.date = dt.date(2026, 11, 30), **given: Any) -> list[str]:  # noqa: ANN401 - those of ``said``
    return [rule for rule, _ in said(fin, **given)]


def test_a_confirmed_end_at_the_end_of_a_month_raises_nothing() -> None:
    """R-FA-4."""
    assert rules() == []
    assert rules(dossier={"etat_droit": "clos"}, preuves=NOTHING) == []
    assert rules(dossier={}, preuves=NOTHING, motif="deces") == []


def test_a_sortie_waits_for_its_two_proofs() -> None:
    """R-FA-4, R-FA-10."""
    assert rules(preuves=NOTHING) == ["R-FA-4", "R-FA-10"]
    assert rules(preuves=Preuves(None, "2026-11-03")) == ["R-FA-4"]
    assert rules(preuves=Preuves("2026-11-01", None)) == ["R-FA-10"]


def test_another_day_than_a_month_s_last_is_remarked() -> None:
    """R-FA-4."""
    ((_, text),) = said(dt.date(2026, 11, 25))
    assert text == "Date habituelle\u00a0: le 30 novembre 2026 ou le 31 décembre 2026."
    assert rules(dt.date(2026, 12, 31), dossier={"sdd": "nsdd"}) == ["R-FA-4"]


def test_a_day_that_is_past_takes_the_dossier_away_at_once() -> None:
    """R-ACC-2."""
    assert rules(dt.date(2026, 10, 31)) == ["R-ACC-2", "R-FA-4"]


def test_a_cer_that_runs_keeps_the_accompaniment() -> None:
    """R-FA-5: unless the person has written that she stops."""
    assert rules(cer_end="2027-01-31") == ["R-FA-5"]
    assert rules(cer_end="2026-11-30") == []
    assert rules(cer_end="2027-01-31", motif="demande") == []


def test_a_reason_that_genesis_does_not_show_is_remarked() -> None:
    """R-FA-5."""
    informed = ("R-FA-4", "Droit clos\u00a0: prévenez aussi le secrétariat.")
    assert said(motif="droit_clos") == [("R-FA-5", "Genesis ne montre pas de droit clos."), informed]
    assert said(motif="droit_clos", dossier={"etat_droit": "clos"}) == [informed]
    assert rules(motif="nsdd") == ["R-FA-5", "R-FA-14"]
    assert rules(motif="nsdd", dossier={"sdd": "nsdd"}) == ["R-FA-14"]


def test_a_short_or_aided_job_does_not_make_one_leave() -> None:
    """R-FA-14, R-FA-5."""
    assert rules(motif="emploi") == ["R-FA-14", "R-FA-5"]


def test_a_payment_suspended_is_no_reason_to_leave() -> None:
    """R-FA-6: but resources are."""
    unpaid: dict[str, Value] = {"etat_droit": "versement_suspendu", "date_etat_droit": "2026-10-01"}
    assert rules(dossier=unpaid) == ["R-FA-6"]
    assert rules(dossier=unpaid, motif="ressources") == []


def test_what_is_still_to_record_is_recalled() -> None:
    """R-ACC-6."""
    assert rules(remaining=2) == ["R-ACC-6"]


def test_a_reorientation_asks_for_no_sortie() -> None:
    """R-ACC-3."""
    own = affectation("a", "parcours", "2026-01-01")
    assert not is_reoriented([own], own, TODAY)
    assert is_reoriented([own, affectation("b", "parcours", "2026-11-19")], own, TODAY)
    assert not is_reoriented([own], affectation("b", "etape", "2026-11-01"), TODAY)


def test_the_period_one_ends_is_the_one_that_runs_de_parcours_first() -> None:
    """R-FA-4, R-ACC-7."""
    before = affectation("a", "parcours", "2024-01-01") | {"fin": "2025-01-01"}
    step = affectation("a", "etape", "2026-11-15") | {"fin": "2026-12-15"}
    now = affectation("a", "parcours", "2026-11-01")
    assert own_period([before, step, now], "a", TODAY) == now
    assert own_period([before, step], "a", TODAY) == step
    assert own_period([before], "a", TODAY) is None


@pytest.mark.parametrize(
    ("since", "fin", "awaited"),
    [
        ("2026-11-14", None, True),
        ("2026-11-15", None, False),
        ("2026-11-14", "2026-11-30", False),
        (None, None, False),
    ],
)
def test_a_dossier_that_genesis_lets_go_of_awaits_its_sortie(
    since: str | None, fin: str | None, *, awaited: bool
) -> None:
    """R-REP-1: frozen for more than five days under an active référent, and no end dated."""
    followed = affectation("a", "parcours", "2026-01-01") | {"fin": fin}
    assert awaits_sortie({"actualisation_figee_le": since}, [followed], TODAY) is awaited
    assert not awaits_sortie({"actualisation_figee_le": since}, [], TODAY)
