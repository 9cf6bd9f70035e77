"""``permanence-server portes``: who passes which door, measured on a département made for it."""

import argparse
import tempfile
import time
from pathlib import Path

from argon2 import PasswordHasher

from domain.clock import SystemClock
from domain.ids import Ids
from server import migrations
from server.models.base import open_engine
from server.portes.mesure import mesurer, tableau
from server.serveur import Serveur
from server.services.secret import Secret

_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # these passwords guard nothing


def ajouter_commande(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "portes", help="éprouver chaque porte du serveur, pour chaque profil, sur une base jetable"
    )
    parser.set_defaults(executer=executer)


def executer(_args: argparse.Namespace, _serveur: Serveur | None) -> int:
    """Measure, print, and return 1 if a door does not answer as it must."""
    begun, clock = time.perf_counter(), SystemClock()
    with tempfile.TemporaryDirectory(prefix="permanence-portes-") as place:
        folder = Path(place)
        engine = open_engine(f"sqlite:///{folder / 'serveur.sqlite3'}")
        migrations.upgrade(engine)
        secret = Secret.create(folder / "serveur.cle")
        serveur = Serveur(engine, clock, Ids(clock), secret, _QUICK, contenus=folder / "contenus")
        mesures = mesurer(serveur)
        engine.dispose()
    wrong = sum(not mesure.juste for mesure in mesures)
    print(tableau(mesures))
    seconds = time.perf_counter() - begun
    told = f"{wrong} réponses inattendues, marquées (!)" if wrong else "chaque réponse est celle attendue"
    print(f"\n{len(mesures)} essais en {seconds:.1f}\u00a0s\u00a0: {told}.")
    print("«\u00a0remis\u00a0»\u00a0: gardé de côté pour qui suit le dossier, sans rien dire à qui l’envoie.")
    return 1 if wrong else 0
