"""``permanence-server appareils`` and ``revoquer``: the devices of an account, and those lost or stolen."""

import argparse
import datetime as dt
from typing import Any

from sqlalchemy import Row

from domain.clock import read_instant
from domain.french import plural, when
from server.serveur import Serveur
from server.services.appelants import UNUSED
from server.services.postes import list_devices, revoke


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare both commands."""
    appareils = subparsers.add_parser("appareils", help="lister les postes d’un compte")
    appareils.add_argument("identifiant", help="compte dont on veut les postes")
    appareils.set_defaults(executer=_lister)
    revoquer = subparsers.add_parser(
        "revoquer",
        help="révoquer un poste perdu ou volé, ou tous ceux d’un compte",
        description="Un poste révoqué ne reçoit plus rien\u00a0; au prochain contact il remet ce qui n’était "
        "pas encore envoyé, mis de côté pour le service, puis oublie sa clé. Le compte reste ouvert\u00a0: "
        "«\u00a0comptes bloquer\u00a0» le ferme.",
    )
    revoquer.add_argument("nom", metavar="APPAREIL|COMPTE", help="identifiant du poste, ou compte")
    revoquer.set_defaults(executer=_revoquer)


def _lister(args: argparse.Namespace, serveur: Serveur) -> int:
    with serveur.engine.connect() as connection:
        rows = list_devices(connection, args.identifiant)
    oldest = serveur.clock.now() - UNUSED
    for row in rows:
        print("\t".join((row.id, row.nom, f"vu le {when(row.vu_le)}", _state(row, oldest))))
    if not rows:
        print("Ce compte n’a encore été ouvert sur aucun poste.")
    return 0


def _state(row: Row[Any], oldest: dt.datetime) -> str:
    if row.revoque_le is not None:
        return f"révoqué le {when(row.revoque_le)}"
    if row.jeton_annule_le is not None or read_instant(row.vu_le) < oldest:
        return "mot de passe demandé au prochain contact"
    return "en service"


def _revoquer(args: argparse.Namespace, serveur: Serveur) -> int:
    devices = revoke(serveur, args.nom)
    print(f"{plural(len(devices), 'poste révoqué', 'postes révoqués')}\u00a0: {', '.join(devices)}")
    return 0
