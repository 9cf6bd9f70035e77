from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from server.models.base import open_engine
from server.serveur import Serveur
from tests import postgresql
from tests.server.bases import of_postgresql, of_sqlite, skip_without_postgresql
from tests.server.clocks import StoppedClock
from tests.server.monde import Monde, build_serveur

BASES = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgresql),
]


@pytest.fixture(params=BASES)
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table, of each of the two kinds."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'vide.sqlite3'}")
        yield engine
        engine.dispose()
        return
    skip_without_postgresql()
    with postgresql.start().database("template1") as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def postgresql_engine() -> Iterator[Engine]:
    """A migrated database on PostgreSQL, for what only concurrency shows."""
    skip_without_postgresql()
    with of_postgresql().lent() as engine:
        yield engine


@pytest.fixture
def sqlite_engine() -> Iterator[Engine]:
    """A migrated database in one file."""
    with of_sqlite().lent() as engine:
        yield engine


@pytest.fixture(params=BASES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """A migrated database, of each of the two kinds."""
    found = request.getfixturevalue(f"{request.param}_engine")
    assert isinstance(found, Engine)
    return found


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def serveur(engine: Engine, clock: StoppedClock, tmp_path: Path) -> Serveur:
    """A server with one département, 07."""
    return build_serveur(engine, clock, tmp_path / "contenus")


@pytest.fixture
def monde(serveur: Serveur) -> Iterator[Monde]:
    """A server that answers over HTTP, and ways to people it."""
    with Monde.serving(serveur) as monde:
        yield monde
