"""One synchronisation: the changes go in, then the page comes out (decision 11).

Push and pull are two transactions. The first one's last statement takes the counter, so nothing
may follow it; and a page must never wait for a push that could not be taken.
"""

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import OperationalError

from domain.clock import instant, read_instant, today
from domain.exchange.v1 import VERSION, Digest, Page, Request, Response
from server.models import appareil, departement, journal
from server.models.base import snapshot
from server.serveur import Serveur
from server.services.appelants import Appelant
from server.services.departements import new_epoch
from server.services.empreintes import digest_of
from server.services.erreurs import MalformeError
from server.services.postes import revocation_of
from server.sync.curseur import Curseur
from server.sync.envoi import Envoi
from server.sync.reception import receive

_SEEN_EVERY_SECONDS = 300
_ATTEMPTS = 3


def synchronise(serveur: Serveur, appelant: Appelant, request: Request) -> Response:
    """Answer one request of a device. Raises what :func:`receive` raises, and MalformeError."""
    if request.device != appelant.appareil:
        raise MalformeError("Ce jeton est celui d’un autre poste.")
    if request.version != VERSION:
        raise MalformeError(f"Ce serveur ne parle que la version {VERSION} de l’échange.")
    answers = receive(serveur, appelant, request.changes, request.clock)
    acknowledged = max([appelant.dernier_n, *(answer.n for answer in answers)])
    if (word := revocation_of(serveur.secret, appelant)) is not None:
        now, page = instant(serveur.clock.now()), Page(request.cursor or "")
        return Response(appelant.epoque, now, acknowledged, page, answers=answers, revocation=word)
    for attempt in range(_ATTEMPTS):
        try:
            epoch, page, digest = _pull(serveur, appelant, request.cursor)
            break
        except OperationalError:  # two requests of one device at once: one of them reads again
            if attempt == _ATTEMPTS - 1:
                raise
    now = instant(serveur.clock.now())
    return Response(epoch, now, acknowledged, page, answers=answers, digest=digest)


def _pull(serveur: Serveur, appelant: Appelant, text: str | None) -> tuple[str, Page, Digest | None]:
    with snapshot(serveur.engine).begin() as connection:
        _note_visit(connection, serveur, appelant)
        cursor = Curseur.read(text, serveur.secret, appelant.appareil) or Curseur(appelant.epoque)
        if cursor.epoque != appelant.epoque or not _is_ours(connection, appelant, cursor):
            epoch = _current_epoch(connection, appelant, cursor)
            begin = Curseur(epoch).write(serveur.secret, appelant.appareil)
            return epoch, Page(begin, more=True), None
        day = today(serveur.clock, appelant.fuseau)
        page = Envoi(connection, appelant, cursor, day).page(serveur.secret)
        digest = None if page.more else digest_of(connection, appelant)
        return appelant.epoque, page, digest


def _is_ours(connection: Connection, appelant: Appelant, cursor: Curseur) -> bool:
    """Tell whether the line where the cursor stands is the one it was given for.

    A base put back from a backup has no such line, or has another under its number: the stamp is
    random and needs no trust in what was restored (decision 13).
    """
    if cursor.seq == 0:
        return True
    stamp = connection.execute(
        select(journal.c.stamp).where(
            journal.c.departement == appelant.departement,
            journal.c.seq == cursor.seq,
            journal.c.id == cursor.id,
        )
    ).scalar()
    return stamp == cursor.stamp


def _current_epoch(connection: Connection, appelant: Appelant, cursor: Curseur) -> str:
    """Return the epoch in which the device begins again; open one if it is the first to notice."""
    if cursor.epoque != appelant.epoque:
        return appelant.epoque
    mine = departement.c.code == appelant.departement
    connection.execute(
        update(departement).where(mine, departement.c.epoque == cursor.epoque).values(epoque=new_epoch())
    )
    return str(connection.execute(select(departement.c.epoque).where(mine)).scalar_one())


def _note_visit(connection: Connection, serveur: Serveur, appelant: Appelant) -> None:
    """Keep when the device was last seen, without a write at each of its requests."""
    now = serveur.clock.now()
    if (now - read_instant(appelant.vu_le)).total_seconds() < _SEEN_EVERY_SECONDS:
        return
    connection.execute(
        update(appareil)
        .where(appareil.c.departement == appelant.departement, appareil.c.id == appelant.appareil)
        .values(vu_le=instant(now))
    )
