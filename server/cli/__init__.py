"""The command line of the server, in French.

To add a command: a module with ``ajouter_commande(subparsers)``, which calls
``subparsers.add_parser(…)`` and ends with ``parser.set_defaults(executer=function)``, where
``function(args, serveur) -> int`` returns the exit code; then its line in ``_COMMANDES``. Refusals
(``RefusedError``) are printed for it and end with 1; a wrong use of the command ends with 2.
"""

import argparse
import sys
from collections.abc import Sequence

from sqlalchemy.exc import OperationalError

from domain.errors import RefusedError
from server import migrations
from server.cli import (
    affecter,
    comptes,
    init,
    modele,
    portes,
    postes,
    reglages,
    relever_signatures,
    reprendre,
    servir,
    verifier_accords,
)
from server.cli.francais import parler_francais
from server.cli.ouverture import ouvrir, url_de_la_base
from server.demo import cli as demo
from server.genesis import cli as deverser
from server.serveur import VERSION

_COMMANDES = (
    init,
    reglages,
    modele,
    comptes,
    postes,
    reprendre,
    deverser,
    affecter,
    demo,
    verifier_accords,
    relever_signatures,
    servir,
    portes,
)
_SUR_BASE_NEUVE = {"init", "demo"}  # those that make the base themselves


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused, 2 misused."""
    parler_francais()
    args = _parser().parse_args(arguments)
    try:
        if args.commande == "portes":  # it makes a base of its own, and throws it away
            return int(args.executer(args, None))
        serveur = ouvrir(args.base, creer=args.commande in _SUR_BASE_NEUVE)
        try:
            if args.commande not in _SUR_BASE_NEUVE:
                migrations.check(serveur.engine)
            return int(args.executer(args, serveur))
        finally:
            serveur.engine.dispose()
    except RefusedError as error:
        print(error, file=sys.stderr)
    except OperationalError as error:
        base = url_de_la_base(args.base).render_as_string(hide_password=True)
        print(f"La base ne répond pas\u00a0: {base}\n{error.orig}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="permanence-server", description="Le serveur central de Permanence."
    )
    parser.add_argument("--version", action="version", version=f"permanence-server {VERSION}")
    parser.add_argument(
        "--base",
        metavar="URL",
        help="base de données (par défaut PERMANENCE_BASE, sinon un fichier SQLite de cet utilisateur)",
    )
    subparsers = parser.add_subparsers(dest="commande", required=True, metavar="COMMANDE")
    for commande in _COMMANDES:
        commande.ajouter_commande(subparsers)
    return parser
