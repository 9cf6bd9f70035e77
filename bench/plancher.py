"""The floor: what anything in Python must at least do to bring rows into an encrypted file.

Dump to JSON, compress, decompress, parse, insert in one SQLCipher table without index. Measured in the
same run as ours, so that the ratio holds whatever else the machine is doing.
"""

import gzip
import json
import time
from pathlib import Path

import sqlcipher3
import zstandard

from bench.lignes import Row

KEY = f"PRAGMA key = \"x'{'00' * 32}'\""


def gzip_(folder: Path, source: list[Row]) -> tuple[float, int]:
    """Return seconds and compressed bytes with gzip, as the published figures of others were measured."""
    start = time.perf_counter()
    packed = gzip.compress(json.dumps(source, ensure_ascii=False).encode(), 6)
    rows = json.loads(gzip.decompress(packed))
    _insert(folder / "plancher-gzip.db", rows)
    return time.perf_counter() - start, len(packed)


def zstd(folder: Path, source: list[Row]) -> tuple[float, int]:
    """Return seconds and compressed bytes with zstd-3, which costs a tenth."""
    start = time.perf_counter()
    packed = zstandard.compress(json.dumps(source, ensure_ascii=False).encode(), 3)
    rows = json.loads(zstandard.decompress(packed))
    _insert(folder / "plancher-zstd.db", rows)
    return time.perf_counter() - start, len(packed)


def _insert(path: Path, rows: list[Row]) -> None:
    path.unlink(missing_ok=True)
    with sqlcipher3.dbapi2.connect(str(path)) as connection:
        connection.execute(KEY)
        connection.execute("CREATE TABLE ligne (id TEXT PRIMARY KEY, t TEXT, dossier TEXT, contenu TEXT)")
        lines = (
            (row["id"], row["t"], row["dossier_id"], json.dumps(row, ensure_ascii=False)) for row in rows
        )
        connection.executemany("INSERT INTO ligne VALUES (?, ?, ?, ?)", lines)
        connection.commit()
    connection.close()
