"""One synchronisation: the changes go in, then the page comes out (decision 11).

Push and pull are two transactions. The first one's last statement takes the counter, so nothing
may follow it; and a page must never wait for a push that could not be taken.
"""

from dataclasses import replace
from functools import partial

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import OperationalError

from domain.clock import instant, read_instant, today
from domain.exchange.v1 import OLDEST, VERSION, Digest, Page, Proof, Request, Response, identity
from server.models import appareil, departement, journal
from server.models.base import snapshot
from server.serveur import Serveur
from server.services.appelants import Appelant
from server.services.departements import new_epoch
from server.services.empreintes import WIDE, digest_of
from server.services.erreurs import MalformeError
from server.services.postes import revocation_of
from server.sync.curseur import Curseur
from server.sync.envoi import Envoi
from server.sync.preuve import check, forget, prove, retire_the_rest
from server.sync.propres import Revisions, own_revisions
from server.sync.reception import receive

ANOTHER = (
    "Ce poste travaille avec un autre serveur que celui-ci\u00a0: rien n’a été échangé, "
    "et votre travail est gardé sur ce poste. Prévenez votre service informatique."
)
TOO_OLD = (
    "Cette version de Permanence est trop ancienne\u00a0: ce que vous écrivez est bien envoyé au serveur, "
    "mais plus rien n’en arrive ici. Faites mettre le programme à jour."
)
TOO_NEW = (
    "Le serveur n’est pas encore à jour\u00a0: ce que vous écrivez lui est bien envoyé, "
    "mais rien n’en arrive ici d’ici là. Prévenez votre service informatique."
)
_SEEN_EVERY_SECONDS = 300
_ATTEMPTS = 3


def synchronise(serveur: Serveur, appelant: Appelant, request: Request) -> Response:
    """Answer one request of a device. Raises what :func:`receive` raises, and MalformeError.

    The push of a program of any version is taken; only its pull may be refused, in words that it
    shows before anybody types (rule 18 of the lessons).
    """
    if request.device != appelant.appareil:
        raise MalformeError("Ce jeton est celui d’un autre poste.")
    if request.server not in ("", identity(appelant.departement, serveur.secret.signature_key)):
        raise MalformeError(ANOTHER)
    check(request.doubt)
    answers = receive(serveur, appelant, request.changes, request.clock)
    acknowledged = max([appelant.dernier_n, *(answer.n for answer in answers)])
    respond = partial(
        Response,
        now=instant(serveur.clock.now()),
        acknowledged=acknowledged,
        answers=answers,
        version=VERSION,
        oldest=OLDEST,
    )
    if (word := revocation_of(serveur.secret, appelant)) is not None:
        page = Page(request.cursor or "")
        return respond(appelant.epoque, page=page, revocation=word)
    if not OLDEST <= request.version <= VERSION:
        notice = TOO_OLD if request.version < OLDEST else TOO_NEW
        page = Page(request.cursor or "")
        return respond(appelant.epoque, page=page, notice=notice)
    own = own_revisions(request.changes, answers)
    for attempt in range(_ATTEMPTS):
        try:
            pulled = _pull(serveur, appelant, request, acknowledged, own)
            break
        except OperationalError:  # two requests of one device at once: one of them reads again
            if attempt == _ATTEMPTS - 1:
                raise
    epoch, page, digest, proof = pulled
    return respond(epoch, page=page, digest=digest, proof=proof)


def _pull(
    serveur: Serveur, appelant: Appelant, request: Request, acknowledged: int, own: Revisions
) -> tuple[str, Page, Digest | None, Proof | None]:
    """Prepare a page and what goes with it, all of one state of the base.

    A device that must begin again gets an empty page: until it asks with the new cursor, the answers
    to its changes and to its doubts come alone, and it keeps what it has.
    """
    day, doubt = today(serveur.clock, appelant.fuseau), request.doubt
    with snapshot(serveur.engine).begin() as connection:
        _note_visit(connection, serveur, appelant)
        known = Curseur.read(request.cursor, serveur.secret, appelant.appareil)
        cursor = known or Curseur(appelant.epoque)
        ours = _is_ours(connection, appelant, cursor, acknowledged)
        if cursor.epoque != appelant.epoque or not ours:
            epoch = _current_epoch(connection, appelant, cursor)
            begin = Curseur(epoch, n=acknowledged).write(serveur.secret, appelant.appareil)
            return (
                epoch,
                Page(begin, more=True),
                None,
                prove(connection, appelant, doubt, day, ahead=not ours),
            )
        again = doubt.again if doubt is not None else []
        forget(connection, appelant, again)
        cursor = replace(cursor, n=acknowledged)
        envoi = Envoi(connection, appelant, cursor, day, wide=WIDE in again, own=own)
        page = retire_the_rest(connection, appelant, envoi.page(serveur.secret), again, day)
        if page.more:
            return appelant.epoque, page, None, None
        digest = digest_of(connection, appelant)
        return appelant.epoque, page, digest, prove(connection, appelant, doubt, day)


def _is_ours(connection: Connection, appelant: Appelant, cursor: Curseur, acknowledged: int) -> bool:
    """Tell whether the line where the cursor stands is the one it was given for.

    A base put back from a backup has no such line, or has another under its number: the stamp is
    random and needs no trust in what was restored; or it has forgotten changes that it had answered
    to this very device (decision 13).
    """
    if cursor.n > acknowledged:
        return False
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
