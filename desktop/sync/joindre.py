"""Reaching a host: its name, then the first of its addresses that answers.

A laptop is often given an IPv6 address by a network that carries none of it. Trying addresses one
after the other would then cost a whole time limit at each synchronisation: they are tried 250 ms
apart, one family then the other, and the first to answer is kept (RFC 8305).

Everything stops within a fifth of a second once ``abandon`` is set: a lock never waits for a network.
"""

import contextlib
import errno
import queue
import selectors
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

STAGGER, SLICE = 0.25, 0.2
_UNDER_WAY = {0, errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EALREADY}

Address = tuple[int, Any]
"""A family and what ``connect`` takes."""


@dataclass(frozen=True, slots=True)
class Delai:
    """Until when (monotonic), and whether somebody has stopped waiting."""

    until: float
    abandon: threading.Event = field(default_factory=threading.Event)

    def left(self) -> float:
        """Return how long to wait before looking again, in seconds. Raises TimeoutError at the end."""
        left = self.until - time.monotonic()
        if left <= 0 or self.abandon.is_set():
            raise TimeoutError("the host was not reached in time")
        return min(left, SLICE)


def joindre(host: str, port: int, delai: Delai) -> socket.socket:
    """Return a connected, blocking socket. Raises OSError: no such name, refused, too late."""
    sock = first_to_answer(resolve(host, port, delai), delai)
    sock.setblocking(True)  # noqa: FBT003 - its own name says it
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def resolve(host: str, port: int, delai: Delai) -> list[Address]:
    """Return the addresses of a name, families in turn. Raises OSError.

    The system's own resolver cannot be told to stop: it is asked from a thread that may be left behind.
    """
    found: queue.SimpleQueue[list[Address] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.put([(family, address) for family, _, _, _, address in answers])
        except OSError as error:
            found.put(error)
        except UnicodeError:  # a name that no name can be: too long, an empty part
            found.put(socket.gaierror(socket.EAI_NONAME, "not a name"))

    threading.Thread(target=ask, name="resolution", daemon=True).start()
    while True:
        with contextlib.suppress(queue.Empty):
            answer = found.get(timeout=delai.left())
            if isinstance(answer, OSError):
                raise answer
            return list(_in_turn(answer))


def _in_turn(addresses: Sequence[Address]) -> Iterator[Address]:
    """Take the system's preferred family first, then one of each (RFC 8305, section 4)."""
    first = [each for each in addresses if each[0] == addresses[0][0]]
    others = [each for each in addresses if each[0] != addresses[0][0]]
    for pair in zip_longest(first, others):
        yield from (each for each in pair if each is not None)


def first_to_answer(addresses: Sequence[Address], delai: Delai) -> socket.socket:
    """Return the first connection made. Raises the last refusal when none is."""
    waiting, refusal, start = list(addresses), OSError("no address"), 0.0
    with selectors.DefaultSelector() as selector, contextlib.ExitStack() as losers:
        while waiting or selector.get_map():
            now = time.monotonic()
            if waiting and (now >= start or not selector.get_map()):
                start = now + STAGGER
                try:
                    sock = _begin(*waiting.pop(0))
                except OSError as error:
                    refusal, start = error, now
                    continue
                losers.callback(sock.close)
                selector.register(sock, selectors.EVENT_WRITE, sock)
            for key, _ in selector.select(min(delai.left(), max(start - now, 0) if waiting else SLICE)):
                sock = key.data
                if not (code := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)):
                    return _kept(sock, losers)
                selector.unregister(sock)
                refusal, start = OSError(code, errno.errorcode.get(code, "")), now
    raise refusal


def _begin(family: int, address: Any) -> socket.socket:  # noqa: ANN401 - as getaddrinfo gave it
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setblocking(False)  # noqa: FBT003 - its own name says it
    if (code := sock.connect_ex(address)) not in _UNDER_WAY:
        sock.close()
        raise OSError(code, errno.errorcode.get(code, ""))
    return sock


def _kept(winner: socket.socket, losers: contextlib.ExitStack) -> socket.socket:
    """Keep the winner open while the others are closed: its descriptor moves to another object."""
    kept = socket.socket(winner.family, winner.type, winner.proto, fileno=winner.detach())
    losers.close()
    return kept
