"""Many writers and a reader on a real PostgreSQL: what only concurrency can break."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from domain.exchange.v1 import Op, Outcome
from server.models import RECORDS, journal
from tests.server.clocks import StoppedClock
from tests.server.monde import Monde, build_serveur

WRITERS, EACH = 6, 40


def test_a_reader_that_follows_the_cursor_never_misses_a_commit(postgresql_engine: Engine) -> None:
    """Lesson 3: order of numbers is order of commits."""
    with Monde.serving(build_serveur(postgresql_engine, StoppedClock())) as monde:
        monde.compte("alix")
        reader = monde.device("alix")
        dossiers = [monde.dossier(reader.compte["id"]) for _ in range(WRITERS)]
        reader.sync()
        finished = threading.Event()

        def write(dossier: str) -> list[str]:
            device = monde.device("alix")
            written = []
            for _ in range(EACH):
                record = device.ids.new()
                change = device.change("entretien", record, {"lieu": "cms"}, op=Op.CREATE, dossier=dossier)
                assert device.post(change).status_code == 200
                written.append(record)
            return written

        def follow() -> set[str]:
            seen: set[str] = set()
            while True:
                last = finished.is_set()
                for rows in reader.exchange().page.rows:
                    seen.update(str(row[0]) for row in rows.rows if rows.kind == "entretien")
                if last:
                    return seen

        with ThreadPoolExecutor(WRITERS + 1) as pool:
            following = pool.submit(follow)
            writing = [pool.submit(write, dossier) for dossier in dossiers]
            written = {record for each in writing for record in each.result()}
            finished.set()
            assert following.result() == written
        assert len(written) == WRITERS * EACH
        reader.sync()
        assert reader.held() == reader.digest
    with postgresql_engine.connect() as connection:
        numbers = list(connection.execute(select(journal.c.seq).distinct().order_by(journal.c.seq)).scalars())
    assert numbers == list(range(1, len(numbers) + 1)), "numbers without gaps"


def test_a_number_is_not_given_while_a_smaller_one_is_uncommitted(postgresql_engine: Engine) -> None:
    """Lesson 3: who would overtake waits for the commit; no cursor steps over it."""
    with Monde.serving(build_serveur(postgresql_engine, StoppedClock())) as monde:
        monde.compte("alix")
        reader = monde.device("alix")
        dossier = monde.dossier(reader.compte["id"])
        reader.sync()
        with monde.writing() as slow:
            entretien = slow.creer("entretien", {"lieu": "cms"}, dossier=dossier)
            first = slow.terminer()
            with pytest.raises(OperationalError, match="lock timeout"):
                _write_at_once(monde)
            reader.sync()
            assert ("entretien", entretien) not in reader.rows
        reader.sync()
        assert reader.rows["entretien", entretien]["lieu"] == "cms"
        with monde.writing() as fast:
            fast.creer("entretien", {}, dossier=dossier)
            assert fast.terminer() == (first or 0) + 1


def _write_at_once(monde: Monde) -> None:
    """Write in another transaction, which gives up rather than wait."""
    with monde.writing() as hurried:
        hurried._connection.exec_driver_sql("SET LOCAL lock_timeout = '100ms'")
        hurried.creer("reglage", {"nom": "essai", "valeur": 1, "revision": 9})
        hurried.terminer()


def test_two_devices_editing_the_same_record_lose_nothing(postgresql_engine: Engine) -> None:
    """Lesson 7: the record is locked before it is read for a merge."""
    with Monde.serving(build_serveur(postgresql_engine, StoppedClock())) as monde:
        monde.compte("alix")
        first = monde.device("alix")
        dossier = monde.dossier(first.compte["id"])
        fields = ("suite", "lieu", "vecteur", "type", "realisation", "duree")
        record = first.ids.new()
        first.push(first.change("entretien", record, {}, op=Op.CREATE, dossier=dossier))

        def edit(field: str) -> list[Outcome]:
            device = monde.device("alix")
            outcomes = []
            was: str | int | None = None
            for count in range(1, 11):
                value: str | int = count if field == "duree" else f"valeur {count}"
                outcomes += [
                    answer.outcome
                    for answer in device.push(
                        device.change("entretien", record, {field: value}, was={field: was}, dossier=dossier)
                    )
                ]
                was = value
            return outcomes

        with ThreadPoolExecutor(len(fields)) as pool:
            outcomes = {outcome for each in pool.map(edit, fields) for outcome in each}
        assert outcomes <= {Outcome.APPLIED, Outcome.MERGED}
    with postgresql_engine.connect() as connection:
        row = connection.execute(select(RECORDS["entretien"])).one()
    assert (row.rev, row.duree, row.suite) == (61, 10, "valeur 10")


def test_two_devices_creating_the_same_record_both_get_an_answer(postgresql_engine: Engine) -> None:
    with Monde.serving(build_serveur(postgresql_engine, StoppedClock())) as monde:
        monde.compte("alix")
        devices = [monde.device("alix") for _ in range(4)]
        dossier = monde.dossier(devices[0].compte["id"])
        for _ in range(10):
            record = devices[0].ids.new()
            barrier = threading.Barrier(len(devices))

            def create(index: int, record: str = record, barrier: threading.Barrier = barrier) -> Outcome:
                device = devices[index]
                change = device.change(
                    "entretien", record, {"lieu": "cms", "duree": index}, op=Op.CREATE, dossier=dossier
                )
                barrier.wait()
                return device.push(change)[0].outcome

            with ThreadPoolExecutor(len(devices)) as pool:
                outcomes = sorted(pool.map(create, range(len(devices))))
            assert outcomes == ["applied", "conflict", "conflict", "conflict"]
