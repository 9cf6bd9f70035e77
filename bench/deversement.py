"""What a pouring of 10,000 lines takes, the first time and again, beside the least it could cost.

The least: the same file read with ``csv`` alone, and as many rows put into a bare SQLite. Extract and
flow speak of persons of their own, one household of the flow in three being a couple.
"""

import csv
import datetime as dt
import io
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

from bench.central import CLOCK
from bench.table import Figure
from domain.ids import Ids
from domain.profils import Profile
from server import migrations
from server.genesis.correspondance import Correspondance
from server.genesis.deversement import Demande, deverser
from server.models.base import open_engine
from server.serveur import Serveur
from server.services.comptes import NouveauCompte, create_compte
from server.services.departements import create_departement
from server.services.secret import Secret
from tests import postgresql
from tests.server.genesis.classeurs import classeur
from tests.server.genesis.extraits import Ligne, correspondance, fichier, ligne
from tests.server.genesis.flux_essai import flux, foyer, personne

LIGNES, REFERENTS = 10_000, 50
PREMIER, ENSUITE = 15.0, 5.0
_JOUR = dt.date(2025, 1, 6)
_COUPLES = 3
_RESSOURCES = (
    "<Ressources>"
    + "<DetailRessourcesMensuelles><NATRESS>001</NATRESS><MTNATRESSMEN>0001675.00</MTNATRESSMEN>"
    "</DetailRessourcesMensuelles>" * 9 + "</Ressources>"
)


def measure() -> Iterator[Figure]:
    """Measure each kind of file on SQLite, and the extract on PostgreSQL where there is one."""
    lignes = [_ligne(rang) for rang in range(LIGNES)]
    texte = fichier(*lignes)
    floor = _plancher(texte)
    for quoi, octets, lue in (
        ("extrait CSV", texte, correspondance()),
        ("extrait XLSX", classeur(*lignes), correspondance()),
        ("flux CNAF", flux(*map(_foyer, range(LIGNES)), date=_JOUR.isoformat()), Correspondance("", {})),
    ):
        with tempfile.TemporaryDirectory() as name:
            engine = open_engine(f"sqlite:///{Path(name) / 'mesure.sqlite3'}")
            yield from _deux_fois(f"{quoi}, SQLite", engine, octets, lue, floor)
    try:
        with postgresql.start(durable=True).database("template1") as url:
            yield from _deux_fois("extrait CSV, PostgreSQL", open_engine(url), texte, correspondance(), floor)
    except (FileNotFoundError, RuntimeError) as error:
        yield Figure("déversement sur PostgreSQL", None, "", None, str(error))


def _deux_fois(
    quoi: str, engine: Engine, octets: bytes, lue: Correspondance, floor: float
) -> Iterator[Figure]:
    """Pour into a new base, then the same again."""
    migrations.upgrade(engine)
    serveur = Serveur(engine, CLOCK, Ids(CLOCK), Secret(b"mesure de la clef du serveur 123"))
    create_departement(serveur, "07", "Mesure")
    for rang in range(REFERENTS):
        create_compte(
            serveur,
            NouveauCompte(f"r{rang}@essai.invalid", "MESURE", _prenom(rang), Profile.REFERENT),
            None,
            departement="07",
        )
    demande = Demande("07", lue, _JOUR if lue.colonnes else None)
    for fois, target in (("d’abord", PREMIER), ("à nouveau", ENSUITE)):
        start, cpu = time.perf_counter(), time.process_time()
        done = deverser(engine, octets, demande, clock=CLOCK, ids=serveur.ids)
        elapsed, cpu = time.perf_counter() - start, time.process_time() - cpu
        note = f"{done.crees} créés, {done.inchanges} inchangés, {len(octets) / 1e6:.1f} Mo"
        note += f", {cpu:.1f} s de processeur"
        yield Figure(
            f"{LIGNES} lignes, {quoi}, {fois}", elapsed, "s", target, note, ("csv et SQLite nus", floor)
        )
    engine.dispose()


def _plancher(octets: bytes) -> float:
    """Return the seconds that reading the file and inserting its rows take without us."""
    with tempfile.TemporaryDirectory() as name:
        start = time.perf_counter()
        rows = list(csv.reader(io.StringIO(octets.decode("cp1252")), delimiter=";"))
        base = sqlite3.connect(Path(name) / "nue.sqlite3")
        with base:
            base.execute(f"CREATE TABLE extrait ({', '.join(f'c{rank}' for rank in range(len(rows[0])))})")
            base.executemany(f"INSERT INTO extrait VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608
        base.close()
        return time.perf_counter() - start


def _ligne(rang: int) -> Ligne:
    return ligne(
        rang + 1,
        nir=_nir(rang),
        cp_ville=f"00{1 + rang % 2}00 Montauran",
        referent=f"MESURE {_prenom(rang % REFERENTS)}",
        foyer=str(rang // 2) if rang % _COUPLES else "",
    )


def _prenom(rang: int) -> str:
    return f"Prenom{rang}"


def _foyer(rang: int) -> str:
    adults = [personne(nom=f"GALOUDRE{rang}", nir=_nir(2 * rang), role="DEM")]
    if rang % _COUPLES == 0:
        adults.append(personne(nom=f"MONTIGNAC{rang}", nir=_nir(2 * rang + 1)))
    told = (one.replace("<MontantCalcul", f"{_RESSOURCES}<MontantCalcul", 1) for one in adults)
    return foyer(*told, matricule=f"{2_000_000 + rang}00000000")


def _nir(rang: int) -> str:
    return f"2840307{rang:06d}"
