"""The first replica of three sizes, and a synchronisation that has nothing to do."""

import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from bench import plancher
from bench.central import DOSSIERS, PETIT, REFERENT, Central
from bench.lignes import source_rows
from bench.postes import Passe, Poste
from bench.relais import Relais
from bench.table import Figure

RUNS = 3
SIZES = {"petit": PETIT, "mesure": REFERENT, "tout": DOSSIERS}


def measure(folder: Path, central: Central) -> list[Figure]:
    """Fill replicas of 150, 1,500 and 3,660 dossiers from a server on PostgreSQL."""
    source = source_rows(REFERENT)
    floors: list[tuple[tuple[float, int], tuple[float, int]]] = []

    def floor() -> None:
        """Measure the floor beside each replica: a machine is not as fast from one minute to the next."""
        floors.append((plancher.gzip_(folder, source), plancher.zstd(folder, source)))

    found = {name: _replicas(folder, central, name, floor) for name in SIZES}
    with_gzip = statistics.median(packed[0] for packed, _ in floors)
    with_zstd = statistics.median(packed[0] for _, packed in floors)
    rows = {name: passes[0].bilan.recus for name, (passes, *_) in found.items()}
    times = {name: statistics.median(each.duree for each in passes) for name, (passes, *_) in found.items()}
    per_row = {name: times[name] / rows[name] * 1e6 for name in SIZES}
    passes, cpu, ours = found["mesure"]
    first = Figure(
        "première réplique, 1 500 dossiers, PostgreSQL",
        times["mesure"],
        "s",
        2.5,
        f"{rows['mesure']} lignes, {passes[0].bilan.requetes} requêtes, "
        f"{min(each.duree for each in passes):.2f} à {max(each.duree for each in passes):.2f} s\u00a0; "
        f"processeur du serveur et de sa base {cpu:.2f} s, du poste {ours:.2f} s\u00a0; "
        f"puis sa copie du jour {passes[0].copie:.2f} s".replace(".", ","),
        ("JSON, gzip, SQLCipher", with_gzip),
    )
    return [
        first,
        Figure("la même, contre un plancher en zstd", times["mesure"], "s", None, "", ("zstd", with_zstd)),
        Figure(
            "octets reçus pour elle",
            passes[0].bas / 1e6,
            "Mo",
            12,
            "",
            ("gzip des lignes", floors[0][0][1] / 1e6),
        ),
        *(
            Figure(
                f"temps par ligne, {count} dossiers",
                per_row[name],
                "µs",
                None,
                f"{rows[name]} lignes en {times[name]:.2f} s".replace(".", ","),
                ("150 dossiers", per_row["petit"]),
            )
            for name, count in SIZES.items()
        ),
        *_nothing(folder, central),
    ]


def _replicas(
    folder: Path, central: Central, name: str, before: Callable[[], None]
) -> tuple[list[Passe], float, float]:
    """Fill ``RUNS`` fresh replicas; return them, and the seconds of processor of one, there and here."""
    passes = []
    theirs = ours = 0.0
    for number in range(RUNS):
        before()
        poste = Poste(folder / f"{name}{number}", central.url, name)
        gc.collect()
        gc.disable()  # as in the application: see docs/decisions/0008
        there, here = central.cpu(), time.process_time()
        passes.append(poste.synchroniser())
        theirs, ours = theirs + central.cpu() - there, ours + time.process_time() - here
        gc.enable()
        poste.fermer()
    return passes, theirs / RUNS, ours / RUNS


def _nothing(folder: Path, central: Central) -> list[Figure]:
    """Synchronise again when nothing changed, for 150 and for 3,660 dossiers."""
    port = int(central.url.rpartition(":")[2])
    figures = []
    for name in ("petit", "tout"):
        with Relais(port) as relais:
            poste = Poste(folder / f"rien-{name}", relais.url, name)
            poste.synchroniser()
            poste.synchroniser()
            before = relais.compte.haut + relais.compte.bas
            passe = poste.synchroniser()
            size = relais.compte.haut + relais.compte.bas - before
            bodies = passe.haut + passe.bas
            poste.fermer()
        direct = Poste(folder / f"rien-direct-{name}", central.url, name)
        direct.synchroniser()
        elapsed = statistics.median(direct.synchroniser().duree for _ in range(10))
        direct.fermer()
        words = f"{passe.bilan.requetes} requête, dont {bodies} octets sans les en-têtes de HTTP"
        count = SIZES[name]
        figures += [
            Figure(f"rien à faire, {count} dossiers", size, "octets", 600, words),
            Figure(f"rien à faire, {count} dossiers, durée", elapsed * 1000, "ms", None),
        ]
    return figures
