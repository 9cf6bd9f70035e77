"""Yousign's API v3, call by call: what is asked, what is answered, and nothing of ours beside.

What only reads is tried again, up to three times; what creates never is: a request made twice would
be two SMS. An answer that did not come whole is said to be uncertain, and the caller looks at the
state before it decides. Nothing personal is logged, nor the key: a status, a type of error.
"""

import datetime as dt
import logging
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
import requests
import requests.auth

from domain.accord.sms import EtatSignature
from domain.document.contenu import MAX_BYTES
from server.serveur import VERSION
from server.yousign.acces import Acces
from server.yousign.erreurs import NO_ANSWER, InjoignableError, of_answer

TITRE = "Contrat d’engagements réciproques"
"""Name of every request: no word of a person is in it, nor in the name of the file."""
CONNECT, READ = 5.0, 15.0
TRIES, PAUSE = 3, 0.3
_PDF = b"%PDF-"
_PIECE = 64 * 1024
_OK, _MULTIPLE = 200, 300
_EXPECTED = {400, 404}
_IDENTIFIER = re.compile(r"[0-9A-Za-z-]{1,64}")
_log = logging.getLogger("permanence.serveur")

_STATES: Mapping[str, EtatSignature] = {
    "draft": EtatSignature.PREPARATION,
    "approval": EtatSignature.ENVOYEE,
    "ongoing": EtatSignature.ENVOYEE,
    "done": EtatSignature.SIGNEE,
    "declined": EtatSignature.REFUSEE,
    "rejected": EtatSignature.REFUSEE,
    "expired": EtatSignature.EXPIREE,
    "canceled": EtatSignature.ANNULEE,
    "deleted": EtatSignature.ANNULEE,
}


@dataclass(frozen=True, slots=True)
class Signataire:
    """Who signs. ``telephone``: E.164; ``mail``: '' if none is known."""

    prenom: str
    nom: str
    telephone: str
    mail: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the signature shows: page from 1, points from the left and from the top of the page."""

    page: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Lue:
    """A request as Yousign has it. ``lien``: where the person reads and signs, '' if it is not given."""

    etat: EtatSignature
    lien: str = ""


class Yousign:
    """One organisation at Yousign."""

    def __init__(self, acces: Acces, sleep: Callable[[float], None] = time.sleep) -> None:
        self._acces = acces
        self._sleep = sleep

    def creer(self, externe: str, expire: dt.date) -> str:
        """Begin a request and return its identifier; nobody is told of anything yet.

        ``externe``: our identifier. ``delivery_mode: none``: Yousign writes to nobody, the person reads
        on the spot, by the link. She may decline: a refusal is an answer too (R-CER-31).
        """
        body = {
            "name": TITRE,
            "delivery_mode": "none",
            "timezone": "Europe/Paris",
            "expiration_date": expire.isoformat(),
            "external_id": externe,
            "signers_allowed_to_decline": True,
            "audit_trail_locale": "fr",
        }
        return _identifier(self._json("POST", "/signature_requests", json=body))

    def deposer(self, demande: str, nom: str, pdf: bytes) -> str:
        """Add the document to sign and return its identifier."""
        answer = self._json(
            "POST",
            f"/signature_requests/{demande}/documents",
            data={"nature": "signable_document"},
            files={"file": (nom, pdf, "application/pdf")},
        )
        return _identifier(answer)

    def ajouter(self, demande: str, document: str, qui: Signataire, place: Place) -> str:
        """Add the person who signs, with a code by SMS, and return her identifier there."""
        info = {"first_name": qui.prenom, "last_name": qui.nom, "phone_number": qui.telephone, "locale": "fr"}
        body = {
            "info": info | ({"email": qui.mail} if qui.mail else {}),
            "signature_level": "electronic_signature",
            "signature_authentication_mode": "otp_sms",
            "fields": [
                {
                    "type": "signature",
                    "document_id": document,
                    "page": place.page,
                    "x": place.x,
                    "y": place.y,
                }
            ],
        }
        return _identifier(self._json("POST", f"/signature_requests/{demande}/signers", json=body))

    def activer(self, demande: str) -> Lue:
        """Open the request to its signer."""
        return _read(self._json("POST", f"/signature_requests/{demande}/activate"))

    def lire(self, demande: str) -> Lue:
        """Return what became of a request, and the link for it as long as it is open."""
        found = _read(self._json("GET", f"/signature_requests/{demande}"))
        if found.etat is not EtatSignature.ENVOYEE or found.lien:
            return found
        signers = self._json("GET", f"/signature_requests/{demande}/signers")
        return Lue(found.etat, _link(signers))

    def signe_le(self, demande: str, signataire: str) -> dt.datetime | None:
        """Return when the person signed, where Yousign tells it."""
        signer = self._json("GET", f"/signature_requests/{demande}/signers/{signataire}")
        said = signer.get("signed_at") if isinstance(signer, dict) else None
        try:
            moment = dt.datetime.fromisoformat(str(said))
        except ValueError:
            return None
        return moment if moment.tzinfo is not None else None

    def telecharger(self, demande: str) -> bytes:
        """Return the signed PDF."""
        path = f"/signature_requests/{demande}/documents/download"
        pdf = self._bytes("GET", path, params={"version": "completed", "archive": "false"})
        if not pdf.startswith(_PDF):
            raise InjoignableError(NO_ANSWER)
        return pdf

    def annuler(self, demande: str) -> None:
        """Cancel a request that is open. Raises OperateurError if it is not, or no longer."""
        self._json(
            "POST", f"/signature_requests/{demande}/cancel", json={"reason": "contractualization_aborted"}
        )

    def supprimer(self, demande: str) -> None:
        """Delete a request that was never opened."""
        self._bytes("DELETE", f"/signature_requests/{demande}")

    def _json(self, method: str, path: str, **parts: Any) -> Any:  # noqa: ANN401 - any JSON
        content = self._bytes(method, path, **parts)
        try:
            return _decoded(content)
        except ValueError as error:
            raise InjoignableError(NO_ANSWER, incertain=True) from error

    def _bytes(self, method: str, path: str, **parts: Any) -> bytes:  # noqa: ANN401 - requests' own
        tries = TRIES if method == "GET" else 1
        for left in range(tries - 1, -1, -1):
            try:
                return self._once(method, path, **parts)
            except InjoignableError:
                if not left:
                    raise
                pause = PAUSE * (tries - left)
                self._sleep(pause * random.uniform(1, 2))  # noqa: S311 - not a secret
        raise AssertionError("unreachable")  # pragma: no cover

    def _once(self, method: str, path: str, **parts: Any) -> bytes:  # noqa: ANN401 - requests' own
        headers = {
            "User-Agent": f"permanence-server/{VERSION}",
            "Accept": "application/json, application/pdf",
        }
        with _network(method, path):
            answer = requests.request(
                method,
                self._acces.adresse + path,
                headers=headers,
                auth=_Cle(self._acces.cle),
                timeout=(CONNECT, READ),
                allow_redirects=False,
                stream=True,
                **parts,
            )
            with answer:
                content = _whole(answer)
        if _OK <= answer.status_code < _MULTIPLE:
            return content
        problem = _problem(content)
        # What was asked too late, or is told to who asked, is no trouble of the server's.
        level = logging.INFO if answer.status_code in _EXPECTED else logging.WARNING
        _log.log(level, "Yousign\u00a0: %s, %s", answer.status_code, str(problem.get("type", ""))[:80])
        raise of_answer(answer.status_code, problem)


class _Cle(requests.auth.AuthBase):
    """The key of the organisation, on each request.

    As an ``auth``, not as a header: requests would else put in its place what a ``.netrc`` of the
    server's account may say.
    """

    def __init__(self, cle: str) -> None:
        self._cle = cle

    def __call__(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        prepared.headers["Authorization"] = f"Bearer {self._cle}"
        return prepared


@contextmanager
def _network(method: str, path: str) -> Iterator[None]:
    """Turn what the network does into one error; never in its own words, which quote the address."""
    try:
        yield
    except requests.ConnectTimeout as error:
        raise InjoignableError(NO_ANSWER) from error  # nothing was sent
    except requests.RequestException as error:
        _log.warning("Yousign\u00a0: %s %s, %s", method, path.rpartition("/")[2], type(error).__name__)
        raise InjoignableError(NO_ANSWER, incertain=True) from error


def _whole(answer: requests.Response) -> bytes:
    """Read a body within a size and a time: a limit on each read alone would let it drip for hours."""
    content, until = bytearray(), time.monotonic() + 4 * READ
    for piece in answer.iter_content(_PIECE):
        content += piece
        if len(content) > MAX_BYTES or time.monotonic() > until:
            raise requests.ReadTimeout
    return bytes(content)


def _decoded(content: bytes) -> Any:  # noqa: ANN401 - any JSON
    return msgspec.json.decode(content)  # its error is a ValueError


def _problem(content: bytes) -> Mapping[str, Any]:
    try:
        found = _decoded(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _identifier(answer: Any) -> str:  # noqa: ANN401 - any JSON
    """Return the identifier of what was made: it goes into addresses, so it must look like one."""
    found = answer.get("id") if isinstance(answer, dict) else None
    if not isinstance(found, str) or _IDENTIFIER.fullmatch(found) is None:
        raise InjoignableError(NO_ANSWER, incertain=True)
    return found


def _read(answer: Any) -> Lue:  # noqa: ANN401 - any JSON
    """Return the state of a request. One that a later version of Yousign invents is still open for us."""
    said = answer.get("status") if isinstance(answer, dict) else None
    if not isinstance(said, str):
        raise InjoignableError(NO_ANSWER, incertain=True)
    return Lue(_STATES.get(said, EtatSignature.ENVOYEE), _link(answer.get("signers")))


def _link(signers: Any) -> str:  # noqa: ANN401 - any JSON
    for signer in signers if isinstance(signers, list) else ():
        link = signer.get("signature_link") if isinstance(signer, dict) else None
        if isinstance(link, str) and link.startswith(("https://", "http://127.0.0.1")):
            return link
    return ""
