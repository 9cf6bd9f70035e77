"""``permanence-server comptes``: who may sign in."""

import argparse
import getpass
import sys
from pathlib import Path

from domain.errors import RefusedError
from domain.profils import Profile
from server.serveur import Serveur
from server.services.comptes import (
    PROVISOIRE,
    NouveauCompte,
    block,
    create_compte,
    list_comptes,
    set_password,
    unblock,
)
from server.services.departements import departement_of

_WITHIN = "La personne a 24 heures pour se connecter avec ce mot de passe et choisir le sien."


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command and its parts."""
    comptes = subparsers.add_parser("comptes", help="gérer les comptes")
    parts = comptes.add_subparsers(dest="action", required=True, metavar="ACTION")
    ajouter = parts.add_parser("ajouter", help="créer un compte")
    ajouter.add_argument("identifiant")
    ajouter.add_argument("--nom", required=True)
    ajouter.add_argument("--prenom", required=True)
    ajouter.add_argument("--profil", required=True, choices=[profile.value for profile in Profile])
    ajouter.add_argument("--structure", help="organisme dont dépend la personne")
    ajouter.add_argument("--dtas", nargs="*", default=[], metavar="CODE", help="territoires vus")
    ajouter.add_argument("--telephone")
    ajouter.add_argument("--mail")
    ajouter.add_argument("--departement", metavar="CODE")
    _mot_de_passe(ajouter)
    ajouter.set_defaults(executer=_ajouter)
    lister = parts.add_parser("lister", help="lister les comptes")
    lister.add_argument("--departement", metavar="CODE")
    lister.set_defaults(executer=_lister)
    changer = parts.add_parser("mot-de-passe", help="donner un nouveau mot de passe")
    changer.add_argument("identifiant")
    _mot_de_passe(changer)
    changer.set_defaults(executer=_changer)
    for name, function, about in (
        ("bloquer", _bloquer, "fermer un compte"),
        ("debloquer", _debloquer, "rouvrir un compte, lever son verrou"),
    ):
        part = parts.add_parser(name, help=about)
        part.add_argument("identifiant")
        part.set_defaults(executer=function)


def _mot_de_passe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--mot-de-passe-fichier",
        type=Path,
        metavar="FICHIER",
        help="lire le mot de passe sur la première ligne d’un fichier (sinon il est demandé)",
    )


def _lire_mot_de_passe(fichier: Path | None) -> str:
    """Read a password from a file, or ask for it twice. It is never an argument: others see those."""
    if fichier is not None:
        try:
            lines = fichier.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise RefusedError(f"Le fichier du mot de passe ne peut pas être lu\u00a0: {fichier}") from error
        return lines[0] if lines else ""
    if not sys.stdin.isatty():
        raise RefusedError("Donnez le mot de passe avec --mot-de-passe-fichier.")
    first = getpass.getpass("Mot de passe\u00a0: ")
    if first != getpass.getpass("Le même, encore\u00a0: "):
        raise RefusedError("Les deux mots de passe ne sont pas les mêmes.")
    return first


def _ajouter(args: argparse.Namespace, serveur: Serveur) -> int:
    nouveau = NouveauCompte(
        identifiant=args.identifiant,
        nom=args.nom,
        prenom=args.prenom,
        profil=Profile(args.profil),
        structure=args.structure,
        dtas=tuple(args.dtas),
        telephone=args.telephone,
        mail=args.mail,
    )
    password = _lire_mot_de_passe(args.mot_de_passe_fichier)
    create_compte(serveur, nouveau, password, departement=args.departement, valable=PROVISOIRE)
    print(f"Compte créé\u00a0: {args.identifiant}. {_WITHIN}")
    return 0


def _lister(args: argparse.Namespace, serveur: Serveur) -> int:
    with serveur.engine.connect() as connection:
        rows = list_comptes(connection, departement_of(connection, args.departement))
    for row in rows:
        state = "actif" if row.actif else "bloqué"
        if row.actif and row.verrouille_jusque:
            state = f"verrouillé jusqu’à {row.verrouille_jusque}"
        places = ", ".join(row.dtas)
        print("\t".join((row.identifiant, f"{row.nom} {row.prenom}", row.profil, places, state)))
    return 0


def _changer(args: argparse.Namespace, serveur: Serveur) -> int:
    set_password(serveur, args.identifiant, _lire_mot_de_passe(args.mot_de_passe_fichier))
    print(f"Mot de passe changé\u00a0: {args.identifiant}. {_WITHIN}")
    return 0


def _bloquer(args: argparse.Namespace, serveur: Serveur) -> int:
    block(serveur, args.identifiant)
    print(f"Compte bloqué\u00a0: {args.identifiant}")
    return 0


def _debloquer(args: argparse.Namespace, serveur: Serveur) -> int:
    unblock(serveur, args.identifiant)
    print(f"Compte rouvert\u00a0: {args.identifiant}")
    return 0
