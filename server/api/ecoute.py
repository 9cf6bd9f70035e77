"""Listening: the one description of how the server answers on a port, for the command and the tests."""

import logging
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn

from server.api import create_application
from server.api.protocole import Protocole
from server.serveur import Serveur
from server.services.limites import CONNEXION_OISIVE, ENTETES_ENTIERS

_WAITING = 2048


def configuration(serveur: Serveur, proxies: Sequence[str] = ()) -> uvicorn.Config:
    """Return what uvicorn is told. ``proxies``: addresses whose ``X-Forwarded-For`` is believed.

    Without a proxy named the header is not read: anybody could write in it the address of another.
    """
    return uvicorn.Config(
        create_application(serveur),
        http=Protocole,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,  # addresses of people at work are personal data too
        server_header=False,
        date_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_keep_alive=CONNEXION_OISIVE,
        h11_max_incomplete_event_size=ENTETES_ENTIERS,
    )


def listen(hote: str, port: int) -> socket.socket:
    """Return a listening socket: who is told the port may connect at once. Raises OSError, OverflowError."""
    listener = socket.create_server((hote, port), backlog=_WAITING)
    # Handed down to each connection. asyncio sets it only on sockets named as TCP, which these are not:
    # an answer then waits 40 ms for the acknowledgement of its own headers.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


@contextmanager
def en_fond(serveur: Serveur, proxies: Sequence[str] = ()) -> Iterator[str]:
    """Answer on a free port of this machine while the block runs; yield the address.

    For what must speak real HTTP to itself: the demonstration, the table of doors, the tests.
    """
    listener = listen("127.0.0.1", 0)
    config = configuration(serveur, proxies)
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # uvicorn tells those who run it, not them
    service = uvicorn.Server(config)
    thread = threading.Thread(target=service.run, args=([listener],), daemon=True)
    thread.start()
    while not service.started and thread.is_alive():
        time.sleep(0.001)  # uvicorn offers no event to wait for
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        service.should_exit = True
        thread.join()
        listener.close()
