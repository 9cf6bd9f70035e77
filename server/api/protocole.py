"""HTTP as uvicorn speaks it, to those who speak it slowly, badly, or not at all.

uvicorn waits for ever for a request whose headers never end, for a body once it was refused, and
for a reader who does not read; and it answers what is not HTTP in English. One tick per connection
ends the first three: a minute, and as much again as what has passed takes at 16 kbit/s.
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from server.api.reponses import BUSY, UNREADABLE, raw_refusal
from server.services.limites import CONNEXIONS_OUVERTES, DEBIT, PATIENCE_CONNEXION, REVENIR_DANS

_BAD = raw_refusal("400 Bad Request", UNREADABLE)
_FULL = raw_refusal("503 Service Unavailable", BUSY, Retry_After=str(REVENIR_DANS))
_TICKS = 12  # in the time that a connection may do nothing
_RECEIVED = {h11.DONE, h11.MUST_CLOSE, h11.CLOSED, h11.ERROR}


class _Attente:
    """Something owed to us since a moment, paid byte by byte."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._paid = 0

    def owed(self, now: float, paid: int = 0) -> None:
        self._since = now if self._since is None else self._since
        self._paid += paid

    def settled(self) -> None:
        self._since, self._paid = None, 0

    def late(self, now: float) -> bool:
        return self._since is not None and now > self._since + PATIENCE_CONNEXION + self._paid / DEBIT


class Protocole(H11Protocol):
    """One connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - uvicorn's own parameters
        super().__init__(*args, **kwargs)
        self._request, self._reader = _Attente(), _Attente()
        self._unread = 0
        self._tick_task: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to count the time, unless there are too many already."""
        super().connection_made(transport)
        if len(self.connections) > CONNEXIONS_OUVERTES:
            transport.write(_FULL)
            transport.close()
            return
        self._request.owed(self.loop.time())
        self._tick()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop counting."""
        if self._tick_task is not None:
            self._tick_task.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; a request that is whole owes nothing more."""
        if self.transport.is_closing():
            return
        self._request.owed(self.loop.time(), len(data))
        super().data_received(data)
        if self.conn.their_state in _RECEIVED:
            self._request.settled()

    def on_response_complete(self) -> None:
        """Leave the next request its time: between two, uvicorn's keep-alive counts."""
        super().on_response_complete()
        if self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]:
            self._request.settled()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's English
        """Say in French that this is no request, unless an answer has begun."""
        if self.cycle is None or not self.cycle.response_started or self.cycle.response_complete:
            self.transport.write(_BAD)
        self.transport.close()

    def _tick(self) -> None:
        now, unread = self.loop.time(), self.transport.get_write_buffer_size()
        if not unread:
            self._reader.settled()
        else:
            self._reader.owed(now, max(0, self._unread - unread))
        self._unread = unread
        if self._request.late(now) or self._reader.late(now):
            self.transport.abort()
            return
        self._tick_task = self.loop.call_later(PATIENCE_CONNEXION / _TICKS, self._tick)
