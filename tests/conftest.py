"""What holds for the whole suite: no display needed, and no warning that nobody looked at.

Qt's own messages (``qt_log_level_fail``), Python's warnings (``filterwarnings = error``) and the
exceptions of slots (pytest-qt) already fail a test; the guard here adds the product's own log. A
test that means a warning to be logged asks for ``caplog`` and looks at it.
"""

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from desktop.models import migrations
from tests import forme

settings.register_profile("maison", deadline=None)  # no test is timed: a machine may be busy
settings.load_profile("maison")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

OURS = ("domain", "desktop", "server", "permanence")


class _Kept(logging.Handler):
    """Keeps what our own loggers warn of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(OURS):
            self.said.append(f"{record.name}: {record.getMessage()}")


def pytest_configure() -> None:
    """Give every new replica the shape of the first (``tests.forme``)."""
    migrations.upgrade = forme.upgrade


@pytest.fixture(autouse=True)
def no_unexpected_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test during which the product logged a warning that the test does not look at."""
    kept = _Kept()
    logging.getLogger().addHandler(kept)
    yield
    logging.getLogger().removeHandler(kept)
    if "caplog" not in request.fixturenames:
        assert not kept.said
