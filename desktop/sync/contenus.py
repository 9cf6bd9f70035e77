"""Moving the contents of documents, one piece per call, after the records; knows nothing of Qt.

A piece is a request of its own, small enough to pass in a few seconds on the line at hand, so that
a synchronisation of records may always pass between two. How far each content is lies in the replica
and in its own file: a kill, a cut or a lock anywhere here costs one piece.
"""

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Final

from sqlalchemy import Connection, insert

from desktop.models import contenus
from desktop.models.changes import Changes
from desktop.models.contenus import Etape, Line, Sens
from desktop.models.replique import Replique
from desktop.models.tables import recu
from desktop.sync.bilan import Bilan
from desktop.sync.transport import AnsweredError, Transport, UnreachableError
from desktop.vault.contenus import CHUNK, Cle, Coffre, DamagedContentError, Entree
from domain.clock import Clock, instant
from domain.ids import Ids

PIECE_MIN: Final = CHUNK
PIECE_MAX: Final = 256 * 1024
QUICK_SECONDS, SLOW_SECONDS = 2.0, 6.0
"""Below, the next piece is twice as large; above, half: a piece is what keeps the records waiting."""
RESTARTS: Final = 3
NO_ROOM = "Plus assez de place sur ce poste pour ce document."
DAMAGED = "Le fichier est abîmé sur ce poste."
DIFFERENT = "Le contenu reçu n’est pas celui qui était annoncé."
_GONE, _RESUME, _TOO_BIG, _REFUSED = 404, 409, 413, 422
_log = logging.getLogger(__name__)


class Contenus:
    """Sends and fetches; made for one connection to the server, used from one thread."""

    def __init__(self, replique: Replique, transport: Transport, clock: Clock, ids: Ids) -> None:
        self._replique = replique
        self._transport = transport
        self._clock = clock
        self._ids = ids
        self._coffre = Coffre.beside(replique.path, replique.derive(b"contenus"))
        self._piece = 4 * CHUNK
        self._passed: set[str] = set()  # what cannot go on before the next run
        self._restarts: dict[str, int] = {}
        self._entree: tuple[str, Entree] | None = None
        self._bilan: Bilan | None = None

    def commencer(self) -> bool:
        """Begin after a run of the records; tell whether there is anything to move.

        What no document names any more is erased here, and what the server has lost is offered again.
        """
        self._passed, self._entree = set(), None
        with self._replique.read() as connection:
            gone, again = contenus.due(connection, self._clock.now())
            wanted = contenus.automatic(connection, self._clock)
        if gone or again or wanted:
            self._write(lambda connection: self._tidy(connection, gone, again, wanted))
        self._coffre.balayer(self._kept)  # what a kill left, what was in a dossier that has left
        return self._next() is not None

    def _kept(self) -> list[Cle]:
        with self._replique.read() as connection:
            return [Cle(*key) for key in contenus.kept(connection)]

    def morceau(self) -> bool:
        """Move one piece; tell whether another waits.

        Raises UnreachableError (later), AnsweredError (401, 403: who are you?), RefusedError (the disk).
        """
        line = self._next()
        if line is None:
            self.finir()
            return False
        began = self._clock.monotonic()
        try:
            if line.sens == Sens.ENVOI:
                self._send(line)
            else:
                self._receive(line)
        except UnreachableError as error:
            if error.moindre:
                self._adapt(slower=True)
            self.finir()
            raise
        except AnsweredError as error:
            self._answered(line, error)
        else:
            self._pace(self._clock.monotonic() - began)
        return True

    def finir(self) -> None:
        """Write the receipt of what has moved, if anything went through whole."""
        bilan, self._bilan = self._bilan, None
        if bilan is None:
            return
        bilan.fin = instant(self._clock.now())

        def work(connection: Connection) -> tuple[None, Changes]:
            connection.execute(insert(recu).values(id=self._ids.new(), fin=bilan.fin, contenu=asdict(bilan)))
            return None, Changes()

        self._write(work)

    def _next(self) -> Line | None:
        """Return what to move next: what is born here goes first, nobody else has it."""
        with self._replique.read() as connection:
            for waiting in (contenus.to_send, contenus.to_receive):
                if lines := waiting(connection, self._passed):
                    return lines[0]
        return None

    def _send(self, line: Line) -> None:
        octets = self._read(line)
        if octets is None:
            return
        headers = {"Upload-Offset": str(line.fait), "Content-Type": "application/octet-stream"}
        answer = self._transport.echanger("PUT", f"/contenus/{line.document}", octets, headers)
        held = json.loads(answer.body)
        if held["complet"]:
            self._finished(line)
        elif line.fait < held["recu"] <= line.taille:
            self._note(line, fait=held["recu"])
        else:
            self._passed.add(line.document)

    def _read(self, line: Line) -> bytes | None:
        """Return the next piece; none if the file does not give it, which is then said."""
        octets = bytearray()
        try:
            for chunk in self._coffre.lire(Cle(line.dossier, line.empreinte), line.fait):
                octets += chunk
                if len(octets) >= self._piece:
                    break
        except (DamagedContentError, OSError) as error:
            _log.error("a content cannot be read here: %s", type(error).__name__)
            self._note(line, etat=Etape.REFUSE, motif=DAMAGED)
            return None
        return bytes(octets[: self._piece])

    def _receive(self, line: Line) -> None:
        try:
            entree = self._opened(line)
            if entree.fait < line.taille:
                entree.ajouter(self._fetch(line, entree.fait))
            if entree.fait < line.taille:
                self._note(line, fait=entree.fait)
                return
            self._entree = None
            entree.terminer()
        except DamagedContentError:
            self._restart(line, DIFFERENT)
        except OSError as error:
            _log.warning("no room for a content: %s", type(error).__name__)
            self._entree = None
            self._passed.add(line.document)
            self._note(line, motif=NO_ROOM)
        else:
            self._finished(line)

    def _opened(self, line: Line) -> Entree:
        """Return the file on its way, sounded once and not at each piece."""
        if self._entree is None or self._entree[0] != line.document:
            self._entree = (
                line.document,
                self._coffre.recevoir(Cle(line.dossier, line.empreinte), line.taille),
            )
        return self._entree[1]

    def _fetch(self, line: Line, start: int) -> bytes:
        last = min(start + self._piece, line.taille) - 1
        headers = {"Range": f"bytes={start}-{last}"}
        answer = self._transport.echanger("GET", f"/contenus/{line.document}", b"", headers)
        if not answer.headers.get("content-range", "").startswith(f"bytes {start}-"):
            raise DamagedContentError("another part than the one asked for")
        return answer.body

    def _answered(self, line: Line, error: AnsweredError) -> None:
        """Do what the server says instead of yes."""
        attendu = error.data.get("attendu")
        if error.status == _RESUME and isinstance(attendu, int) and 0 <= attendu <= line.taille:
            if attendu == 0:
                self._restart(line, error.message)
            elif attendu == line.fait:
                self._passed.add(line.document)
            else:
                self._note(line, fait=attendu)
        elif error.status == _TOO_BIG and self._piece > PIECE_MIN:
            self._adapt(slower=True)
        elif error.status in {_TOO_BIG, _REFUSED}:
            self._note(line, etat=Etape.REFUSE, motif=error.message)
        elif error.status == _GONE and line.sens == Sens.RECEPTION:
            self._write(lambda connection: _forget(connection, line))
        elif error.status == _GONE:
            self._passed.add(line.document)
        else:
            self.finir()
            raise error

    def _restart(self, line: Line, motif: str) -> None:
        """Begin a content again; not for ever."""
        self._entree = None
        self._restarts[line.document] = self._restarts.get(line.document, 0) + 1
        if self._restarts[line.document] >= RESTARTS:
            self._note(line, fait=0, etat=Etape.REFUSE, motif=motif)
        else:
            self._note(line, fait=0)

    def _finished(self, line: Line) -> None:
        if self._bilan is None:
            self._bilan = Bilan(debut=instant(self._clock.now()))
        self._bilan.note_contenu(line.dossier, line.taille, sent=line.sens == Sens.ENVOI)
        self._note(line, fait=line.taille, etat=Etape.FINI, motif="")

    def _pace(self, seconds: float) -> None:
        if seconds < QUICK_SECONDS:
            self._adapt(slower=False)
        elif seconds > SLOW_SECONDS:
            self._adapt(slower=True)

    def _adapt(self, *, slower: bool) -> None:
        size_ = self._piece // 2 if slower else self._piece * 2
        self._piece = min(PIECE_MAX, max(PIECE_MIN, size_))

    def _tidy(
        self, connection: Connection, gone: Iterable[str], again: Iterable[str], wanted: Iterable[str]
    ) -> tuple[None, Changes | None]:
        contenus.forget(connection, gone)
        for document in again:
            contenus.note(connection, document, sens=Sens.ENVOI, fait=0, etat=Etape.A_FAIRE)
        contenus.ask(connection, wanted, instant(self._clock.now()))
        return None, Changes()

    def _note(self, line: Line, **values: object) -> None:
        def work(connection: Connection) -> tuple[None, Changes]:
            contenus.note(connection, line.document, **values)
            return None, Changes(dossiers=frozenset({line.dossier}))

        self._write(work)

    def _write(self, work: Callable[[Connection], tuple[None, Changes | None]]) -> None:
        self._replique.ecrivain.submit(work).result()


def _forget(connection: Connection, line: Line) -> tuple[None, Changes]:
    contenus.forget(connection, [line.document])
    return None, Changes(dossiers=frozenset({line.dossier}))
