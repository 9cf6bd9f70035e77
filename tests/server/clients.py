"""A device as the server sees one: it speaks HTTP and signs with its own key."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import requests
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.exchange.v1 import DIGEST_MASK, Answer, Change, Digest, Op, Request, Response, fingerprint
from domain.fields import Value
from domain.ids import Ids
from tests.server.clocks import StoppedClock

PASSWORD = "mot de passe d’essai"
AT = "2026-11-20T08:00:00.000Z"


class Device:
    """One replica of one account, kept in a dictionary: what it was told, as it was told."""

    def __init__(self, url: str, identifiant: str) -> None:
        self.url = url
        self.identifiant = identifiant
        self.ids = Ids(StoppedClock())
        self.id = self.ids.new()
        self.key = Ed25519PrivateKey.generate()
        self.token = ""
        self.compte: dict[str, Any] = {}
        self.n = 0
        self.clock = ""  # what its requests say of its clocks
        self.cursor: str | None = None
        self.epoch = ""
        self.rows: dict[tuple[str, str], dict[str, Any]] = {}
        self.digest: Digest | None = None
        self.entered: list[str] = []
        self.left: list[str] = []

    def connect(self, password: str = PASSWORD) -> requests.Response:
        key = base64.b64encode(self.key.public_key().public_bytes_raw()).decode()
        answer = requests.post(
            f"{self.url}/connexion",
            json={
                "identifiant": self.identifiant,
                "mot_de_passe": password,
                "appareil": {"id": self.id, "nom": "Poste d’essai", "cle_publique": key},
            },
            timeout=60,
        )
        if answer.status_code == 200:
            self.token = answer.json()["jeton"]
            self.compte = answer.json()["compte"]
        return answer

    def change(
        self,
        kind: str,
        record: str,
        set_: Mapping[str, Value] | None = None,
        *,
        op: Op = Op.SET,
        dossier: str | None = None,
        was: Mapping[str, Value] | None = None,
        base_rev: int | None = None,
        by: str | None = None,
    ) -> Change:
        """Number a change as the next one of this device, made on what it holds."""
        self.n += 1
        held = self.rows.get((kind, record), {"rev": 0})
        return Change(
            id=self.ids.new(),
            n=self.n,
            at=AT,
            by=by or self.compte["id"],
            kind=kind,
            record=record,
            dossier=dossier,
            op=op,
            base_rev=held["rev"] if base_rev is None else base_rev,
            set=dict(set_ or {}),
            was=dict(was or {}),
        )

    def post(self, *changes: Change, cursor: str | None = None, compress: bool = True) -> requests.Response:
        body = msgspec.json.encode(Request(self.id, "essai", cursor, list(changes), clock=self.clock))
        headers = {"authorization": f"Bearer {self.token}", "accept-encoding": "zstd"}
        if compress:
            body, headers["content-encoding"] = zstandard.compress(body), "zstd"
        return requests.post(f"{self.url}/sync", data=body, headers=headers, timeout=60)

    def exchange(self, *changes: Change) -> Response:
        """Send one request and store its page as a replica would."""
        answer = self.post(*changes, cursor=self.cursor)
        assert answer.status_code == 200, answer.text
        response = read(answer)
        self._store(response, changes)
        return response

    def push(self, *changes: Change) -> list[Answer]:
        return self.exchange(*changes).answers

    def sync(self) -> int:
        """Pull until there is no more, and return the number of requests it took."""
        self.entered, self.left = [], []
        for count in range(1, 100):
            if not self.exchange().page.more:
                return count
        raise AssertionError("the server never ends")

    def held(self) -> Digest:
        """Return the digest of what this replica holds."""
        total = sum(fingerprint(kind, record, row["rev"]) for (kind, record), row in self.rows.items())
        return Digest(len(self.rows), total & DIGEST_MASK)

    def dossiers(self) -> set[str]:
        return {record for kind, record in self.rows if kind == "dossier"}

    def _store(self, response: Response, changes: Sequence[Change]) -> None:
        page = response.page
        self.entered += page.enter
        self.left += page.leave
        gone = {*page.enter, *page.leave}  # what enters comes whole: it replaces what was held
        self.rows = {key: row for key, row in self.rows.items() if row["dossier"] not in gone}
        if response.epoch != self.epoch:
            self.rows, self.epoch = {}, response.epoch
        for rows in page.rows:
            for values in rows.rows:
                row = dict(zip(rows.columns, values, strict=True))
                self.rows[rows.kind, str(row["id"])] = row
        for rows in page.mine:
            for values in rows.rows:
                row = dict(zip(rows.columns, values, strict=True))
                here = self.rows.get((rows.kind, str(row["id"])), {})
                for change in changes:  # what a replica would show already
                    here = here | change.set if change.record == row["id"] else here
                self.rows[rows.kind, str(row["id"])] = here | row
        for stone in page.gone:
            self.rows.pop((stone.kind, stone.record), None)
        self.cursor, self.digest = page.cursor, response.digest
        if response.digest is not None:
            assert self.held() == response.digest, "the replica and the server differ"


def read(answer: requests.Response) -> Response:
    raw = answer.content
    if answer.headers.get("content-encoding") == "zstd" and raw[:4] == b"\x28\xb5\x2f\xfd":
        raw = zstandard.ZstdDecompressor().decompressobj().decompress(raw)
    return msgspec.json.decode(raw, type=Response)
