"""``permanence-server servir``: answer the devices."""

import argparse
import socket

import uvicorn

from domain.errors import RefusedError
from server.api import create_application
from server.serveur import Serveur

_WAITING = 2048


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("servir", help="répondre aux postes")
    parser.add_argument("--hote", default="127.0.0.1", help="adresse d’écoute (127.0.0.1)")
    parser.add_argument(
        "--port", type=int, default=8017, help="port d’écoute (8017\u00a0; 0\u00a0: un port libre)"
    )
    parser.set_defaults(executer=executer)


def executer(args: argparse.Namespace, serveur: Serveur) -> int:
    """Serve until interrupted, and say where. HTTPS is the business of the proxy in front.

    The port is listened to before anything is said: who reads the line may connect at once.
    """
    config = uvicorn.Config(
        create_application(serveur),
        log_level="warning",
        access_log=False,  # addresses of people at work are personal data too
        server_header=False,
        date_header=False,
    )
    with _listen(args.hote, args.port) as listener:
        port = listener.getsockname()[1]
        print(f"Permanence répond sur http://{args.hote}:{port}", flush=True)
        uvicorn.Server(config).run(sockets=[listener])
    return 0


def _listen(hote: str, port: int) -> socket.socket:
    try:
        listener = socket.create_server((hote, port), backlog=_WAITING)
    except (OSError, OverflowError) as error:
        raise RefusedError(f"Impossible d’écouter sur {hote}, port {port}\u00a0: {error}") from error
    # Handed down to each connection. asyncio sets it only on sockets named as TCP, which these are not:
    # an answer then waits 40 ms for the acknowledgement of its own headers.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
