"""SQLite only, for what is the same on both: import ``engine`` where the other would prove nothing more."""

import pytest
from sqlalchemy import Engine


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    return sqlite_engine
