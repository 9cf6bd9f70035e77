"""First replica, nothing to do, and the floor: the same rows as JSON, gzip and one SQLCipher table."""

import gzip
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sqlcipher3
from argon2 import PasswordHasher

from bench.lignes import mapped, source_rows
from bench.table import Figure
from desktop.models.replique import get
from desktop.services.bureau import Bureau
from desktop.services.ouverture import Portier
from desktop.sync.connexion import connecter, deposer
from desktop.sync.moteur import Bilan, Moteur
from desktop.sync.transport import Transport
from domain.clock import SystemClock
from domain.ids import Ids
from domain.profils import Profile
from server import migrations
from server.models.base import open_engine
from server.serveur import Serveur as Central
from server.services.comptes import NouveauCompte, create_compte
from server.services.departements import create_departement
from server.services.ecriture import Ecriture
from server.services.secret import Secret
from tests.end_to_end.serveur import Serveur

PASSWORD = "Mesure de vitesse"
RUNS = 3
CLOCK = SystemClock()


def measure() -> list[Figure]:
    """Measure the first replica of 150 dossiers and a synchronisation with nothing to do."""
    try:
        source = source_rows(150)
    except FileNotFoundError:
        return [Figure("première réplique, 150 dossiers", None, "s", 0.6, "générateur de lignes absent")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        serveur = Serveur(folder)
        _people(serveur, source)
        serveur.demarrer()
        try:
            floor = statistics.median(_floor(folder, source) for _ in range(RUNS))
            first, nothing = _replicas(folder, serveur.url)
        finally:
            serveur.arreter()
    seconds = statistics.median(elapsed for elapsed, _ in first)
    down = first[0][1]
    return [
        Figure(
            "première réplique, 150 dossiers (6 150 lignes)",
            seconds,
            "s",
            0.6,
            f"{down / 1e6:.2f} Mo reçus",
            ("plancher JSON + gzip + SQLCipher", floor),
        ),
        Figure("synchronisation sans rien à faire", nothing[1], "octets", 1024, f"{nothing[2]} requête"),
        Figure("synchronisation sans rien à faire, durée", nothing[0], "s", None),
    ]


def _people(serveur: Serveur, source: list[dict[str, object]]) -> None:
    """Write the rows as the server itself does, through its one path of writing."""
    engine = open_engine(f"sqlite:///{serveur.base}")
    migrations.upgrade(engine)
    secret = Secret.create(serveur.folder / "serveur.cle")
    ids = Ids(CLOCK)
    central = Central(engine, CLOCK, ids, secret, PasswordHasher())
    create_departement(central, "07", "Mesure")
    referent = create_compte(
        central, NouveauCompte("mesure", "Mesure", "Essai", Profile.REFERENT), PASSWORD, departement="07"
    )
    with engine.begin() as connection:
        ecriture = Ecriture(connection, "07", None, CLOCK, ids)
        dossiers: dict[str, str] = {}
        for kind, row in mapped(source):
            old = row.pop("dossier")
            record = row.pop("id")
            if kind == "dossier":
                dossiers[old] = ecriture.creer(kind, row, record=record)
                ecriture.creer(
                    "affectation",
                    {"referent": referent, "role": "parcours", "debut": "2025-01-01"},
                    dossier=dossiers[old],
                )
            else:
                ecriture.creer(kind, row, record=record, dossier=dossiers[old])
        ecriture.terminer()
    engine.dispose()


def _replicas(folder: Path, url: str) -> tuple[list[tuple[float, int]], tuple[float, int, int]]:
    first = []
    nothing = (0.0, 0, 0)
    for number in range(RUNS):
        portier = Portier(folder / f"poste{number}", CLOCK, Ids(CLOCK), connecter, deposer)
        bureau = portier.enroler(url, "mesure", PASSWORD)
        transport = Transport(url)
        run = _runner(bureau, transport)
        start = time.perf_counter()
        run()
        elapsed = time.perf_counter() - start
        first.append((elapsed, transport.traffic.down))
        before, start = transport.traffic, time.perf_counter()
        bilan = run()
        after = transport.traffic
        size = after.up + after.down - before.up - before.down
        nothing = (time.perf_counter() - start, size, bilan.requetes)
        transport.close()
        bureau.verrouiller()
    return first, nothing


def _runner(bureau: Bureau, transport: Transport) -> Callable[[], Bilan]:
    replique = bureau.poste.replique
    with replique.read() as connection:
        transport.token = get(connection, "jeton")
    return Moteur(replique, transport, CLOCK, Ids(CLOCK)).run


def _floor(folder: Path, source: list[dict[str, object]]) -> float:
    """Time what anything in Python must at least do: dump, gzip, gunzip, parse, insert encrypted."""
    path = folder / "plancher.db"
    path.unlink(missing_ok=True)
    start = time.perf_counter()
    packed = gzip.compress(json.dumps(source, ensure_ascii=False).encode(), 6)
    rows = json.loads(gzip.decompress(packed))
    with sqlcipher3.dbapi2.connect(str(path)) as connection:
        connection.execute(f"PRAGMA key = \"x'{'00' * 32}'\"")
        connection.execute("CREATE TABLE ligne (id TEXT PRIMARY KEY, t TEXT, dossier TEXT, contenu TEXT)")
        connection.executemany(
            "INSERT INTO ligne VALUES (?, ?, ?, ?)",
            [(row["id"], row["t"], row["dossier_id"], json.dumps(row, ensure_ascii=False)) for row in rows],
        )
        connection.commit()
    return time.perf_counter() - start
