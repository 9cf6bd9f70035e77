"""What the server takes: pushes and pulls of 1, 10 and 50 référents at once, on PostgreSQL.

Per core means: for each second of processor that the server and PostgreSQL together used. The référents
are threads of one process of their own, which sends ready-made bodies and reads no more than a status.
"""

import http.client
import multiprocessing
import statistics
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe

import msgspec
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.central import CLOCK, PASSWORD, Central
from bench.table import Figure
from domain.clock import instant
from domain.exchange.bref import bref
from domain.exchange.v1 import Change, Op, Request, Response
from domain.fields import Value
from domain.ids import Ids
from server.services.connexion import Poste, sign_in

CROWDS = (1, 10, 50)
SECONDS = 6.0
CHANGES = 5
_WORDS = "Elle avance dans ses démarches, avec l’appui de son référent et de ses proches. " * 12


@dataclass(slots=True)
class Referent:
    """One account on one device: its line, its cursor, its numbers."""

    jeton: str
    compte: str
    appareil: str
    cursor: str | None
    dossier: str
    n: int = 0

    def push(self, ids: Ids) -> bytes:
        """Return the body that brings a new entretien and its four thèmes."""
        entretien, at = ids.new(), instant(CLOCK.now())
        changes = []
        for rank in range(CHANGES):
            self.n += 1
            kind, record = ("theme_entretien", ids.new()) if rank else ("entretien", entretien)
            words: dict[str, Value] = {"suite": _WORDS}
            if rank:
                words = {"entretien": entretien, "rang": rank, "synthese": _WORDS}
            changes.append(
                Change(ids.new(), self.n, kind, record, self.dossier, Op.CREATE, at, self.compte, set=words)
            )
        return self.body(changes)

    def body(self, changes: list[Change]) -> bytes:
        """Return a body ready to leave."""
        return zstandard.compress(
            msgspec.json.encode(bref(Request(self.appareil, "mesure/1", self.cursor, changes))), 3
        )


def measure(central: Central) -> list[Figure]:
    """Measure each crowd, first at sending, then at asking."""
    referents = [_referent(central, f"referent{rank}") for rank in range(max(CROWDS))]
    kinds = {"push": f"envois de {CHANGES} modifications", "pull": "demandes sans rien de neuf"}
    return [
        _measure(central, referents[:crowd], what, words) for what, words in kinds.items() for crowd in CROWDS
    ]


def _referent(central: Central, identifiant: str) -> Referent:
    """Sign in a device beside the network, where nobody counts attempts, and bring it up to date."""
    key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    device = central.serveur.ids.new()
    opened = sign_in(central.serveur, identifiant, PASSWORD, Poste(device, "Mesure", key))
    referent = Referent(opened.jeton, str(opened.compte.id), device, None, "")
    line = _line(central.url)
    while True:
        answer = msgspec.json.decode(_send(line, referent, referent.body([])), type=Response)
        referent.cursor = answer.page.cursor
        referent.dossier = next(iter(answer.page.enter), referent.dossier)
        if not answer.page.more:
            return referent


def _measure(central: Central, referents: list[Referent], what: str, words: str) -> Figure:
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    arguments = (theirs, central.url, referents, what)
    process = multiprocessing.get_context("spawn").Process(target=_crowd, args=arguments)
    process.start()
    ours.recv()  # everybody is connected
    before, start = central.cpu(), time.perf_counter()
    ours.send(None)
    times, numbers = ours.recv()
    elapsed, cpu = time.perf_counter() - start, central.cpu() - before
    process.join()
    for referent, number in zip(referents, numbers, strict=True):
        referent.n = number
    cuts = statistics.quantiles(times, n=100)
    note = f"{len(times) / elapsed:.0f} par seconde\u00a0; p50 {cuts[49] * 1000:.0f}, "
    note += f"p95 {cuts[94] * 1000:.0f}, p99 {cuts[98] * 1000:.0f} ms"
    who = "référent" if len(referents) == 1 else "référents"
    return Figure(f"{words}, {len(referents)} {who}", len(times) / cpu, "/s/cœur", None, note)


def _crowd(pipe: Pipe, url: str, referents: list[Referent], what: str) -> None:
    """Run in a process of its own: each référent one request after the other, until the time is up."""
    ids = Ids(CLOCK)
    times: list[float] = []
    ready = threading.Barrier(len(referents) + 1)
    until = [0.0]

    def work(referent: Referent) -> None:
        line = _line(url)
        empty = referent.body([])
        ready.wait()
        ready.wait()
        while time.perf_counter() < until[0]:
            body = referent.push(ids) if what == "push" else empty
            start = time.perf_counter()
            _send(line, referent, body)
            times.append(time.perf_counter() - start)

    threads = [threading.Thread(target=work, args=(referent,)) for referent in referents]
    for thread in threads:
        thread.start()
    ready.wait()
    pipe.send(None)
    pipe.recv()
    until[0] = time.perf_counter() + SECONDS
    ready.wait()
    for thread in threads:
        thread.join()
    pipe.send((times, [referent.n for referent in referents]))


def _line(url: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)


def _send(line: http.client.HTTPConnection, referent: Referent, body: bytes) -> bytes:
    headers = {"Authorization": f"Bearer {referent.jeton}", "Content-Encoding": "zstd"}
    headers |= {"Accept-Encoding": "zstd", "Content-Type": "application/json"}
    line.request("POST", "/sync", body, headers)
    answer = line.getresponse()
    content = answer.read()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{answer.status}: {content[:200]!r}")
    if answer.headers.get("Content-Encoding") == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(content)
    return content
