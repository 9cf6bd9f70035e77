"""Speaking to the server over HTTP, and telling a server from everything else that answers.

A permanence's Wi-Fi often answers 200 with a page of its own, sometimes with JSON of its own: only
an answer that bears the product's name in its headers is taken as the server's word. Redirects are
not followed (a portal redirects; the server never does). Certificates are checked against the
operating system's own store, and the system's proxy is used.
"""

import contextlib
import io
import ssl
from dataclasses import dataclass
from typing import Any

import msgspec
import requests
import truststore
import zstandard
from requests.utils import get_environ_proxies, select_proxy

from desktop import PROGRAM
from desktop.sync.diagnostic import (
    BUSY,
    OFFLINE,
    PORTAL,
    PROXY,
    SERVER_DOWN,
    SLOW,
    TOO_BIG,
    of_failure,
)
from desktop.sync.fil import Adaptateur, Fil, Limites
from domain.exchange.bref import bref
from domain.exchange.v1 import PRODUCT_HEADER, Request, Response

COMPRESS_FROM = 512
LEVEL = 6
"""Against 3, a sixteenth less goes up, for 5 ms at most: what goes up is what was typed, never much."""
TOO_LARGE = 413
_PIECE = 64 * 1024
_ANSWER_MAX = 256 * 1024 * 1024  # unpacked; a page of the first replica has some ten million characters
_SERVER_FAULT, _UNAVAILABLE, _GATEWAY_TIMEOUT, _PORTAL_STATUS = 500, 503, 504, 511
_TOO_MANY = 429
_HOUR = 3_600.0


class UnreachableError(Exception):
    """There is no server at the other end. ``message`` is a quiet status, never a dialog.

    ``moindre``: the exchange was begun and did not end, less at a time might pass. ``patience``:
    seconds that whoever answered asks to wait.
    """

    def __init__(self, message: str, *, moindre: bool = False, patience: float = 0.0) -> None:
        super().__init__(message)
        self.message = message
        self.moindre = moindre
        self.patience = patience


class AnsweredError(Exception):
    """The server answered something else than yes: its status, words and data."""

    def __init__(self, status: int, message: str, data: dict[str, Any], *, patience: float = 0.0) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status
        self.message = message
        self.data = data
        self.patience = patience


@dataclass(frozen=True, slots=True)
class Traffic:
    """Bytes of the bodies of one exchange, as they went over the wire."""

    up: int
    down: int


@dataclass(frozen=True, slots=True)
class Reponse:
    """What came back whole: a status, headers in lower case, a body as it travelled."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def ours(self) -> bool:
        """Tell whether the server itself speaks, and not something on the way."""
        return PRODUCT_HEADER.lower() in self.headers

    @property
    def patience(self) -> float:
        """Return the seconds asked for by ``Retry-After``, an hour at most; 0 for none, or a date."""
        asked = self.headers.get("retry-after", "").strip()
        return min(float(asked), _HOUR) if asked.isdecimal() and asked.isascii() else 0.0


class Transport:
    """One server, reached from one place; keeps its connections alive. Not shared between threads.

    But ``abandonner``, which another thread calls to end the exchange under way.
    """

    def __init__(self, server: str, limites: Limites | None = None) -> None:
        self.server = server.rstrip("/")
        self.token = ""
        self.traffic = Traffic(0, 0)
        self._fil = Fil(limites or Limites())
        self._adapter = Adaptateur(self._fil, truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    def sync(self, request: Request) -> Response:
        """Exchange one request. Raises UnreachableError or AnsweredError."""
        body = msgspec.json.encode(bref(request))
        response: Response = _decode(self._ask("POST", "/sync", body), Response)
        return response

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Call another door of the server with a JSON object; return the object it answers."""
        content = self._ask(method, path, msgspec.json.encode(body or {}))
        answer: dict[str, Any] = _decode(content, dict[str, Any]) if content else {}
        return answer

    def echanger(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Reponse:
        """Send bytes as they are and return the server's answer as it is, unless it is a refusal.

        Raises UnreachableError for what is not the server's word, AnsweredError for its refusals.
        """
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        prepared = requests.Request(
            method,
            self.server + path,
            headers={"User-Agent": PROGRAM, **bearer, **headers},
            # In pieces: a time limit on one call would otherwise be one on the whole body.
            data=io.BytesIO(body) if body else b"",
        ).prepare()
        answer = self._exchange(prepared, len(body))
        self.traffic = Traffic(self.traffic.up + len(body), self.traffic.down + len(answer.body))
        _check(answer)
        return answer

    def abandonner(self) -> None:
        """End the exchange under way, from any thread; none begins afterwards."""
        self._fil.abandonner()

    def close(self) -> None:
        """Let go of the connections."""
        self._adapter.close()

    def _ask(self, method: str, path: str, body: bytes) -> bytes:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "zstd",
            "Content-Type": "application/json",
        }
        if len(body) > COMPRESS_FROM:
            body = zstandard.compress(body, LEVEL)
            headers["Content-Encoding"] = "zstd"
        return _unpack(self.echanger(method, path, body, headers))

    def _exchange(self, prepared: requests.PreparedRequest, up: int) -> Reponse:
        if self._fil.abandonne:
            raise UnreachableError(OFFLINE)
        proxy = select_proxy(self.server, get_environ_proxies(self.server, no_proxy=None))
        proxies = {"http": proxy, "https": proxy} if proxy else None
        with self._fil.echange(up):
            try:
                answer = self._adapter.send(
                    prepared, timeout=self._fil.timeout(up), proxies=proxies, stream=True
                )
                with contextlib.closing(answer):
                    return self._read(answer)
            except (requests.RequestException, OSError) as error:
                raise self._lost(error) from error
            except Exception as error:  # urllib3's own, when an answer is cut in its middle
                if type(error).__module__.startswith("urllib3."):
                    raise self._lost(error) from error
                raise

    def _read(self, answer: requests.Response) -> Reponse:
        body = bytearray()
        self._fil.moved(0)
        while piece := answer.raw.read1(_PIECE, decode_content=False):
            body += piece
            self._fil.moved(len(piece))
            if len(body) > _ANSWER_MAX:
                raise UnreachableError(PORTAL)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        # Headers cut in their middle look like fewer headers: an answer of ours says where it ends.
        ends = answer.status_code == requests.codes.no_content or "transfer-encoding" in headers
        ours = PRODUCT_HEADER.lower() in headers or not body
        if self._fil.trop_long or (ours and not ends and headers.get("content-length") != str(len(body))):
            raise UnreachableError(SLOW if self._fil.trop_long else OFFLINE, moindre=True)
        return Reponse(answer.status_code, headers, bytes(body))

    def _lost(self, error: Exception) -> UnreachableError:
        words = of_failure(error)
        if self._fil.trop_long:
            words = SLOW if self._fil.repond else SERVER_DOWN
        return UnreachableError(words, moindre=self._fil.joint)


def _check(answer: Reponse) -> None:
    """Raise what an answer says when it is not a yes of the server."""
    if answer.ours and answer.status < requests.codes.bad_request:
        return
    if answer.status == requests.codes.request_timeout:
        raise UnreachableError(SLOW, moindre=True)
    if answer.ours and answer.status < _SERVER_FAULT:
        data = _refusal(_unpack(answer))
        raise AnsweredError(answer.status, str(data.get("message", "")), data, patience=answer.patience)
    if answer.status == TOO_LARGE:  # a proxy's own limit, lower than the server's
        raise AnsweredError(TOO_LARGE, TOO_BIG, {})
    if answer.status in {_TOO_MANY, _UNAVAILABLE} and (answer.ours or answer.patience):
        raise UnreachableError(BUSY, patience=answer.patience)
    if answer.status == requests.codes.proxy_authentication:
        raise UnreachableError(PROXY)
    if answer.status < _SERVER_FAULT or answer.status == _PORTAL_STATUS:
        raise UnreachableError(PORTAL)
    late = answer.status == _GATEWAY_TIMEOUT
    raise UnreachableError(SERVER_DOWN, moindre=late, patience=answer.patience)


def _unpack(answer: Reponse) -> bytes:
    if answer.headers.get("content-encoding") != "zstd":
        return answer.body
    machine = zstandard.ZstdDecompressor().decompressobj()
    try:
        content = machine.decompress(answer.body)
    except zstandard.ZstdError as error:
        raise UnreachableError(OFFLINE, moindre=True) from error
    if not machine.eof:  # cut where nothing else says so: no length was announced
        raise UnreachableError(OFFLINE, moindre=True)
    return content


def _refusal(content: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(content, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise UnreachableError(SERVER_DOWN) from error


def _decode(content: bytes, shape: Any) -> Any:  # noqa: ANN401 - the shape says it
    try:
        return msgspec.json.decode(content, type=shape)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise UnreachableError(SERVER_DOWN) from error
