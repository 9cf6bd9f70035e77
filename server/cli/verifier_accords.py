"""``permanence-server verifier-accords``: verify every accord again, from what the base holds."""

import argparse
from collections import Counter

from sqlalchemy import select

from domain.accord.verification import Gravite
from domain.french import plural
from server.models import departement
from server.serveur import Serveur
from server.services.departements import departement_of
from server.services.sms.chaine import cle_du_serveur
from server.services.verification import Bilan, verify_accords

_COLUMNS = ("appareil", "compte", "accords", "valides", "caducs", "signalés", "rompus")
_WEIGHTS = (Gravite.ORDRE, Gravite.CADUC, Gravite.SIGNALE, Gravite.ROMPU)


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "verifier-accords",
        help="vérifier à nouveau tous les accords (code 1 si l’un d’eux est rompu)",
        description="Relit chaque accord\u00a0: texte, empreinte, signature, place dans la suite de son "
        "appareil, valeur et heure. N’écrit rien.",
    )
    parser.add_argument("--departement", metavar="CODE", help="celui-ci seulement (tous sinon)")
    parser.set_defaults(executer=executer)


def executer(args: argparse.Namespace, serveur: Serveur) -> int:
    """Verify and print a table, then what is not in order; 1 if an accord is broken."""
    key = cle_du_serveur(serveur)
    with serveur.engine.connect() as connection:
        every = select(departement.c.code).order_by(departement.c.code)
        code = args.departement and departement_of(connection, args.departement)
        codes = [code] if code else connection.execute(every).scalars().all()
        found = [bilan for code in codes for bilan in verify_accords(connection, code, key)]
    if not found:
        print("Aucun accord.")
        return 0
    total = sum((bilan.comptes for bilan in found), Counter[Gravite]())
    _print([_COLUMNS, *map(_line, found), ("total", "", *_counts(total))])
    for bilan in found:
        for accord, constat in bilan.faits:
            where = f"accord {accord}, appareil {bilan.appareil}"
            print(f"{constat.gravite.upper():8} {where}\u00a0: {constat.texte}")
    broken = total[Gravite.ROMPU]
    print(f"{plural(broken, 'accord rompu', 'accords rompus')}." if broken else "Aucun accord n’est rompu.")
    return 1 if broken else 0


def _line(bilan: Bilan) -> tuple[str, ...]:
    return bilan.appareil, bilan.compte, *_counts(bilan.comptes)


def _counts(counted: Counter[Gravite]) -> tuple[str, ...]:
    return tuple(map(str, (counted.total(), *(counted[weight] for weight in _WEIGHTS))))


def _print(lines: list[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        left = [cell.ljust(width) for cell, width in zip(line[:2], widths, strict=False)]
        right = [cell.rjust(width) for cell, width in zip(line[2:], widths[2:], strict=True)]
        print("  ".join((*left, *right)))
