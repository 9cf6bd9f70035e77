"""Listening: the one description of how the server answers on a port, for the command and the tests."""

import socket
from collections.abc import Sequence

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
