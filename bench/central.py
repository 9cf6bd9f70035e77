"""A central server to measure: a real PostgreSQL that keeps what it says, or a SQLite file, and its process.

3,660 dossiers of the shared generator, seen through accounts of different sizes: the secretariat of
``NORD`` has 150 of them, that of both territories 2,500, that of all three 3,660. The référent
``mesure`` accompanies the first 1,500; the others are shared among fifty référents.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import Engine

from bench.lignes import Row, mapped, source_rows
from domain.clock import SystemClock
from domain.ids import Ids
from domain.profils import Profile
from server import migrations
from server.models.base import open_engine
from server.serveur import Serveur
from server.services.comptes import NouveauCompte, create_compte
from server.services.departements import create_departement
from server.services.ecriture import Ecriture
from server.services.secret import Secret
from tests import postgresql

PASSWORD = "Mesure de vitesse"
DOSSIERS, PETIT, REFERENT, SECRETARIAT = 3_660, 150, 1_500, 2_500
REFERENTS = 50
CLOCK = SystemClock()
_LIGHT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # passwords are not what is measured
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Central:
    """A server that runs, and the same base opened from here, to pour and to sign in."""

    serveur: Serveur
    url: str
    pid: int

    @property
    def engine(self) -> Engine:
        """Return the base, reached beside the running server."""
        return self.serveur.engine

    @contextmanager
    def ecriture(self, *, retenue: bool = False) -> Iterator[Ecriture]:
        """Write as a pouring does: what is written reaches the devices."""
        with self.engine.begin() as connection:
            ecriture = Ecriture(connection, "07", None, CLOCK, self.serveur.ids, retenue=retenue)
            yield ecriture
            ecriture.terminer()

    def cpu(self) -> float:
        """Return the seconds of processor taken so far by the server and by PostgreSQL."""
        return sum(_cpu(pid) for pid in [self.pid, *_postgresql()])


@contextmanager
def sur_postgresql(folder: Path) -> Iterator[Central]:
    """Serve from a PostgreSQL with fsync, as in production. Raises RuntimeError where there is none."""
    server = postgresql.start(durable=True)
    server.execute("CREATE DATABASE mesures")
    with serving(folder, server.url("mesures")) as central:
        yield central


@contextmanager
def serving(folder: Path, base: str, dossiers: int = DOSSIERS) -> Iterator[Central]:
    """Fill an empty base and serve it. Raises FileNotFoundError without the generator."""
    engine = open_engine(base)
    migrations.upgrade(engine)
    key = folder / "serveur.cle"
    serveur = Serveur(engine, CLOCK, Ids(CLOCK), Secret.create(key), _LIGHT)
    _verser(serveur, source_rows(dossiers))
    words = [sys.executable, "-m", "server", "--base", base, "servir", "--port", "0"]
    process = subprocess.Popen(
        words, env={**os.environ, "PERMANENCE_CLE": str(key)}, stdout=subprocess.PIPE, text=True
    )
    try:
        said = process.stdout.readline() if process.stdout else ""
        found = re.search(r"http://\S+", said)
        if found is None:
            raise RuntimeError("the server did not start")
        yield Central(serveur, found.group(), process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        engine.dispose()


def _verser(serveur: Serveur, source: list[Row]) -> None:
    """Write accounts and rows through the server's own path of writing."""
    create_departement(serveur, "07", "Mesure")
    _compte(serveur, "petit", Profile.SECRETARIAT_DISPOSITIF, "nord")
    _compte(serveur, "secretariat", Profile.SECRETARIAT_DISPOSITIF, "nord", "sud")
    _compte(serveur, "tout", Profile.SECRETARIAT_DISPOSITIF, "nord", "sud", "hors_territoire")
    mesure = _compte(serveur, "mesure", Profile.REFERENT)
    referents = [_compte(serveur, f"referent{rank}", Profile.REFERENT) for rank in range(REFERENTS)]
    lots: dict[str, list[tuple[str | None, str | None, Row]]] = {}
    count = 0
    for kind, row in mapped(source):
        dossier, record = row.pop("dossier"), row.pop("id")
        if kind == "dossier":
            row["dtas"] = "nord" if count < PETIT else "sud" if count < SECRETARIAT else "hors_territoire"
            who = mesure if count < REFERENT else referents[count % REFERENTS]
            held: Row = {"referent": who, "role": "parcours", "debut": "2025-01-01"}
            lots.setdefault("affectation", []).append((None, record, held))
            count += 1
        lots.setdefault(kind, []).append((record, None if kind == "dossier" else dossier, row))
    with serveur.engine.begin() as connection:
        ecriture = Ecriture(connection, "07", None, CLOCK, serveur.ids)
        for kind, lot in lots.items():
            ecriture.creer_lot(kind, lot)
        ecriture.terminer()
    if serveur.engine.dialect.name == "postgresql":  # it would do so by itself, in the middle of a measure
        with serveur.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _compte(serveur: Serveur, identifiant: str, profil: Profile, *dtas: str) -> str:
    nouveau = NouveauCompte(identifiant, "Mesure", identifiant, profil, None, dtas)
    return create_compte(serveur, nouveau, PASSWORD, departement="07")


def _cpu(pid: int) -> float:
    """Return the processor seconds of a process and of its children that have ended (Linux)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / _TICK


def _postgresql() -> list[int]:
    """Return the processes of the PostgreSQL that these measures started, its children included."""
    mine = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            name, parent = (entry / "comm").read_text("utf-8"), (entry / "stat").read_text("utf-8")
        except OSError:
            continue
        if name.startswith("postgres"):
            mine.append((int(entry.name), int(parent.rpartition(")")[2].split()[1])))
    roots = {pid for pid, parent in mine if parent not in {pid for pid, _ in mine}}
    ours = {pid for pid in roots if f"-D {postgresql.start(durable=True).folder}" in _words(pid)}
    return [pid for pid, parent in mine if pid in ours or parent in ours]


def _words(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
