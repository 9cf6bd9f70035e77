"""``permanence-server init``: create the base, or bring it to the version of this program."""

import argparse

from server import migrations
from server.cli.ouverture import chemin_du_secret, url_de_la_base
from server.serveur import Serveur
from server.services.departements import create_departement


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("init", help="créer la base, ou la mettre à jour")
    parser.add_argument("--departement", metavar="CODE", default="07", help="code du département (07)")
    parser.add_argument("--nom", default="Département", help="nom du département, tel qu’imprimé")
    parser.add_argument("--fuseau", default="Europe/Paris", help="fuseau horaire (Europe/Paris)")
    parser.set_defaults(executer=executer)


def executer(args: argparse.Namespace, serveur: Serveur) -> int:
    """Migrate the base and create the département."""
    migrations.upgrade(serveur.engine)
    create_departement(serveur, args.departement, args.nom, fuseau=args.fuseau)
    url = url_de_la_base(args.base)
    print(f"Base prête\u00a0: {url.render_as_string(hide_password=True)}")
    print(f"Clé du serveur\u00a0: {chemin_du_secret(url)} (à sauvegarder à part de la base)")
    print(f"Département {args.departement}\u00a0: {args.nom}")
    return 0
