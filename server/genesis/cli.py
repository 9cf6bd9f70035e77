"""``permanence-server deverser`` and ``rapports``: the daily pouring, by hand or from a scheduler.

Exit codes: 0 every line taken or left alone; 1 the whole file refused, nothing written; 2 taken,
but some lines were rejected and are listed (the scheduler should tell somebody).
"""

import argparse
import datetime as dt
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from domain.clock import PARIS
from domain.errors import RefusedError
from domain.french import short_date
from server.genesis.correspondance import Correspondance, lire_correspondance
from server.genesis.deversement import AConfirmerError, Demande, deverser
from server.genesis.fichier import FichierRefuseError, Nature, nature
from server.genesis.rapports import Garde, Rapports
from server.serveur import Serveur

_JOURS = (
    re.compile(r"(?<!\d)(?P<a>20\d\d)([-_.]?)(?P<m>0[1-9]|1[0-2])\2(?P<j>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?P<j>0[1-9]|[12]\d|3[01])([-_.]?)(?P<m>0[1-9]|1[0-2])\2(?P<a>20\d\d)(?!\d)"),
)


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare both commands."""
    parser = subparsers.add_parser("deverser", help="reprendre un extrait de Genesis ou un flux de la CNAF")
    parser.add_argument("fichier", type=Path, metavar="FICHIER", help="CSV, XLSX, ou XML de la CNAF")
    parser.add_argument(
        "--correspondance", type=Path, metavar="C.toml", help="ce que disent ses colonnes, et les territoires"
    )
    parser.add_argument(
        "--date",
        type=jour,
        metavar="AAAA-MM-JJ",
        help="le jour de l’extrait, si son nom ne le dit pas\u00a0; un flux de la CNAF dit le sien",
    )
    parser.add_argument("--departement", metavar="CODE")
    parser.add_argument(
        "--confirmer", action="store_true", help="accepter plus de 10\u00a0%% d’affectations changées"
    )
    parser.add_argument("--a-blanc", action="store_true", help="dire ce qui serait fait, sans rien écrire")
    parser.set_defaults(executer=executer)
    kept = subparsers.add_parser("rapports", help="relire les rapports des déversements")
    kept.add_argument("rang", type=int, nargs="?", metavar="N", help="celui à lire\u00a0: 1 est le dernier")
    kept.set_defaults(executer=relire)


def executer(args: argparse.Namespace, serveur: Serveur) -> int:
    """Pour, print the report and keep it. Raises RefusedError for a file refused whole."""
    rapports, now = Rapports(serveur.rapports), serveur.clock.now()
    octets, nom = _octets(args.fichier), args.fichier.name
    correspondance = Correspondance("", {})
    if args.correspondance:
        correspondance = lire_correspondance(_octets(args.correspondance))
    try:
        day = _jour(octets, nom, args.date)
        if not (args.confirmer or args.a_blanc) and (former := rapports.depasse(octets)):
            raise _deja_verse(former)
        demande = Demande(
            args.departement, correspondance, day, confirmer=args.confirmer, a_blanc=args.a_blanc
        )
        done = deverser(serveur.engine, octets, demande, clock=serveur.clock, ids=serveur.ids)
    except RefusedError as refusal:
        if not args.a_blanc:
            _garder(partial(rapports.garder_refus, octets, nom, str(refusal), now))
        raise
    print(done.texte())
    if not done.a_blanc:
        _garder(partial(rapports.garder, octets, nom, done, now))
    return done.code_de_sortie


def relire(args: argparse.Namespace, serveur: Serveur) -> int:
    """Print one report, or the list of those that are kept, the last first. Raises RefusedError."""
    kept = Rapports(serveur.rapports).liste()[::-1]
    if args.rang is None:
        for rank, one in enumerate(kept, 1):
            title = one.texte().partition("\n")[0]
            print(f"{rank:>4}  {one.quand.astimezone(PARIS):%d/%m/%Y %H:%M}  {title}")
        if not kept:
            print("Aucun rapport n’est gardé ici.")
        return 0
    if not 1 <= args.rang <= len(kept):
        raise RefusedError(f"Il y a {len(kept)} rapports gardés\u00a0: aucun ne porte le rang {args.rang}.")
    print(kept[args.rang - 1].texte(), end="")
    return 0


def _garder(keep: Callable[[], Path | None]) -> None:
    """Keep a report; what was poured stays poured if the disk refuses it."""
    try:
        path = keep()
    except OSError as error:
        print(f"Le rapport n’a pas pu être gardé\u00a0: {error.strerror}.", file=sys.stderr)
        return
    if path is not None:
        print(f"\nRapport gardé\u00a0: {path}", file=sys.stderr)


def _jour(octets: bytes, nom: str, donne: dt.date | None) -> dt.date | None:
    """Return the day of the extract, given or read in its name. Raises FichierRefuseError if they differ."""
    if nature(octets) is Nature.CNAF:
        return donne
    told = {f"{found['a']}-{found['m']}-{found['j']}" for one in _JOURS for found in one.finditer(nom)}
    try:
        (read,) = map(dt.date.fromisoformat, told)
    except ValueError:
        return donne  # no day, or several, or one that no calendar has
    if donne not in (None, read):
        raise FichierRefuseError(f"son nom dit le {short_date(read.isoformat())}, et --date un autre jour")
    return read


def _deja_verse(former: Garde) -> AConfirmerError:
    return AConfirmerError(
        "Rien n’a été modifié\u00a0: ce fichier, au caractère près, a déjà été déversé comme celui du"
        f" {short_date(former.date)}, et un autre l’a été depuis. C’est sans doute celui d’un jour passé."
        " Si c’est bien le bon, recommencez avec --confirmer.",
        "R-GEN-6",
    )


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
