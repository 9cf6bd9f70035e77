"""The wire of a simulation: bytes really written and really read, on a network that fails.

Takes the place of the real transport below HTTP: what goes up are the headers and the bytes of the
request, what comes down those of the answer, or nothing, or half of them.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests

from desktop.sync.diagnostic import OFFLINE
from desktop.sync.transport import Reponse, Transport, UnreachableError
from domain.exchange.v1 import Request, Response
from server.api.compression import unpack
from tests.faults import versions
from tests.faults.fautes import Faute, Sort
from tests.faults.serveur import Central, ServeurTueError

KEPT = 4
OK, SYNC = 200, "/sync"
STATEMENTS = 70  # of a request, about: where the server may die
Demande = tuple[str, str, dict[str, str], bytes]


class Fil(Transport):
    """One laptop's way to the server.

    ``avant``: what is looked at when a request leaves; ``pendant``: what happens while the answer comes.
    """

    def __init__(self, central: Central, sort: Sort) -> None:
        super().__init__(central.url)
        self._central = central
        self._sort = sort
        self._vieilles: list[Demande] = []
        self.age: Faute | None = None  # CLIENT_ANCIEN or CLIENT_RECENT, beside its server
        self.inconnus: dict[str, str] = {}  # what the server was sent, and does not know
        self.avant: Callable[[], None] = lambda: None
        self.pendant: Callable[[], None] = lambda: None

    def _exchange(self, prepared: requests.PreparedRequest, up: int) -> Reponse:  # noqa: ARG002 - the real one's
        self.avant()
        frappe, alea = self._sort.frappe, self._sort.alea
        sent: Any = prepared.body
        body: bytes = sent.read() if hasattr(sent, "read") else b""
        path = urlsplit(str(prepared.url)).path
        demande = self._vieillir(str(prepared.method), path, {**prepared.headers}, body)
        if frappe(Faute.COUPURE_AVANT, 0.15):
            raise UnreachableError(OFFLINE)
        if self._vieilles and frappe(Faute.ANCIENNE, 0.1):
            self._central.repondre(*alea.choice(self._vieilles))
        self._vieilles = [*self._vieilles, demande][-KEPT:]
        answer = self._passer(demande)
        if frappe(Faute.REPETITION, 0.15):
            again = self._passer(demande)
            answer = again if alea.random() < 0.5 else answer
        if frappe(Faute.RETARD, 0.4):
            self.pendant()
        if frappe(Faute.COUPURE_APRES, 0.25):
            raise UnreachableError(OFFLINE)
        if answer.body and frappe(Faute.TRONQUEE, 0.15):
            return Reponse(answer.status, answer.headers, answer.body[: alea.randrange(len(answer.body))])
        return answer

    def _passer(self, demande: Demande) -> Reponse:
        meurt = self._sort.alea.randrange(STATEMENTS) if self._sort.frappe(Faute.SERVEUR_TUE, 0.15) else -1
        try:
            recu = self._central.repondre(*demande, meurt=meurt)
        except ServeurTueError:
            raise UnreachableError(OFFLINE) from None
        headers = recu.headers or {}
        if self.age is None or demande[1] != SYNC or recu.status != OK:
            return Reponse(recu.status, headers, recu.body)
        response = msgspec.json.decode(unpack(recu.body, headers.get("content-encoding", "")), type=Response)
        if self.age is Faute.CLIENT_ANCIEN:
            response = versions.avec_la_sorte(response, self._central.tenus(self.token))
        else:
            sent = {f"{versions.CHAMP} {answer.id}" for answer in response.answers}
            written = unpack(demande[3], demande[2].get("Content-Encoding", "")).decode()
            self.inconnus |= {mot: "a later program" for mot in sent if mot in written}
        content = msgspec.json.encode(response)
        plain = {name: value for name, value in headers.items() if name != "content-encoding"}
        return Reponse(recu.status, plain | {"content-length": str(len(content))}, content)

    def _vieillir(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Demande:
        if self.age is not Faute.CLIENT_RECENT or path != SYNC:
            return method, path, headers, body
        request = msgspec.json.decode(unpack(body, headers.pop("Content-Encoding", "")), type=Request)
        content = msgspec.json.encode(versions.avec_le_champ(request))
        return method, path, headers | {"Content-Length": str(len(content))}, content
