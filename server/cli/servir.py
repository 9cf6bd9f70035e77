"""``permanence-server servir``: answer the devices."""

import argparse

import uvicorn

from domain.errors import RefusedError
from server.api.ecoute import configuration, listen
from server.cli.ronde import ronde
from server.serveur import Serveur
from server.services.contenus import balayer


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("servir", help="répondre aux postes")
    parser.add_argument("--hote", default="127.0.0.1", help="adresse d’écoute (127.0.0.1)")
    parser.add_argument(
        "--port", type=int, default=8017, help="port d’écoute (8017\u00a0; 0\u00a0: un port libre)"
    )
    parser.add_argument(
        "--proxy",
        action="append",
        default=[],
        metavar="ADRESSE",
        help="adresse ou réseau du proxy placé devant, dont X-Forwarded-For est cru (à répéter)",
    )
    parser.set_defaults(executer=executer)


def executer(args: argparse.Namespace, serveur: Serveur) -> int:
    """Serve until interrupted, and say where. HTTPS is the business of the proxy in front.

    The port is listened to before anything is said: who reads the line may connect at once. The contents
    that no document has named for 30 days go first.
    """
    try:
        listener = listen(args.hote, args.port)
    except (OSError, OverflowError) as error:
        raise RefusedError(
            f"Impossible d’écouter sur {args.hote}, port {args.port}\u00a0: {error}"
        ) from error
    balayer(serveur)
    with listener:
        print(f"Permanence répond sur http://{args.hote}:{listener.getsockname()[1]}", flush=True)
        with ronde(serveur):
            uvicorn.Server(configuration(serveur, args.proxy)).run(sockets=[listener])
    return 0
