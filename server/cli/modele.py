"""``permanence-server modele``: a département's own Word model of the CER (docs/modele-word.md)."""

import argparse
from pathlib import Path

import resources
from domain.errors import RefusedError
from domain.french import plural
from domain.modele_word.depose import ModeleDepose
from domain.modele_word.examen import Examen
from server.serveur import Serveur
from server.services.departements import departement_of
from server.services.modeles import en_vigueur, lire_modele, poser_modele, retirer_modele


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("modele", help="le modèle Word du CER de votre département")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    exemple = actions.add_parser("exemple", help="écrire le modèle d’exemple, d’où partir")
    exemple.add_argument("vers", type=Path, metavar="MODELE.docx")
    verifier = actions.add_parser("verifier", help="dire ce qui va et ce qui manque, sans rien poser")
    verifier.add_argument("fichier", type=Path, metavar="MODELE.docx")
    poser = actions.add_parser("poser", help="mettre un modèle en service")
    poser.add_argument("fichier", type=Path, metavar="MODELE.docx")
    poser.add_argument("--version", required=True, help="sa version, imprimée sur chaque page (2027-1)")
    lire = actions.add_parser("lire", help="dire quel modèle est en service, et le reprendre")
    lire.add_argument("--vers", type=Path, metavar="MODELE.docx", help="où l’écrire")
    retirer = actions.add_parser("retirer", help="revenir au modèle de la maison")
    for action, run in (
        (exemple, executer_exemple),
        (verifier, executer_verifier),
        (poser, executer_poser),
        (lire, executer_lire),
        (retirer, executer_retirer),
    ):
        action.add_argument("--departement", metavar="CODE")
        action.set_defaults(executer=run)


def executer_exemple(args: argparse.Namespace, serveur: Serveur) -> int:
    """Write the sample."""
    del serveur
    _ecrire(args.vers, resources.path("modeles", "cer.docx").read_bytes())
    print(f"Modèle d’exemple écrit\u00a0: {args.vers}. Les champs sont expliqués dans docs/modele-word.md.")
    return 0


def executer_verifier(args: argparse.Namespace, serveur: Serveur) -> int:
    """Tell everything that was found; 1 if the model cannot serve."""
    del serveur
    return 1 if _raconter(lire_modele(args.fichier)[1]) else 0


def executer_poser(args: argparse.Namespace, serveur: Serveur) -> int:
    """Examine, tell, and put in force if nothing is wrong."""
    octets, examen = lire_modele(args.fichier)
    if _raconter(examen):
        print("Rien n’est posé\u00a0: le modèle en service n’a pas changé.")
        return 1
    with serveur.engine.begin() as connection:
        code = departement_of(connection, args.departement)
        poser_modele(serveur, connection, code, ModeleDepose(args.version, args.fichier.name, octets))
    print(f"Modèle {args.version} posé\u00a0: chaque poste le reçoit à sa prochaine synchronisation.")
    return 0


def executer_lire(args: argparse.Namespace, serveur: Serveur) -> int:
    """Tell which model is in force; write it where asked."""
    with serveur.engine.connect() as connection:
        modele = en_vigueur(connection, departement_of(connection, args.departement))
    if modele is None:
        print("Le modèle en service est celui de la maison.")
        return 0
    print(f"Modèle {modele.version}, posé d’après {modele.nom}, {len(modele.octets) // 1000}\u00a0ko.")
    if args.vers is not None:
        _ecrire(args.vers, modele.octets)
        print(f"Écrit\u00a0: {args.vers}")
    return 0


def executer_retirer(args: argparse.Namespace, serveur: Serveur) -> int:
    """Come back to the house's model."""
    with serveur.engine.begin() as connection:
        retirer_modele(serveur, connection, departement_of(connection, args.departement))
    print("Les postes reviennent au modèle de la maison à leur prochaine synchronisation.")
    return 0


def _raconter(examen: Examen) -> bool:
    """Print what was found; tell whether anything is wrong."""
    print(f"{plural(len(examen.champs), 'champ')}\u00a0: {', '.join(examen.champs)}.")
    for fault in examen.fautes:
        print(f"  ✗ {fault}.")
    if not examen.fautes:
        print("Ce modèle est bon.")
    return bool(examen.fautes)


def _ecrire(vers: Path, octets: bytes) -> None:
    try:
        with vers.open("xb") as file:
            file.write(octets)
    except FileExistsError as error:
        raise RefusedError(f"Ce fichier existe déjà\u00a0: {vers}. Donnez un autre nom.") from error
    except OSError as error:
        raise RefusedError(f"Ce fichier ne peut être écrit\u00a0: {vers} ({error.strerror}).") from error
