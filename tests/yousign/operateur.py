"""A stand-in for Yousign that speaks its published API over real HTTP, and plays the person who signs.

It refuses what the published API refuses (``fiches``): a wrong key, a missing field, a telephone that
is not E.164, calls out of their order. It breaks on demand (:class:`Panne`), and sends its news as the
real one does, signed, in a first call that waits one second.
"""

import asyncio
import hashlib
import hmac
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

import requests
import uvicorn

from domain.clock import SystemClock
from domain.ids import Ids
from tests.yousign.fiches import ANNULATION, CHAMP, DEMANDE, DOCUMENT, IDENTITE, SIGNATAIRE, fautes

IDS = Ids(SystemClock())
CODE = "482913"
NO_PHONE = [{"name": "info.phone_number", "reason": "not valid"}]
SIGNED = b"\n% signed\n%%EOF\n"
_ROUTES = (
    ("POST", r"/signature_requests", "creer"),
    ("GET", r"/signature_requests/([^/]+)", "lire"),
    ("DELETE", r"/signature_requests/([^/]+)", "supprimer"),
    ("POST", r"/signature_requests/([^/]+)/documents", "deposer"),
    ("POST", r"/signature_requests/([^/]+)/signers", "ajouter"),
    ("GET", r"/signature_requests/([^/]+)/signers", "signataires"),
    ("GET", r"/signature_requests/([^/]+)/signers/([^/]+)", "signataire"),
    ("POST", r"/signature_requests/([^/]+)/activate", "activer"),
    ("POST", r"/signature_requests/([^/]+)/cancel", "annuler"),
    ("GET", r"/signature_requests/([^/]+)/documents/download", "telecharger"),
)
NO_CONTENT = 204
Json = dict[str, Any]


@dataclass
class Panne:
    """What goes wrong at a step, so many times.

    ``500``, ``429``: answered, and nothing done; ``500 après``: done, then answered so; ``coupé``: done,
    and half of the answer; ``muet``: done, and no answer until ``Operateur.reprendre``.
    """

    etape: str
    sorte: str
    fois: int = 1


@dataclass
class Requete:
    """A signature request as the operator holds it."""

    id: str
    body: Json
    status: str = "draft"
    pdf: bytes = b""
    document: str = ""
    signer: Json = field(default_factory=dict)
    signed_at: str | None = None


@dataclass
class Reponse:
    """What goes back; ``coupe``: only half of it."""

    status: int
    content: bytes
    kind: bytes
    coupe: bool


class RefusError(Exception):
    """An answer that is no."""

    def __init__(self, status: int, kind: str, params: list[dict[str, str]] | None = None) -> None:
        super().__init__(kind)
        self.status = status
        self.problem: Json = {"type": kind, "detail": "Refused by the stand-in."}
        if params:
            self.problem["invalid_params"] = params


class Operateur:
    """The operator, its clients’ requests, and the telephones of those who sign."""

    def __init__(self) -> None:
        self.cle, self.secret = f"cle-{IDS.new()}", f"secret-{IDS.new()}"
        self.url = ""
        self.webhook = ""  # where its news go; nowhere if ''
        self.requetes: dict[str, Requete] = {}
        self.sans_sms: set[str] = set()  # numbers that receive none
        self.sms: list[tuple[str, str]] = []
        self.pannes: list[Panne] = []
        self.appels: list[str] = []
        self.fois = 1  # how many times each piece of news is sent
        self.recues: list[int] = []  # what was answered to its news
        self.pendant: dict[str, Callable[[], object]] = {}  # what happens during a step, before its answer
        self._resume = threading.Event()

    # --- the person, and time -------------------------------------------------------------------

    @property
    def seule(self) -> Requete:
        """Return the one request that is open."""
        (only,) = [each for each in self.requetes.values() if each.status == "ongoing"]
        return only

    def demander_le_code(self, requete: Requete) -> str:
        """Read to the end and ask for the code: it goes to the telephone."""
        assert requete.status == "ongoing"
        assert requete.signer["signature_authentication_mode"] == "otp_sms"
        self.sms.append((requete.signer["info"]["phone_number"], CODE))
        return CODE

    def signer(self, requete: Requete | None = None, code: str | None = None, at: str | None = None) -> None:
        """Type the code: signed if it is the one that was sent."""
        mine = requete or self.seule
        typed = code or self.demander_le_code(mine)
        if (mine.signer["info"]["phone_number"], typed) not in self.sms:
            return
        mine.status, mine.signed_at = "done", at
        self.avertir("signer.done", mine)
        self.avertir("signature_request.done", mine)

    def refuser(self, requete: Requete | None = None) -> None:
        mine = requete or self.seule
        assert mine.body["signers_allowed_to_decline"]
        mine.status = "declined"
        self.avertir("signature_request.declined", mine)

    def expirer(self, requete: Requete | None = None) -> None:
        mine = requete or self.seule
        mine.status = "expired"
        self.avertir("signature_request.expired", mine)

    def avertir(self, event: str, requete: Requete) -> None:
        """Send a piece of news, as many times as ``fois`` says."""
        body = self.nouvelle(event, requete)
        for _ in range(self.fois if self.webhook else 0):
            answer = requests.post(self.webhook, data=body, headers=self.entetes(body), timeout=1)
            self.recues.append(answer.status_code)

    def nouvelle(self, event: str, requete: Requete) -> bytes:
        said = {
            "event_id": IDS.new(),
            "event_name": event,
            "event_time": "1795161600",
            "subscription_id": "abonnement",
            "subscription_description": "Permanence",
            "sandbox": True,
            "data": {"signature_request": self._public(requete)},
        }
        return json.dumps(said).encode()

    def entetes(self, body: bytes, secret: str | None = None) -> dict[str, str]:
        made = hmac.new((secret or self.secret).encode(), body, hashlib.sha256).hexdigest()
        return {
            "Content-Type": "application/json",
            "User-Agent": "Yousign Webhook Bot",
            "X-Yousign-Signature-256": f"sha256={made}",
            "X-Yousign-Retry": "0",
        }

    def reprendre(self) -> None:
        """Answer at last what was kept waiting."""
        self._resume.set()

    # --- its doors ------------------------------------------------------------------------------

    def creer(self, _: Json, body: Json) -> tuple[int, Json]:
        self._check(DEMANDE, body)
        made = Requete(IDS.new(), body)
        self.requetes[made.id] = made
        return 201, self._public(made)

    def deposer(self, where: Json, body: Json) -> tuple[int, Json]:
        made = self._in(where, "draft")
        self._check(DOCUMENT, body)
        made.pdf, made.document = body["file"], IDS.new()
        return 201, {"id": made.document, "nature": body["nature"], "content_type": "application/pdf"}

    def ajouter(self, where: Json, body: Json) -> tuple[int, Json]:
        made = self._in(where, "draft")
        self._check(SIGNATAIRE, body)
        self._check(IDENTITE, body["info"], "info.")
        if body.get("signature_authentication_mode") == "otp_sms" and "phone_number" not in body["info"]:
            raise RefusError(400, "parameters_not_valid", NO_PHONE)
        if body["info"].get("phone_number") in self.sans_sms:
            raise RefusError(400, "parameters_not_valid", NO_PHONE)
        for each in body.get("fields", []):
            self._check(CHAMP, each, "fields.")
            if each["document_id"] != made.document:
                raise RefusError(404, "resource.not_found")
        made.signer = {"id": IDS.new(), "status": "initiated", **body}
        return 201, made.signer | {"signature_link": None}

    def activer(self, where: Json, _: Json) -> tuple[int, Json]:
        made = self._in(where, "draft")
        if not made.document or not made.signer.get("fields"):
            raise RefusError(400, "signature_request.missing_signer_or_document")
        made.status = "ongoing"
        return 201, self._public(made)

    def annuler(self, where: Json, body: Json) -> tuple[int, Json]:
        made = self._in(where, "ongoing", "approval")
        self._check(ANNULATION, body)
        made.status = "canceled"
        return 201, self._public(made)

    def supprimer(self, where: Json, _: Json) -> tuple[int, Json]:
        made = self._in(where, "draft", "done", "declined", "expired", "canceled")
        del self.requetes[made.id]
        return 204, {}

    def lire(self, where: Json, _: Json) -> tuple[int, Json]:
        return 200, self._public(self._in(where))

    def signataires(self, where: Json, _: Json) -> tuple[int, Any]:
        return 200, [self._signer(self._in(where))]

    def signataire(self, where: Json, _: Json) -> tuple[int, Json]:
        made = self._in(where)
        if where["2"] != made.signer.get("id"):
            raise RefusError(404, "resource.not_found")
        return 200, self._signer(made) | ({"signed_at": made.signed_at} if made.signed_at else {})

    def telecharger(self, where: Json, _: Json) -> tuple[int, bytes]:
        made = self._in(where)
        if made.status != "done":
            raise RefusError(400, "document.unable_to_download_signature_request_not_in_done")
        return 200, made.pdf + SIGNED

    def _in(self, where: Json, *status: str) -> Requete:
        made = self.requetes.get(where["1"])
        if made is None:
            raise RefusError(404, "resource.not_found")
        if status and made.status not in status:
            raise RefusError(400, "signature_request.status_not_compatible")
        return made

    @staticmethod
    def _check(fiche: Any, body: Json, before: str = "") -> None:  # noqa: ANN401 - one of ``fiches``
        if wrong := fautes(fiche, body, before):
            raise RefusError(400, "parameters_not_valid", wrong)

    def _public(self, made: Requete) -> Json:
        signers = [self._signer(made)] if made.signer else []
        return {"id": made.id, "status": made.status, **made.body, "signers": signers}

    def _signer(self, made: Requete) -> Json:
        link = f"https://yousign.app/signatures/{made.signer['id']}" if made.status == "ongoing" else None
        status = {"ongoing": "notified", "done": "signed"}.get(made.status, "initiated")
        return {"id": made.signer["id"], "status": status, "signature_link": link}

    # --- HTTP -----------------------------------------------------------------------------------

    @contextmanager
    def servir(self) -> Iterator["Operateur"]:
        """Answer on a free port while the block runs."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(self, log_level="critical", lifespan="off", ws="none", access_log=False)
        service = uvicorn.Server(config)
        thread = threading.Thread(target=service.run, args=([listener],), daemon=True)
        thread.start()
        while not service.started and thread.is_alive():
            time.sleep(0.001)  # uvicorn offers no event to wait for
        try:
            yield self
        finally:
            self._resume.set()
            service.should_exit = service.force_exit = True
            thread.join()
            listener.close()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        answer = await asyncio.to_thread(self._answer, scope["method"], scope["path"], headers, body)
        sent = answer.content[: len(answer.content) // 2] if answer.coupe else answer.content
        length = (b"content-length", str(len(answer.content)).encode())
        start = {"type": "http.response.start", "status": answer.status}
        await send(start | {"headers": [length, (b"content-type", answer.kind)]})
        await send({"type": "http.response.body", "body": sent})

    def _answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> "Reponse":
        fault = ""
        try:
            step, where = self._enter(method, path, headers)
            fault = self._fault(step)
            status, content = self._act(step, fault, where, _body(headers, body))
        except RefusError as refused:
            status, content = refused.status, refused.problem
        if isinstance(content, bytes):
            return Reponse(status, content, b"application/pdf", coupe=fault == "coupé")
        written = b"" if status == NO_CONTENT else json.dumps(content).encode()
        return Reponse(status, written, b"application/json", coupe=fault == "coupé")

    def _enter(self, method: str, path: str, headers: dict[str, str]) -> tuple[str, Json]:
        if headers.get("authorization") != f"Bearer {self.cle}":
            raise RefusError(401, "about:blank")
        step, where = _route(method, path)
        self.appels.append(step)
        return step, where

    def _act(self, step: str, fault: str, where: Json, body: Json) -> tuple[int, Any]:
        if fault in {"500", "429"}:
            raise RefusError(int(fault), "about:blank")
        done: tuple[int, Any] = getattr(self, step)(where, body)
        if step in self.pendant:
            self.pendant.pop(step)()
        if fault == "500 après":
            raise RefusError(500, "about:blank")
        if fault == "muet":
            self._resume.wait(30)
        return done

    def _fault(self, step: str) -> str:
        for fault in self.pannes:
            if fault.etape == step and fault.fois:
                fault.fois -= 1
                return fault.sorte
        return ""


def _route(method: str, path: str) -> tuple[str, Json]:
    for known, pattern, step in _ROUTES:
        if known == method and (match := re.fullmatch(pattern, path)):
            return step, {str(rank): part for rank, part in enumerate(match.groups(), 1)}
    raise RefusError(405 if method not in {"GET", "POST", "DELETE"} else 404, "resource.not_found")


def _body(headers: dict[str, str], body: bytes) -> Json:
    kind = headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
        parts: Json = {}
        for part in whole.get_payload():
            name = part.get_param("name", header="content-disposition")  # type: ignore[union-attr]
            content = part.get_payload(decode=True)  # type: ignore[union-attr]
            parts[str(name)] = content if part.get_filename() else content.decode()  # type: ignore[union-attr]
        return parts
    if not body:
        return {}
    if not kind.startswith("application/json"):
        raise RefusError(400, "about:blank")
    found = json.loads(body)
    assert isinstance(found, dict)
    return found
