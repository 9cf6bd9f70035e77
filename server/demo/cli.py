"""``permanence-server demo``: a fictitious département to try everything on."""

import argparse
from pathlib import Path

from sqlalchemy import inspect

from domain.clock import today
from domain.errors import RefusedError
from server.cli import servir
from server.demo.comptes import DOMAINE, MOT_DE_PASSE
from server.demo.departement import Departement
from server.demo.extrait import extraire
from server.demo.jeu import jouer
from server.genesis.cli import jour
from server.serveur import Serveur


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("demo", help="créer un département fictif dans une base vide")
    parser.add_argument(
        "--petit", action="store_true", help="2 référents et 60 dossiers, en quelques secondes"
    )
    parser.add_argument("--port", type=int, help="servir ensuite sur ce port")
    parser.add_argument("--hote", default="127.0.0.1", help="adresse d’écoute (127.0.0.1)")
    parser.add_argument("--jour", type=jour, metavar="AAAA-MM-JJ", help="aujourd’hui, dans la fiction")
    parser.add_argument(
        "--extraits", type=Path, metavar="DOSSIER", help="y écrire les extraits déversés, pour les relire"
    )
    parser.set_defaults(executer=executer, proxy=[])


def executer(args: argparse.Namespace, serveur: Serveur) -> int:
    """Make the département, say who may sign in, serve if a port was given."""
    if inspect(serveur.engine).has_table("departement"):
        raise RefusedError("Cette base n’est pas vide\u00a0: la démonstration se crée dans une base neuve.")
    done = jouer(serveur, args.jour or today(serveur.clock), petit=args.petit, dire=_dire)
    if args.extraits:
        _ecrire_extraits(args.extraits, done.departement)
    for step, seconds in done.durees.items():
        _dire(f"  {step}\u00a0: {seconds:.1f}\u00a0s")
    _dire(f"\nMot de passe de tous les comptes\u00a0: {MOT_DE_PASSE}")
    for compte in (*done.departement.referents, *done.departement.services):
        _dire(f"  {compte.adresse:<38} {compte.prenom} {compte.nom}, {compte.profil.value}")
    _dire(f"\nPour commencer\u00a0: camille.roche@{DOMAINE}, secretariat.nord@{DOMAINE}, cds.nord@{DOMAINE}.")
    return servir.executer(args, serveur) if args.port else 0


def _ecrire_extraits(dossier: Path, departement: Departement) -> None:
    """Write the extracts as the fictitious Genesis gave them. Raises RefusedError."""
    try:
        dossier.mkdir(parents=True, exist_ok=True)
        for day in departement.extraits:
            path = dossier / f"extrait-{day}.csv"
            path.write_bytes(extraire(departement, day))
            _dire(f"Extrait écrit\u00a0: {path}")
    except OSError as error:
        raise RefusedError(
            f"Les extraits ne peuvent être écrits ici\u00a0: {dossier} ({error.strerror})."
        ) from error


def _dire(text: str) -> None:
    print(text, flush=True)
