"""What a commit touched: the only news that travels from the replica to the screens."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """Records and dossiers a commit touched. ``wide``: anything may have changed (a pull).

    ``origin`` is whoever asked for the write: an editor does not reload what it has just typed.
    """

    records: frozenset[tuple[str, str]] = frozenset()
    dossiers: frozenset[str] = frozenset()
    wide: bool = False
    origin: object = field(default=None, compare=False)

    def touches(
        self, *, kind: str | None = None, record: str | None = None, dossier: str | None = None
    ) -> bool:
        """Tell whether any of what is named may have changed."""
        if self.wide or (dossier is not None and dossier in self.dossiers):
            return True
        return any(
            (kind is not None and touched_kind == kind) or (record is not None and touched == record)
            for touched_kind, touched in self.records
        )


def touched(kind: str, record: str, dossier: str | None, origin: object = None) -> Changes:
    """Describe a write to one record."""
    return Changes(frozenset({(kind, record)}), frozenset({dossier} if dossier else ()), origin=origin)
