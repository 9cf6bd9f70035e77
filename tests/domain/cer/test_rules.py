import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cer.rules import (
    days_left,
    effective_end,
    end_date,
    is_retablissement,
    months_later,
    next_number,
    printable_period,
    proposed_start,
    proposed_type,
    start_warning,
)
from domain.fields import Value

SIGNED = dt.date(2026, 11, 20)
DATES = st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2100, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_the_first_cer_is_number_one_and_the_next_follows_the_greatest() -> None:
    """R-CER-1."""
    assert next_number([]) == 1
    assert next_number([None]) == 1
    assert next_number([2, None, 7]) == 8


def test_a_cer_starts_the_first_of_the_next_month() -> None:
    """R-CER-2."""
    assert proposed_start(SIGNED, retablissement=False) == day("2026-12-01")
    assert proposed_start(day("2026-12-31"), retablissement=False) == day("2027-01-01")


def test_a_retablissement_starts_the_first_of_the_same_month() -> None:
    """R-CER-2."""
    assert proposed_start(SIGNED, retablissement=True) == day("2026-11-01")


def test_another_start_warns_and_an_early_retablissement_names_who_arbitrates() -> None:
    """R-CER-2."""
    assert start_warning(day("2026-12-01"), SIGNED, retablissement=False) is None
    assert start_warning(day("2026-12-15"), SIGNED, retablissement=False) == (
        "Début habituel\u00a0: le 1er décembre 2026."
    )
    early = start_warning(day("2026-10-01"), SIGNED, retablissement=True)
    assert early is not None
    assert "chef de service" in early
    late = start_warning(day("2026-12-01"), SIGNED, retablissement=True)
    assert late == "Début habituel\u00a0: le 1er novembre 2026."


@pytest.mark.parametrize(
    ("type_", "priorite", "expected"),
    [
        ("reprise_versement", None, True),
        ("ouverture_droit", "normale", True),
        (None, "retablissement", True),
        ("renouvellement", "normale", False),
        (None, None, False),
    ],
)
def test_type_or_priorite_says_the_retablissement(
    type_: str | None, priorite: str | None, *, expected: bool
) -> None:
    """R-CER-5, R-CER-22."""
    assert is_retablissement(type_, priorite) is expected


def test_the_type_follows_the_contracts_before_and_the_right() -> None:
    """R-CER-22."""
    assert proposed_type([], "versable") == "premier"
    assert proposed_type([1], "versable") == "renouvellement"
    assert proposed_type([None], None) == "renouvellement"
    assert proposed_type([1], "suspendu") == "reprise_versement"
    assert proposed_type([1], "clos") == "ouverture_droit"
    assert proposed_type([1], "versement_suspendu") == "renouvellement"


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-12-01", 6, "2027-05-31"),
        ("2026-12-01", 3, "2027-02-28"),
        ("2026-01-15", 12, "2027-01-14"),
        ("2026-08-31", 6, "2027-02-27"),
        ("2028-02-29", 12, "2029-02-27"),
    ],
)
def test_the_end_is_the_start_and_the_duration_less_a_day(start: str, months: int, end: str) -> None:
    """R-CER-23."""
    assert end_date(day(start), months) == day(end)


@pytest.mark.parametrize("months", [0, -3])
def test_a_duration_is_at_least_a_month(months: int) -> None:
    """R-CER-23."""
    with pytest.raises(ValueError, match=str(months)):
        end_date(SIGNED, months)


def test_a_slip_in_the_year_stays_within_the_calendar() -> None:
    """R-CER-23."""
    assert end_date(day("9999-06-01"), 12) == day("9999-12-30")
    assert proposed_start(day("9999-12-15"), retablissement=False) == dt.date.max


@given(start=DATES, months=st.integers(1, 60))
def test_end_dates_cover_the_months_and_never_more(start: dt.date, months: int) -> None:
    """R-CER-23."""
    end = end_date(start, months)
    following = end + dt.timedelta(days=1)
    assert (following.year * 12 + following.month) - (start.year * 12 + start.month) == months
    assert following.day <= start.day
    assert end_date(start, months + 1) > end


@given(start=DATES, months=st.integers(0, 60), more=st.integers(0, 60))
def test_from_a_first_of_month_months_add_up(start: dt.date, months: int, more: int) -> None:
    """R-CER-23."""
    first = start.replace(day=1)
    assert months_later(months_later(first, months), more) == months_later(first, months + more)


@given(DATES)
def test_a_proposed_start_is_a_first_of_month_that_warns_of_nothing(signature: dt.date) -> None:
    """R-CER-2."""
    for retablissement in (True, False):
        start = proposed_start(signature, retablissement=retablissement)
        assert start.day == 1
        assert (start > signature) is (not retablissement)
        assert start_warning(start, signature, retablissement=retablissement) is None


CONTRAT: dict[str, Value] = {"date_debut": "2026-06-01", "date_fin": "2026-11-30"}


def test_a_decided_date_prevails_over_the_proposed_one() -> None:
    """R-CER-13."""
    assert printable_period(CONTRAT) == ("2026-06-01", "2026-11-30")
    assert printable_period({**CONTRAT, "date_fin_decidee": "2026-08-31"}) == ("2026-06-01", "2026-08-31")
    assert printable_period({}) == (None, None)


def test_a_cer_closed_early_ends_that_day() -> None:
    closed = {**CONTRAT, "date_cloture": "2026-09-30"}
    assert effective_end(closed) == "2026-09-30"


def test_days_left_count_down_and_go_below_zero() -> None:
    assert days_left(CONTRAT, day("2026-11-20")) == 10
    assert days_left(CONTRAT, day("2026-12-01")) == -1
    assert days_left({"date_debut": "2026-06-01"}, SIGNED) is None


def test_a_last_contract_asks_for_no_renewal() -> None:
    """R-CER-6."""
    assert days_left({**CONTRAT, "dernier_contrat": True}, SIGNED) is None
