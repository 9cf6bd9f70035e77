"""The cursor: where a replica is in the journal, and the receipt of the last page it stored."""

from dataclasses import dataclass

from server.services.secret import Secret

_PARTS = 7


@dataclass(frozen=True, slots=True)
class Curseur:
    """``(seq, id)``: last line of the journal applied, with its random ``stamp`` (decision 13).

    ``page``: number of the last page stored; the server compares it with what it noted of the
    pages it sent (``portee_appareil``). ``premiere``: the replica is still receiving its first
    state, in large pages (decision 4). ``n``: last number of the device that had been answered.
    """

    epoque: str
    seq: int = 0
    id: int = 0
    stamp: int = 0
    page: int = 0
    premiere: bool = True
    n: int = 0

    def write(self, secret: Secret, appareil: str) -> str:
        """Return the opaque text for the wire, good for one device only."""
        parts = (self.epoque, self.seq, self.id, self.stamp, self.page, int(self.premiere), self.n)
        text = ".".join(map(str, parts))
        return f"{text}.{secret.sign(appareil + text)}"

    @classmethod
    def read(cls, text: str | None, secret: Secret, appareil: str) -> "Curseur | None":
        """Read a cursor of ours; ``None`` for anything else, which begins again from nothing."""
        if not text:
            return None
        body, _, signature = text.rpartition(".")
        parts = body.split(".")
        if len(parts) != _PARTS or not text.isascii() or not secret.is_signed(appareil + body, signature):
            return None
        epoque, seq, rank, stamp, page, premiere, n = parts
        return cls(epoque, int(seq), int(rank), int(stamp), int(page), premiere == "1", int(n))
