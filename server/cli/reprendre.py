"""``permanence-server reprendre``: take in what was saved from a laptop that does not open any more."""

import argparse
from pathlib import Path

from domain.errors import RefusedError
from domain.french import plural
from server.serveur import Serveur
from server.sync.sauvetage import take_in


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "reprendre",
        help="prendre le travail sauvé d’un poste abîmé",
        description="Le fichier vient de «\u00a0permanence sauvetage\u00a0». Chaque modification est "
        "examinée au nom de son auteur\u00a0; le même fichier peut être repris sans rien doubler.",
    )
    parser.add_argument("fichier", type=Path)
    parser.set_defaults(executer=executer)


def executer(args: argparse.Namespace, serveur: Serveur) -> int:
    """Take the file in, and say what became of it."""
    try:
        sealed = args.fichier.read_bytes()
    except OSError as error:
        raise RefusedError(f"Ce fichier ne peut pas être lu\u00a0: {args.fichier}") from error
    done = take_in(serveur, sealed)
    print(
        f"{plural(done.pris, 'modification prise', 'modifications prises')}, "
        f"{plural(done.de_cote, 'mise de côté', 'mises de côté')} pour le service, "
        f"{plural(done.deja, 'déjà connue', 'déjà connues')}."
    )
    if not done.signe:
        print("Rien ne prouve qui l’a écrit (pas de signature)\u00a0: tout attend que le service le relise.")
    if not done.complet:
        print("Le poste n’a pas pu tout relire\u00a0: prévenez la personne, qui relira ses dernières notes.")
    return 0
