"""Many writers and readers on a real PostgreSQL: no cursor steps over a commit; broken counters are found."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Connection, Engine, insert, select, text, tuple_

from server.models import journal
from tests.server.clocks import StoppedClock
from tests.server.conftest import postgresql_engine
from tests.server.monde import Monde, build_serveur

__all__ = ["postgresql_engine"]
WRITERS, EACH, READERS = 8, 20, 3
Lines = Iterable[dict[str, Any]]
pytestmark = pytest.mark.postgresql


def follow(engine: Engine, finished: threading.Event) -> list[str]:
    """Read the journal from where one is, again and again, as a device does; return what was seen."""
    seen: list[str] = []
    cursor = (0, 0)
    while True:
        last = finished.is_set()
        with engine.connect() as connection:
            lines = connection.execute(
                select(journal.c.seq, journal.c.id, journal.c.record)
                .where(tuple_(journal.c.seq, journal.c.id) > cursor)
                .order_by(journal.c.seq, journal.c.id)
            ).all()
        if lines:
            cursor = (lines[-1].seq, lines[-1].id)
            seen += [line.record for line in lines]
        if last:
            return seen


def missed(engine: Engine) -> tuple[int, list[int]]:
    """Write and read all at once; return how many lines were missed, or not written; and the numbers."""
    monde = Monde(build_serveur(engine, StoppedClock()), "")
    dossiers = [monde.dossier() for _ in range(WRITERS)]
    finished = threading.Event()

    def write(dossier: str) -> None:
        for _ in range(EACH):
            with monde.writing() as ecriture:
                ecriture.creer("entretien", {"lieu": "cms"}, dossier=dossier)

    with ThreadPoolExecutor(WRITERS + READERS) as pool:
        readers = [pool.submit(follow, engine, finished) for _ in range(READERS)]
        writers = [pool.submit(write, dossier) for dossier in dossiers]
        wait(writers)
        finished.set()
        seen = [reader.result() for reader in readers]
        trips = [writer.exception() for writer in writers]
    with engine.connect() as connection:
        everything = set(connection.execute(select(journal.c.record)).scalars())
        numbers = list(connection.execute(select(journal.c.seq).distinct().order_by(journal.c.seq)).scalars())
    lost = sum(len(everything - set(one)) for one in seen)
    return lost + sum(trip is not None for trip in trips), numbers


def test_no_cursor_steps_over_a_commit(postgresql_engine: Engine) -> None:
    """Lesson 3: many writers, many readers, no number without its line and no line unseen."""
    lost, numbers = missed(postgresql_engine)
    assert lost == 0
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > WRITERS * EACH


def plain_sequence(connection: Connection, code: str, lines: Lines) -> int:
    """Take the number from a sequence: nobody waits, and who commits late has a smaller one."""
    seq = int(connection.execute(text("SELECT 1000 + nextval('compteur')")).scalar_one())
    return _append(connection, code, seq, lines)


def counter_read_without_lock(connection: Connection, code: str, lines: Lines) -> int:
    """Read the greatest number there is and take the next: two do so at once."""
    seq = 1 + int(connection.execute(text("SELECT coalesce(max(seq), 0) FROM journal")).scalar_one())
    return _append(connection, code, seq, lines)


def _append(connection: Connection, code: str, seq: int, lines: Lines) -> int:
    rows = [{"departement": code, "seq": seq, **line} for line in lines]
    connection.execute(insert(journal), rows)
    connection.execute(text("SELECT pg_sleep(random() * 0.01)"))  # a commit takes its time
    return seq


@pytest.mark.parametrize("broken", [plain_sequence, counter_read_without_lock])
def test_a_broken_counter_is_found(postgresql_engine: Engine, broken: Callable[..., int]) -> None:
    """Lesson 3, broken on purpose: readers miss lines, or writers trip over each other."""
    with postgresql_engine.begin() as connection:
        connection.execute(text("CREATE SEQUENCE compteur"))
    with patch("server.services.ecriture.append_to_journal", broken):
        lost, _ = missed(postgresql_engine)
    assert lost > 0
