"""``permanence-server affecter``: designate a référent by hand."""

import argparse
import datetime as dt

from server.serveur import Serveur
from server.services.affectations import Designation, designate


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("affecter", help="désigner le référent d’un dossier")
    parser.add_argument("numero", help="numéro du dossier")
    parser.add_argument("identifiant", help="compte du référent")
    parser.add_argument("--role", choices=("parcours", "etape"), default="parcours")
    parser.add_argument("--du", type=jour, metavar="AAAA-MM-JJ", help="premier jour (aujourd’hui)")
    parser.add_argument("--au", type=jour, metavar="AAAA-MM-JJ", help="dernier jour, exigé pour une étape")
    parser.add_argument("--departement", metavar="CODE")
    parser.set_defaults(executer=executer)


def executer(args: argparse.Namespace, serveur: Serveur) -> int:
    """Designate, and say so."""
    asked = Designation(args.numero, args.identifiant, args.role, args.du, args.au)
    designate(serveur, asked, code=args.departement)
    role = "référent de parcours" if args.role == "parcours" else "référent d’étape"
    print(f"{args.identifiant} est {role} du dossier {args.numero}.")
    return 0


def jour(text: str) -> dt.date:
    """Read a date of the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        message = f"«\u00a0{text}\u00a0» n’est pas une date AAAA-MM-JJ"
        raise argparse.ArgumentTypeError(message) from error
