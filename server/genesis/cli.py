"""``permanence-server deverser``: the daily pouring, by hand or from the system's scheduler.

Exit codes: 0 every line taken or left alone; 1 the whole file refused, nothing written; 2 taken,
but some lines were rejected and are listed (the scheduler should tell somebody).
"""

import argparse
import datetime as dt
from pathlib import Path

from domain.errors import RefusedError
from server.genesis.correspondance import lire_correspondance
from server.genesis.deversement import Demande, deverser
from server.serveur import Serveur
from server.services.departements import departement_of


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("deverser", help="reprendre un extrait de Genesis")
    parser.add_argument("liste", type=Path, metavar="LISTE.csv", help="l’extrait")
    parser.add_argument(
        "--correspondance", type=Path, required=True, metavar="C.toml", help="ce que disent ses colonnes"
    )
    parser.add_argument(
        "--date", type=jour, required=True, metavar="AAAA-MM-JJ", help="le jour où l’extrait a été fait"
    )
    parser.add_argument("--departement", metavar="CODE")
    parser.add_argument(
        "--confirmer", action="store_true", help="accepter plus de 10\u00a0%% d’affectations changées"
    )
    parser.add_argument("--a-blanc", action="store_true", help="dire ce qui serait fait, sans rien écrire")
    parser.set_defaults(executer=executer)


def executer(args: argparse.Namespace, serveur: Serveur) -> int:
    """Pour, and print the report. Raises RefusedError for a file refused whole."""
    correspondance = lire_correspondance(_octets(args.correspondance))
    content = _octets(args.liste)
    with serveur.engine.connect() as connection:
        code = departement_of(connection, args.departement or correspondance.departement)
    demande = Demande(code, correspondance, args.date, confirmer=args.confirmer, a_blanc=args.a_blanc)
    done = deverser(serveur.engine, content, demande, clock=serveur.clock, ids=serveur.ids)
    print(done.texte())
    return done.code_de_sortie


def _octets(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RefusedError(f"Ce fichier ne peut être lu\u00a0: {path} ({error.strerror}).") from error


def jour(text: str) -> dt.date:
    """Read a date of the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        message = f"«\u00a0{text}\u00a0» n’est pas une date AAAA-MM-JJ"
        raise argparse.ArgumentTypeError(message) from error
