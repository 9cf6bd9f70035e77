"""The contract between a replica and the central server, version 1 (design §3, decisions 1–17).

One endpoint, ``POST /sync``. Up go the changes, the cursor and the identity of the device; down
come one answer per change, a page of rows in the server's order, and a digest.

What a receiver does not know it keeps: ``Page.rows`` names its columns, so that a column added
by a newer server is stored aside (decision 19), and unknown *kinds* likewise. The fixtures of
``tests/domain/exchange`` freeze this version: a change here that breaks them needs a version 2.
"""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from domain.fields import Value

VERSION = 1
OLDEST = 1
"""First version whose pull is served; «two versions back» begins with version 2 (decision 19)."""

PRODUCT_HEADER = "Permanence"
"""Header of every answer of the server, with its version: a captive portal has none."""

META_COLUMNS = ("id", "dossier", "rev", "cree_par", "cree_le", "modifie_par", "modifie_le")
"""Columns that every row carries before the fields of its form."""


class Op(StrEnum):
    """What a change does to its record."""

    CREATE = "create"
    SET = "set"
    DELETE = "delete"


class Outcome(StrEnum):
    """What became of a change. All but ``APPLIED`` and ``MERGED`` leave something to a person."""

    APPLIED = "applied"
    MERGED = "merged"  # others changed other fields meanwhile
    CONFLICT = "conflict"  # the same field changed meanwhile: kept aside on both sides
    REFUSED = "refused"  # a rule says no: kept aside on both sides
    QUARANTINED = "quarantined"  # the dossier left the author's scope: handed to who has it now


@dataclass(frozen=True, slots=True)
class Change:
    """One user's change to one record, numbered without gaps per device.

    ``set`` holds the new value of each field touched, ``was`` the value the editor was loaded
    with. For a CODES field the value in ``set`` is ``{"add": [...], "remove": [...]}``. ``at`` is the
    device's clock (an instant), information only; ``by`` is the account. ``settings``: revision of
    the département's settings the change was made under (decision 20).
    """

    id: str
    n: int
    kind: str
    record: str
    dossier: str | None
    op: Op
    at: str
    by: str
    base_rev: int = 0
    set: dict[str, Value] = field(default_factory=dict)
    was: dict[str, Value] = field(default_factory=dict)
    settings: int = 0


@dataclass(frozen=True, slots=True)
class Contested:
    """One field that changed meanwhile: the server's value, who wrote it and when."""

    field: str
    value: Value
    by: str | None
    at: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of the change ``id``; ``duplicate`` if it had been answered before.

    ``rev`` is the record's revision after the change. ``contested``: the fields held aside.
    """

    id: str
    n: int
    outcome: Outcome
    rev: int = 0
    duplicate: bool = False
    contested: list[Contested] = field(default_factory=list)
    rule: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one kind: ``columns`` once, then one list of values per row, tombstones apart."""

    kind: str
    columns: list[str]
    rows: list[list[Value]]


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A record that is no more."""

    kind: str
    record: str
    dossier: str | None
    rev: int


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of the server's state, to be written with ``cursor`` in one transaction.

    ``enter``: dossiers of which this page brings everything; ``leave``: dossiers to retire.
    ``wide``: it brings everything that belongs to no dossier. ``more``: ask again at once.
    ``mine``: rows that this device alone has just written, without the long texts it has sent.
    """

    cursor: str
    more: bool = False
    rows: list[Rows] = field(default_factory=list)
    gone: list[Tombstone] = field(default_factory=list)
    enter: list[str] = field(default_factory=list)
    leave: list[str] = field(default_factory=list)
    wide: bool = False
    mine: list[Rows] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Digest:
    """Count and sum of the fingerprints of all rows the user may see: see :func:`fingerprint`."""

    count: int
    sum: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a replica asks when it may differ from the server: most requests have none.

    ``digests``: give them dossier by dossier. ``again``: bring these dossiers whole once more.
    ``rows``: tell which rows these dossiers have. ``''`` stands for what belongs to no dossier.
    """

    digests: bool = False
    again: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Proof:
    """The answer to a doubt: ``(dossier, count, sum)`` as in :class:`Digest`; rows, deleted ones too.

    The columns of ``rows`` are ``id``, ``rev`` and ``modifie_le``. ``ahead``: the replica has received
    what this base does not know of, so that their revisions cannot be compared.
    """

    digests: list[tuple[str, int, int]] = field(default_factory=list)
    rows: list[Rows] = field(default_factory=list)
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What a device sends. ``cursor`` is what its last stored page said: it is the receipt.

    ``server``: the server this replica belongs to, see :func:`identity`; empty if it never learned it.
    ``clock``: the device's clocks read at this sending, as ``domain.accord.horloge`` writes them; empty
    when no accord is sent, to which alone they matter.
    """

    device: str
    program: str
    cursor: str | None = None
    changes: list[Change] = field(default_factory=list)
    version: int = VERSION
    server: str = ""
    doubt: Doubt | None = None
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Revocation:
    """The server's word that a device is one no more: since ``le`` (an instant), signed (base64).

    The signature, by the server's own key, is over :func:`revocation_text`: what erases a replica must
    come from nobody else, whatever answers in the server's name on a network.
    """

    le: str
    signature: str


@dataclass(frozen=True, slots=True)
class Response:
    """What the server answers, after its commit. ``digest`` comes with the last page only.

    ``acknowledged``: greatest ``n`` the server knows of this device. ``now``: its clock.
    ``notice``: words to show to the user (an update to install…), empty most of the time.
    ``version`` is the server's own, ``oldest`` the first whose pull it serves: it takes every push.
    ``revocation``: this device only hands its work over, and receives nothing (decision 25).
    """

    epoch: str
    now: str
    acknowledged: int
    page: Page
    answers: list[Answer] = field(default_factory=list)
    digest: Digest | None = None
    notice: str = ""
    version: int = VERSION
    oldest: int = OLDEST
    proof: Proof | None = None
    revocation: Revocation | None = None


def revocation_text(device: str, le: str) -> bytes:
    """Return the bytes that a revocation signs: they name one device and cannot serve for another."""
    return f"permanence revocation 1\n{device}\n{le}".encode()


def fingerprint(kind: str, record: str, rev: int) -> int:
    """Return 63 bits that stand for one version of one row.

    A digest is their sum modulo 2**63: it can be kept up to date row by row on both sides, in
    any order, and compared in one number.
    """
    digest = hashlib.blake2b(f"{kind}:{record}:{rev}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) & DIGEST_MASK


def identity(departement: str, key: bytes) -> str:
    """Return the name by which a replica knows its server: a département and the server's own key.

    A server put back from a backup with its secret is the same server; another one never is (rule 20
    of the lessons), whatever its address.
    """
    return f"{departement}-{hashlib.blake2b(key, digest_size=6).hexdigest()}"


DIGEST_MASK = (1 << 63) - 1
