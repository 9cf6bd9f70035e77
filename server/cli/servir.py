"""``permanence-server servir``: answer the devices."""

import argparse
import sys

import uvicorn

from server.api import create_application
from server.serveur import Serveur


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("servir", help="répondre aux postes")
    parser.add_argument("--hote", default="127.0.0.1", help="adresse d’écoute (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8017, help="port d’écoute (8017)")
    parser.set_defaults(executer=executer)


def executer(args: argparse.Namespace, serveur: Serveur) -> int:
    """Serve until interrupted. HTTPS is the business of the proxy in front (see the guide)."""
    config = uvicorn.Config(
        create_application(serveur),
        host=args.hote,
        port=args.port,
        log_level="warning",
        access_log=False,  # addresses of people at work are personal data too
        server_header=False,
        date_header=False,
    )
    print(f"Permanence répond sur http://{args.hote}:{args.port}", flush=True)
    service = uvicorn.Server(config)
    try:
        service.run()
    except SystemExit:
        print(f"Le port {args.port} n’est pas libre sur {args.hote}.", file=sys.stderr)
        return 1
    return 0
