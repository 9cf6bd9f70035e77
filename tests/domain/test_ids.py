import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

from domain.ids import Ids
from tests.domain.builders import FixedClock

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def test_an_identifier_is_a_uuid_of_version_7_that_holds_its_millisecond() -> None:
    made = uuid.UUID(Ids(FixedClock(NOON)).new())
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == int(NOON.timestamp() * 1000)


def test_identifiers_grow_even_when_the_clock_goes_back() -> None:
    clock = FixedClock(NOON)
    ids = Ids(clock)
    before = [ids.new() for _ in range(5000)]
    clock.moment = NOON - dt.timedelta(days=400)
    after = [ids.new() for _ in range(5000)]
    assert before + after == sorted({*before, *after})


def test_threads_never_make_the_same_identifier() -> None:
    ids = Ids(FixedClock(NOON))
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: ids.new(), range(4000)))
    assert len(set(made)) == 4000
