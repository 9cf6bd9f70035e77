import pytest

from domain.accord.horloge import Releve, duration, gap, sent, shift, taken
from domain.fields import INTEGER_MAX

AVANT = Releve("2026-11-20T10:00:00.000Z", 5_000, "ab12")


def test_a_reading_travels_as_one_line() -> None:
    assert Releve.read(AVANT.write()) == AVANT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-20T10:00:00.000Z",
        "2026-11-20T10:00:00.000Z 5 ",
        "2026-13-20T10:00:00.000Z 5 ab",
        "2026-11-20T10:00:00Z 5 ab",
        "2026-11-20T10:00:00.000Z 5.5 ab",
        "2026-11-20T10:00:00.000Z 5 <b>",
        f"2026-11-20T10:00:00.000Z {'9' * 400} ab",
    ],
)
def test_what_is_not_a_reading_is_none(text: str) -> None:
    assert Releve.read(text) is None


def test_an_accord_carries_two_readings() -> None:
    accord = {
        "recueilli_le": AVANT.le,
        "horloge_machine": "5000",
        "demarrage": "ab12",
        "envoi_le": None,
        "envoi_machine": None,
    }
    assert taken(accord) == AVANT
    assert sent(accord) is None


def test_a_clock_ahead_is_positive_and_one_of_another_century_still_a_number() -> None:
    assert gap("2026-11-20T10:00:30.000Z", "2026-11-20T10:00:00.000Z") == 30
    assert gap("2026-11-20T09:00:00.000Z", "2026-11-20T10:00:00.000Z") == -3600
    assert gap("9999-11-20T09:00:00.000Z", "2026-11-20T10:00:00.000Z") == INTEGER_MAX


@pytest.mark.parametrize(
    ("le", "machine", "expected"),
    [
        ("2026-11-20T11:00:00.000Z", 3_605_000, 0),
        ("2026-11-20T11:00:01.900Z", 3_605_000, 0),
        ("2026-11-20T09:00:00.000Z", 3_605_000, -7_200),
        ("2026-11-20T13:00:00.000Z", 3_605_000, 7_200),
    ],
)
def test_a_wall_clock_that_was_moved_parts_from_the_counter(le: str, machine: int, expected: int) -> None:
    """Decision 31."""
    assert shift(AVANT, Releve(le, machine, "ab12")) == expected


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconde"),
        (40, "40 secondes"),
        (-90, "1 minute 30 secondes"),
        (3_600, "1 heure"),
        (11_525, "3 heures 12 minutes"),
        (86_400 * 400 + 5, "400 jours"),
        (86_400 + 7_200, "1 jour 2 heures"),
    ],
)
def test_a_length_of_time_is_written_to_two_units(seconds: int, words: str) -> None:
    assert duration(seconds).replace("\u00a0", " ") == words
