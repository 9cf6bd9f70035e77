"""``permanence-server reglages``: what a département chooses, from its file to every device."""

import argparse
from pathlib import Path
from typing import Any

from server.serveur import Serveur
from server.services.departements import departement_of
from server.services.reglages import lire_reglages, poser_reglages, settings_of

_LONGEST = 100  # characters of a value as told


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("reglages", help="poser ou lire les réglages d’un département")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    poser = actions.add_parser("poser", help="poser les réglages d’un fichier TOML")
    poser.add_argument("fichier", type=Path, metavar="REGLAGES.toml")
    poser.add_argument("--a-blanc", action="store_true", help="dire ce qui changerait, sans rien écrire")
    lire = actions.add_parser("lire", help="dire la valeur en vigueur d’un réglage")
    lire.add_argument("nom", help="par exemple cer.titre")
    for action in (poser, lire):
        action.add_argument("--departement", metavar="CODE")
    poser.set_defaults(executer=executer_poser)
    lire.set_defaults(executer=executer_lire)


def executer_poser(args: argparse.Namespace, serveur: Serveur) -> int:
    """Lay the file over what is in force, all of it or nothing. Raises RefusedError."""
    with serveur.engine.begin() as connection:
        code = departement_of(connection, args.departement)
        changed = lire_reglages(connection, code, args.fichier)
        if changed and not args.a_blanc:
            poser_reglages(serveur, connection, code, changed)
    for nom, valeur in changed.items():
        print(f"{nom} = {_told(nom, valeur)}")
    if not changed:
        print("Rien à changer\u00a0: ces réglages sont déjà en vigueur.")
    elif args.a_blanc:
        print("À blanc\u00a0: rien n’est écrit.")
    else:
        print("Réglages posés\u00a0: chaque poste les reçoit à sa prochaine synchronisation.")
    return 0


def executer_lire(args: argparse.Namespace, serveur: Serveur) -> int:
    """Tell one setting."""
    with serveur.engine.connect() as connection:
        settings = settings_of(connection, departement_of(connection, args.departement), lourds=True)
    try:
        print(_told(args.nom, settings[args.nom]))
    except KeyError:
        print(f"Le réglage «\u00a0{args.nom}\u00a0» n’existe pas.")
        return 1
    return 0


def _told(nom: str, valeur: Any) -> str:  # noqa: ANN401 - a setting is any JSON value
    if nom == "departement.logo":
        return f"une image de {len(valeur) * 3 // 4000}\u00a0ko" if valeur else "aucun"
    text = str(valeur)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
