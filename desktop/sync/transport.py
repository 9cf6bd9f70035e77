"""Speaking to the server over HTTP, and telling a server from everything else that answers.

A permanence's Wi-Fi often answers 200 with a page of its own: only JSON that names the product is
taken as the server's word. Redirects are not followed (a portal redirects; the server never does).
Certificates are checked against the operating system's own store, and the system's proxy is used.
"""

import ssl
from dataclasses import dataclass
from typing import Any

import msgspec
import requests
import truststore
import zstandard
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies, select_proxy

from desktop import PROGRAM
from domain.exchange.v1 import Request, Response

CONNECT_SECONDS, READ_SECONDS = 6.0, 60.0
COMPRESS_FROM = 512
OFFLINE = "Pas de réseau\u00a0: votre travail est gardé sur ce poste."
PORTAL = (
    "Le réseau demande sans doute de s’identifier dans un navigateur\u00a0: "
    "votre travail est gardé sur ce poste."
)
SERVER_DOWN = "Le serveur ne répond pas pour le moment\u00a0: votre travail est gardé sur ce poste."
_OK, _SERVER_FAULT = 200, 500


class UnreachableError(Exception):
    """There is no server at the other end. ``message`` is a quiet status, never a dialog."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class AnsweredError(Exception):
    """The server answered something else than yes: its status, words and data."""

    def __init__(self, status: int, message: str, data: dict[str, Any]) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status
        self.message = message
        self.data = data


class _Adapter(HTTPAdapter):
    """A pool of kept-alive connections that trusts what the operating system trusts."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - urllib3's own parameters
        super().init_poolmanager(*args, ssl_context=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT), **kwargs)


@dataclass(frozen=True, slots=True)
class Traffic:
    """Bytes of the bodies of one exchange, as they went over the wire."""

    up: int
    down: int


class Transport:
    """One server, reached from one place; keeps its connections alive. Not shared between threads."""

    def __init__(self, server: str) -> None:
        self.server = server.rstrip("/")
        self.token = ""
        self.traffic = Traffic(0, 0)
        self._adapter = _Adapter(pool_connections=1, pool_maxsize=2)

    def sync(self, request: Request) -> Response:
        """Exchange one request. Raises UnreachableError or AnsweredError."""
        body = msgspec.json.encode(request)
        response: Response = self._decode(self._send("POST", "/sync", body), Response)
        return response

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Call another door of the server with a JSON object; return the object it answers."""
        content = self._send(method, path, msgspec.json.encode(body or {}))
        answer: dict[str, Any] = self._decode(content, dict[str, Any]) if content else {}
        return answer

    def close(self) -> None:
        """Let go of the connections."""
        self._adapter.close()

    def _decode(self, content: bytes, shape: Any) -> Any:  # noqa: ANN401 - the shape says it
        try:
            return msgspec.json.decode(content, type=shape)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise UnreachableError(PORTAL) from error

    def _send(self, method: str, path: str, body: bytes) -> bytes:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "zstd",
            "Content-Type": "application/json",
            "User-Agent": PROGRAM,
        }
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if len(body) > COMPRESS_FROM:
            body = zstandard.compress(body, 3)
            headers["Content-Encoding"] = "zstd"
        prepared = requests.Request(method, self.server + path, headers=headers, data=body).prepare()
        proxy = select_proxy(self.server, get_environ_proxies(self.server, no_proxy=None))
        try:
            answer = self._adapter.send(
                prepared,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                proxies={"http": proxy, "https": proxy} if proxy else None,
                stream=True,
            )
            raw = answer.raw.read(decode_content=False)
            answer.close()
        except (requests.RequestException, OSError, ssl.SSLError) as error:
            raise UnreachableError(OFFLINE) from error
        except Exception as error:  # urllib3's own, when an answer is cut in its middle
            if type(error).__module__.startswith("urllib3."):
                raise UnreachableError(OFFLINE) from error
            raise
        self.traffic = Traffic(self.traffic.up + len(body), self.traffic.down + len(raw))
        return _content(answer, raw)


def _content(answer: requests.Response, raw: bytes) -> bytes:
    """Return the JSON text of the server's answer, or raise what it says instead."""
    if "json" not in answer.headers.get("Content-Type", "") and (raw or answer.status_code == _OK):
        raise UnreachableError(SERVER_DOWN if answer.status_code >= _SERVER_FAULT else PORTAL)
    length = answer.headers.get("Content-Length")
    if length is not None and int(length) != len(raw):
        raise UnreachableError(OFFLINE)
    try:
        packed = answer.headers.get("Content-Encoding") == "zstd"
        content = zstandard.ZstdDecompressor().decompressobj().decompress(raw) if packed else raw
    except zstandard.ZstdError as error:
        raise UnreachableError(OFFLINE) from error
    if answer.ok:
        return content
    try:
        data = msgspec.json.decode(content, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise UnreachableError(SERVER_DOWN) from error
    if answer.status_code >= _SERVER_FAULT:
        raise UnreachableError(SERVER_DOWN)
    raise AnsweredError(answer.status_code, str(data.get("message", "")), data)
