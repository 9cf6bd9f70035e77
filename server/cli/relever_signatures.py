"""``permanence-server relever-signatures``: ask Yousign about every signature that is awaited."""

import argparse

from domain.french import plural
from server.serveur import Serveur
from server.services.sms.portes import relever

_WORDS = {
    "preparation": "en préparation",
    "envoyee": "à signer",
    "signee": "signée",
    "refusee": "refusée",
    "expiree": "expirée",
    "annulee": "annulée",
    "echouee": "échouée",
}


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "relever-signatures",
        help="demander à Yousign ce que sont devenues les signatures attendues",
        description="Pour une nouvelle qui se serait perdue. «\u00a0servir\u00a0» le fait aussi de lui-même, "
        "toutes les quinze minutes.",
    )
    parser.set_defaults(executer=executer)


def executer(args: argparse.Namespace, serveur: Serveur) -> int:
    """Ask, and count what each has become."""
    del args
    if not serveur.yousign:
        print("Aucun département n’a d’accès à Yousign sur ce serveur.")
        return 0
    found = relever(serveur)
    print(plural(found.total(), "signature attendue", "signatures attendues") + ".")
    for etat, count in sorted(found.items()):
        print(f"{count:6} {_WORDS.get(etat, etat)}")
    return 0
