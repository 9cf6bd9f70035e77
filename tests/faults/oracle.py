"""What is owed to those who typed: each word once on the server, in a row or set aside for somebody."""

import json

from sqlalchemy import Connection, select

from server.models import RECORDS
from tests.faults.constats import DoubleError, PerteError
from tests.faults.gestes import WRITTEN
from tests.faults.serveur import Central


def mis_de_cote(connection: Connection) -> str:
    """Return all that the server keeps for a person to take up, or has kept, as one text."""
    champs = connection.execute(select(RECORDS["reprise"].c.champs)).scalars()
    return json.dumps(champs.all(), ensure_ascii=False)


def juger(central: Central, du: dict[str, str]) -> None:
    """Look for each word owed. Raises PerteError, DoubleError."""
    with central.lire() as connection:
        kept = mis_de_cote(connection)
        shown = [
            value
            for kind, names in WRITTEN.items()
            for row in connection.execute(
                select(*(RECORDS[kind].c[name] for name in names)).where(RECORDS[kind].c.supprime.is_(False))
            )
            for value in row
            if value is not None
        ]
    there = set(shown)
    lost = {mot: where for mot, where in du.items() if mot not in there and f'"{mot}"' not in kept}
    if lost:
        raise PerteError(str(lost))
    doubled = {mot: where for mot, where in du.items() if mot in there and shown.count(mot) > 1}
    if doubled:
        raise DoubleError(str(doubled))
