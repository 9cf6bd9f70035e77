import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.french import ago, hour, listing, long_date, moment, number, plural, short_date, size, when

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("value", "words", "figures"),
    [
        ("2026-11-20", "20 novembre 2026", "20/11/2026"),
        ("2026-08-01", "1er août 2026", "01/08/2026"),
        ("1971-03-00", "mars 1971", "03/1971"),
        ("1971-00-00", "vers 1971", "1971"),
        (None, "", ""),
        ("", "", ""),
    ],
)
def test_a_date_reads_in_words_and_in_figures(value: str | None, words: str, figures: str) -> None:
    assert long_date(value) == words
    assert short_date(value) == figures


def test_what_is_not_a_date_is_not_written() -> None:
    with pytest.raises(ValueError, match="day"):
        long_date("2026-02-30")


def test_an_appointment_reads_as_one_says_it() -> None:
    assert moment("2026-11-20T14:30") == "vendredi 20 novembre à 14\u00a0h\u00a030"
    assert moment("2026-12-01T09:00") == "mardi 1er décembre à 9\u00a0h"
    assert moment(None) == ""
    assert hour("2026-11-20T09:05") == "9\u00a0h\u00a005"


def test_an_instant_reads_in_the_time_of_the_departement() -> None:
    assert when("2026-11-20T23:30:00.000Z") == "21/11/2026 à 0\u00a0h\u00a030"
    assert when("2026-07-01T12:00:00.000Z") == "01/07/2026 à 14\u00a0h"


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2026-11-20T14:59:30.000Z", "à l’instant"),
        ("2026-11-20T15:00:20.000Z", "à l’instant"),
        ("2026-11-20T14:59:00.000Z", "il y a 1\u00a0minute"),
        ("2026-11-20T12:00:00.000Z", "il y a 3\u00a0heures"),
        ("2026-11-18T12:00:00.000Z", "il y a 2\u00a0jours"),
        ("2026-10-01T12:00:00.000Z", "le 01/10/2026 à 14\u00a0h"),
        ("2026-11-20T17:00:00.000Z", "le 20/11/2026 à 18\u00a0h"),
    ],
)
def test_time_past_is_told_as_one_says_it(instant: str, words: str) -> None:
    assert ago(instant, NOW) == words


def test_plurals_start_at_two() -> None:
    assert plural(0, "dossier") == "0\u00a0dossier"
    assert plural(1, "dossier") == "1\u00a0dossier"
    assert plural(2, "dossier") == "2\u00a0dossiers"
    assert plural(3, "mois") == "3\u00a0mois"
    assert plural(12_000, "travail", "travaux") == "12\u202f000\u00a0travaux"
    assert plural(-2, "jour") == "\u22122\u00a0jours"


def test_words_are_listed_as_one_says_them() -> None:
    assert listing([]) == ""
    assert listing(["santé"]) == "santé"
    assert listing(["logement", "mobilité", "santé"]) == "logement, mobilité et santé"


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_any_day_reads_back_from_its_figures(date: dt.date) -> None:
    day, month, year = short_date(date.isoformat()).split("/")
    assert dt.date(int(year), int(month), int(day)) == date
    assert long_date(date.isoformat()).endswith(str(date.year))


@given(st.integers(min_value=0))
def test_a_number_keeps_its_digits(value: int) -> None:
    assert number(value).replace("\u202f", "") == str(value)


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (0, "0\u00a0octet"),
        (87, "87\u00a0octets"),
        (1_499, "1\u00a0Ko"),
        (312_400, "312\u00a0Ko"),
        (999_600, "1\u00a0Mo"),
        (1_440_000, "1,4\u00a0Mo"),
        (20_000_000, "20\u00a0Mo"),
    ],
)
def test_a_size_reads_as_on_a_file(octets: int, text: str) -> None:
    assert size(octets) == text
