import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from domain.clock import PARIS, SystemClock, instant, read_instant, this_minute, today
from tests.domain.builders import FixedClock


def test_an_instant_is_written_in_utc_to_the_millisecond() -> None:
    winter = dt.datetime(2026, 11, 20, 15, 30, 1, 999_999, tzinfo=PARIS)
    assert instant(winter) == "2026-11-20T14:30:01.999Z"


@given(st.datetimes(min_value=dt.datetime(1970, 1, 1), max_value=dt.datetime(9999, 1, 1)))  # noqa: DTZ001 - made aware below
def test_an_instant_reads_back_and_orders_as_text(moment: dt.datetime) -> None:
    aware = moment.replace(tzinfo=dt.UTC, microsecond=moment.microsecond // 1000 * 1000)
    assert read_instant(instant(aware)) == aware
    later = aware + dt.timedelta(milliseconds=1)
    assert instant(aware) < instant(later)


def test_the_day_is_that_of_the_departement() -> None:
    late = FixedClock(dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC))
    assert today(late) == dt.date(2026, 11, 21)


def test_the_minute_is_that_of_the_departement_summer_and_winter() -> None:
    winter, summer = (FixedClock(dt.datetime(2026, month, 20, 23, 30, 59, tzinfo=dt.UTC)) for month in (1, 7))
    assert (this_minute(winter), this_minute(summer)) == ("2026-01-21T00:30", "2026-07-21T01:30")


def test_the_machine_tells_an_aware_time_that_runs() -> None:
    clock = SystemClock()
    assert clock.now().utcoffset() == dt.timedelta(0)
    assert clock.monotonic() <= clock.monotonic()
