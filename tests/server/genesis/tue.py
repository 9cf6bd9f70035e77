"""A pouring that is killed, for good, when it is about to run a statement that holds what it is told.

``python -m tests.server.genesis.tue BASE EXTRAIT MOTS``; ``COMMIT`` kills it just before it commits.
"""

import datetime as dt
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event

from domain.ids import Ids
from server.genesis.deversement import Demande, deverser
from server.models.base import open_engine
from tests.server.clocks import StoppedClock
from tests.server.genesis.extraits import correspondance


def tuer(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(base: str, extrait: str, mots: str) -> None:
    engine, clock = open_engine(base), StoppedClock()

    def surveiller(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if mots in statement:
            tuer()

    event.listen(engine, "before_cursor_execute", surveiller)
    if mots == "COMMIT":
        event.listen(engine, "commit", tuer)
    demande = Demande("07", correspondance(), dt.date(2026, 11, 20), confirmer=True)
    deverser(engine, Path(extrait).read_bytes(), demande, clock=clock, ids=Ids(clock))


if __name__ == "__main__":
    main(*sys.argv[1:])
