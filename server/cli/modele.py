"""``permanence-server modele``: a département's own Word models (docs/modele-word.md, docs/courriers.md).

Without ``--courrier`` an action is about the CER; with it, about the letter of that code.
"""

import argparse
from pathlib import Path

import resources
from domain.errors import RefusedError
from domain.french import plural
from domain.modele_word.champs import CER
from domain.modele_word.courrier import COURRIER, Courrier
from domain.modele_word.depose import ModeleDepose
from domain.modele_word.examen import Examen
from server.serveur import Serveur
from server.services.departements import departement_of
from server.services.modeles import (
    en_vigueur,
    lire_courriers,
    lire_modele,
    poser_courrier,
    poser_modele,
    retirer_courrier,
    retirer_modele,
)


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "modele", help="les modèles Word de votre département\u00a0: CER et courriers"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    exemple = actions.add_parser("exemple", help="écrire le modèle d’exemple, d’où partir")
    exemple.add_argument("vers", type=Path, metavar="MODELE.docx")
    verifier = actions.add_parser("verifier", help="dire ce qui va et ce qui manque, sans rien poser")
    verifier.add_argument("fichier", type=Path, metavar="MODELE.docx")
    poser = actions.add_parser("poser", help="mettre un modèle en service")
    poser.add_argument("fichier", type=Path, metavar="MODELE.docx")
    poser.add_argument("--version", required=True, help="sa version, imprimée où le modèle le dit (2027-1)")
    poser.add_argument("--libelle", help="courrier\u00a0: son nom, dans le menu et sur le fichier")
    poser.add_argument("--rangement", help="courrier\u00a0: où il se range (listes.rangements)")
    poser.add_argument("--type", help="courrier\u00a0: son type (listes.types_document)")
    lire = actions.add_parser("lire", help="dire quel modèle est en service, et le reprendre")
    lire.add_argument("--vers", type=Path, metavar="MODELE.docx", help="où l’écrire")
    retirer = actions.add_parser("retirer", help="revenir au CER de la maison, ou ne plus offrir un courrier")
    retirer.add_argument("--maison", action="store_true", help="courrier\u00a0: revenir à celui de la maison")
    lister = actions.add_parser("lister", help="dire quels courriers sont offerts")
    for action, run in (
        (exemple, executer_exemple),
        (verifier, executer_verifier),
        (poser, executer_poser),
        (lire, executer_lire),
        (retirer, executer_retirer),
        (lister, executer_lister),
    ):
        if action is not lister:
            action.add_argument("--courrier", metavar="CODE", help="le courrier de ce code, au lieu du CER")
        action.add_argument("--departement", metavar="CODE")
        action.set_defaults(executer=run)


def executer_exemple(args: argparse.Namespace, serveur: Serveur) -> int:
    """Write the sample: the house's CER, or one of its letters."""
    del serveur
    house = resources.house_letters()
    if args.courrier is not None and args.courrier not in house:
        raise RefusedError(f"La maison a ces courriers\u00a0: {', '.join(house)}.")
    _ecrire(args.vers, resources.path("modeles", f"{args.courrier or 'cer'}.docx").read_bytes())
    guide = "docs/courriers.md" if args.courrier else "docs/modele-word.md"
    print(f"Modèle d’exemple écrit\u00a0: {args.vers}. Les champs sont expliqués dans {guide}.")
    return 0


def executer_verifier(args: argparse.Namespace, serveur: Serveur) -> int:
    """Tell everything that was found; 1 if the model cannot serve."""
    del serveur
    return 1 if _raconter(_lire(args)[1]) else 0


def executer_poser(args: argparse.Namespace, serveur: Serveur) -> int:
    """Examine, tell, and put in force if nothing is wrong."""
    octets, examen = _lire(args)
    if _raconter(examen):
        print("Rien n’est posé\u00a0: le modèle en service n’a pas changé.")
        return 1
    modele = ModeleDepose(args.version, args.fichier.name, octets)
    with serveur.engine.begin() as connection:
        code = departement_of(connection, args.departement)
        if args.courrier is None:
            poser_modele(serveur, connection, code, modele)
        else:
            known = lire_courriers(connection, code).get(args.courrier)
            poser_courrier(serveur, connection, code, _lettre(args, known, modele))
    print(f"Modèle {args.version} posé\u00a0: chaque poste le reçoit à sa prochaine synchronisation.")
    return 0


def executer_lire(args: argparse.Namespace, serveur: Serveur) -> int:
    """Tell which model is in force; write it where asked."""
    with serveur.engine.connect() as connection:
        code = departement_of(connection, args.departement)
        if args.courrier is None:
            modele = en_vigueur(connection, code)
        else:
            modele = _connu(lire_courriers(connection, code), args.courrier).modele
    if modele is None:
        print("Le modèle en service est celui de la maison.")
        return 0
    print(f"Modèle {modele.version}, posé d’après {modele.nom}, {len(modele.octets) // 1000}\u00a0ko.")
    if args.vers is not None:
        _ecrire(args.vers, modele.octets)
        print(f"Écrit\u00a0: {args.vers}")
    return 0


def executer_retirer(args: argparse.Namespace, serveur: Serveur) -> int:
    """Come back to the house's model, or offer a letter no longer."""
    with serveur.engine.begin() as connection:
        code = departement_of(connection, args.departement)
        if args.courrier is None:
            retirer_modele(serveur, connection, code)
        else:
            retirer_courrier(serveur, connection, code, args.courrier, maison=args.maison)
    if args.courrier is None or args.maison:
        print("Les postes reviennent au modèle de la maison à leur prochaine synchronisation.")
    else:
        print("Ce courrier n’est plus offert\u00a0: chaque poste le sait à sa prochaine synchronisation.")
    return 0


def executer_lister(args: argparse.Namespace, serveur: Serveur) -> int:
    """Tell the letters, one a line."""
    with serveur.engine.connect() as connection:
        letters = lire_courriers(connection, departement_of(connection, args.departement))
    for one in letters.values():
        version = "retiré" if one.retire else one.modele.version if one.modele else "maison"
        print(f"{one.code}\u00a0: {one.libelle} ({version}), rangé dans {one.rangement}, type {one.type}")
    return 0


def _lettre(args: argparse.Namespace, known: Courrier | None, modele: ModeleDepose) -> Courrier:
    """Return the letter to lay: what is not said is as it was. Raises RefusedError without a name."""
    if known is None and not args.libelle:
        raise RefusedError("Ce courrier est nouveau\u00a0: donnez son nom par --libelle.")
    before = known or Courrier(args.courrier, "", "courriers", "courrier")
    return Courrier(
        args.courrier,
        args.libelle or before.libelle,
        args.rangement or before.rangement,
        args.type or before.type,
        modele,
    )


def _connu(letters: dict[str, Courrier], code: str) -> Courrier:
    if code not in letters:
        raise RefusedError(f"Ce courrier n’existe pas. Il y a\u00a0: {', '.join(letters)}.")
    return letters[code]


def _lire(args: argparse.Namespace) -> tuple[bytes, Examen]:
    return lire_modele(args.fichier, CER if args.courrier is None else COURRIER)


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
