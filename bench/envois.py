"""What goes up: 50 CERs and 50 entretiens at once, and an afternoon on a line that is cut."""

import statistics
import time
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, select

from bench.central import REFERENT, Central
from bench.lignes import Row, delta, mapped
from bench.postes import Passe, Poste
from bench.relais import Compte, Ligne, Relais
from bench.table import Figure
from desktop.models.changes import Changes
from desktop.models.tables import RECORDS
from desktop.sync.transport import UnreachableError

RUNS = 5
SLOW = Ligne(debit=64_000 / 8, latence=0.6, coupures=(("haut", 6_000), ("bas", 900)))
"""64 kbit/s, 600 ms there and back; cut in the middle of what goes up, then of what comes down."""
CERS, ENTRETIENS = 10, 20
_WAIT = 1.0  # seconds between two attempts; the application waits five


def measure(folder: Path, central: Central) -> list[Figure]:
    """Measure on the replica of the référent of 1,500 dossiers."""
    edited = delta(REFERENT)
    cers = [row for row in edited if row["t"] == "contrat"]
    entretiens = [row for row in edited if row["t"] == "entretien"]
    port = int(central.url.rpartition(":")[2])
    with Relais(port) as relais:
        poste = Poste(folder / "envois", relais.url, "mesure")
        poste.synchroniser()
        pushed = [_push(poste, relais.compte, cers, entretiens, turn) for turn in range(RUNS)]
        poste.fermer()
    passe, size = pushed[0]
    elapsed = statistics.median(each.duree for each, _ in pushed)
    note = (
        f"{passe.bilan.pris} modifications prises, {passe.bilan.requetes} requête\u00a0; {passe.haut} octets "
    )
    note += f"montent, {passe.bas} descendent"
    return [
        Figure("50 CER et 50 entretiens, PostgreSQL", elapsed * 1000, "ms", 150, note, ("Kinto", 794)),
        Figure("octets pour eux, tout compris", size / 1000, "ko", 55, "", ("Anki", 79.9)),
        *_afternoon(folder, port, cers, entretiens),
    ]


def _push(
    poste: Poste, compte: Compte, cers: list[Row], entretiens: list[Row], turn: int
) -> tuple[Passe, int]:
    _write(poste, cers, entretiens, turn)
    before = compte.haut + compte.bas
    passe = poste.synchroniser()
    if passe.bilan.pris != len(cers) + len(entretiens):
        raise RuntimeError(f"not everything was taken: {passe.bilan}")
    return passe, compte.haut + compte.bas - before


def _afternoon(folder: Path, port: int, cers: list[Row], entretiens: list[Row]) -> list[Figure]:
    with Relais(port) as relais:
        poste = Poste(folder / "apres-midi", relais.url, "mesure")
        poste.synchroniser()
        _write(poste, cers[:CERS], entretiens[:ENTRETIENS], RUNS)
        poste.transport.close()
        relais.ralentir(SLOW)
        before = relais.compte.haut + relais.compte.bas
        start, attempts = time.perf_counter(), 0
        while True:
            attempts += 1
            try:
                passe = poste.synchroniser()
            except UnreachableError:
                time.sleep(_WAIT)
            else:
                break
        elapsed = time.perf_counter() - start
        size = relais.compte.haut + relais.compte.bas - before
        cuts = relais.compte.coupures
        poste.fermer()
    if passe.bilan.envoyes != CERS + ENTRETIENS or passe.bilan.pris != CERS + ENTRETIENS:
        raise RuntimeError(f"not everything was taken: {passe.bilan}")
    trips = attempts - 1 + passe.bilan.requetes
    note = f"{cuts} coupures, {elapsed:.0f} s dont {attempts - 1} s d’attente entre deux essais"
    line = "un après-midi à 64 kbit/s, 600 ms, coupures"
    return [
        Figure(f"{line}\u00a0: allers-retours", trips, "", 3, note),
        Figure(f"{line}\u00a0: octets", size / 1000, "ko", 60, "ce qui fut coupé est compté"),
    ]


def _write(poste: Poste, cers: Iterable[Row], entretiens: Iterable[Row], turn: int) -> None:
    """Write as the screens do: one paragraph more in each CER, and new entretiens."""
    bureau = poste.bureau
    outbox = bureau.poste.outbox
    table = RECORDS["cer"]

    def work(connection: Connection) -> tuple[None, Changes]:
        for row in cers:
            seen = connection.execute(select(table.c.evaluation).where(table.c.id == row["id"])).scalar_one()
            paragraph = row["actions"].rpartition("\n")[2]
            text = f"{seen}\n{turn} {paragraph}"
            outbox.set(connection, "cer", row["id"], {"evaluation": text}, {"evaluation": seen})
        for row, (kind, fields) in zip(entretiens, mapped(list(entretiens)), strict=True):
            values = {name: value for name, value in fields.items() if name not in {"id", "dossier"}}
            outbox.create(connection, kind, row["dossier_id"], values)
        return None, Changes(wide=True)

    bureau.poste.replique.ecrivain.submit(work).result()
