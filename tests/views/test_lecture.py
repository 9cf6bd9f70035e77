import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.views.fields.lecture import read_date, read_hour, show_hour
from domain.french import short_date

TODAY = dt.date(2026, 11, 20)  # a Friday


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("20/11/2026", "2026-11-20"),
        ("3/4", "2027-04-03"),
        ("15/10", "2026-10-15"),
        ("15.1", "2027-01-15"),
        ("030427", "2027-04-03"),
        ("03042027", "2027-04-03"),
        ("3 avril", "2027-04-03"),
        ("1er déc.", "2026-12-01"),
        ("3 avr 87", "1987-04-03"),
        ("12/05/84", "1984-05-12"),
        ("demain", "2026-11-21"),
        ("Après-demain", "2026-11-22"),
        ("aujourd’hui", "2026-11-20"),
        ("hier", "2026-11-19"),
        ("lundi", "2026-11-23"),
        ("vendredi", "2026-11-27"),
        ("dans 3 mois", "2027-02-20"),
        ("6 mois", "2027-05-20"),
        ("dans 15 jours", "2026-12-05"),
        ("2 semaines", "2026-12-04"),
        ("2026-11-20", "2026-11-20"),
    ],
)
def test_a_date_is_read_as_people_say_it(typed: str, understood: str) -> None:
    assert read_date(typed, TODAY) == understood


@pytest.mark.parametrize(
    "typed", ["31/02", "31/02/2027", "bientôt", "", "3/", "12/13/2026", "3 ma 2027", "99 mois et demi"]
)
def test_what_is_no_date_is_not_guessed(typed: str) -> None:
    assert read_date(typed, TODAY) is None


def test_three_months_after_the_end_of_a_long_month_is_the_end_of_a_shorter_one() -> None:
    assert read_date("dans 3 mois", dt.date(2026, 11, 30)) == "2027-02-28"


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_what_is_shown_is_read_again_as_the_same_day(day: dt.date) -> None:
    assert read_date(short_date(day.isoformat()), TODAY) == day.isoformat()


@given(
    st.dates(dt.date(2020, 3, 1), dt.date(2090, 1, 1)), st.dates(dt.date(2020, 1, 1), dt.date(2080, 12, 31))
)
def test_a_day_without_its_year_is_the_nearest(today: dt.date, day: dt.date) -> None:
    read = read_date(f"{day.day}/{day.month}", today)
    if (day.month, day.day) != (2, 29):
        assert read is not None
        assert abs((dt.date.fromisoformat(read) - today).days) <= 183


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("9", "09:00"),
        ("9h", "09:00"),
        ("14h30", "14:30"),
        ("14:30", "14:30"),
        ("1430", "14:30"),
        ("14 h 30", "14:30"),
        ("945", "09:45"),
    ],
)
def test_an_hour_is_read_as_people_write_it(typed: str, understood: str) -> None:
    assert read_hour(typed) == understood


@pytest.mark.parametrize("typed", ["", "25h", "14h75", "midi", "12345"])
def test_what_is_no_hour_is_not_guessed(typed: str) -> None:
    assert read_hour(typed) is None


@given(st.times())
def test_an_hour_shown_is_read_again(time: dt.time) -> None:
    assert read_hour(show_hour(f"{time:%H:%M}")) == f"{time:%H:%M}"
