"""What is kept of the changes received: the answer to each, and those that were not applied.

The answer is stored in the transaction of the effect and never expires: the same change sent again
gets it back (decision 12). It holds outcomes and names of fields, no text of the person; the
text of what could not be applied is in the quarantine, until a person settles it.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select

from domain.exchange.v1 import Answer, Change, Contested, Outcome
from domain.ids import Ids
from server.models import quarantaine, reponse
from server.services.appelants import Appelant
from server.services.ecriture import Row
from server.sync.lot import Lot, is_identifier
from server.sync.verdict import Verdict

_encoder = msgspec.json.Encoder(order="deterministic")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Connue:
    """A change already answered: the fingerprint of what it was, and the answer."""

    empreinte: str
    n: int
    issue: Mapping[str, Any]


def written(change: Change) -> tuple[str, str]:
    """Return the change in its wire form, and the fingerprint of that form."""
    text = _encoder.encode(change)
    return text.decode(), hashlib.sha256(text).hexdigest()


def known_answers(connection: Connection, appelant: Appelant, changes: Sequence[Change]) -> dict[str, Connue]:
    """Return what was answered to those of ``changes`` that were sent before."""
    found: dict[str, Connue] = {}
    identifiers = sorted({change.id for change in changes})
    for start in range(0, len(identifiers), _AT_ONCE):
        rows = connection.execute(
            select(reponse.c.change, reponse.c.empreinte, reponse.c.n, reponse.c.issue).where(
                reponse.c.departement == appelant.departement,
                reponse.c.appareil == appelant.appareil,
                reponse.c.change.in_(identifiers[start : start + _AT_ONCE]),
            )
        )
        found.update({row.change: Connue(row.empreinte, int(row.n), row.issue) for row in rows})
    return found


def to_issue(verdict: Verdict) -> dict[str, object]:
    """Return what is stored of a verdict."""
    return {
        "outcome": verdict.outcome.value,
        "rev": verdict.rev,
        "rule": verdict.rule,
        "message": verdict.message,
        "champs": verdict.champs,
    }


def to_answer(
    change: Change, issue: Mapping[str, Any], row: Row | None, *, duplicate: bool = False
) -> Answer:
    """Tell the device what became of its change; the contested values are the server's of today.

    ``row`` is the present record, ``None`` if its author may not see it (any more). A device takes
    back what was not applied: it is told what the record says instead, which may be neither what
    it wrote nor what it saw.
    """
    names = issue["champs"]
    if not names and row is not None and issue["outcome"] not in (Outcome.APPLIED, Outcome.MERGED):
        names = [name for name in change.was if name in row]
    contested = [
        Contested(name, row[name], _text(row["modifie_par"]), _text(row["modifie_le"]))
        if row is not None and not row["supprime"]
        else Contested(name, None, None, None)
        for name in names
    ]
    return Answer(
        change.id,
        change.n,
        Outcome(issue["outcome"]),
        rev=issue["rev"],
        duplicate=duplicate,
        contested=contested,
        rule=issue["rule"],
        message=issue["message"],
    )


class Garde:
    """Gathers what a batch leaves behind, and stores it in three statements."""

    def __init__(self, appelant: Appelant, ids: Ids, maintenant: str) -> None:
        self._appelant = appelant
        self._ids = ids
        self._maintenant = maintenant
        self._answers: list[dict[str, object]] = []
        self._kept: list[dict[str, object]] = []

    def answer(self, change: Change, verdict: Verdict, dossier: str | None) -> None:
        """Note the answer to a change seen for the first time, and the change if it was not taken."""
        line = self._of(change, written(change)[1], dossier)
        self._answers.append(line | {"issue": to_issue(verdict), "le": self._maintenant})
        if verdict.garder:
            self.keep(change, verdict, dossier)

    def keep(self, change: Change, verdict: Verdict, dossier: str | None) -> None:
        """Put a change in quarantine, whole."""
        text, print_ = written(change)
        self._kept.append(
            self._of(change, print_, dossier)
            | {
                "id": self._ids.new(),
                "compte": self._appelant.compte,
                "contenu": text,
                "issue": verdict.outcome.value,
                "regle": verdict.rule,
                "motif": verdict.message,
                "champs": verdict.champs or verdict.unknown,
                "recu_le": self._maintenant,
            }
        )

    def store(self, connection: Connection) -> None:
        """Write what was noted."""
        if self._answers:
            connection.execute(insert(reponse), self._answers)
        self._kept = list(self._new(connection))
        if self._kept:
            connection.execute(insert(quarantaine), self._kept)

    def _new(self, connection: Connection) -> Iterable[dict[str, object]]:
        """Leave out what is in quarantine already: another text under a used identifier, sent again."""
        if not self._kept:
            return
        known = {
            (row.change, row.empreinte)
            for row in connection.execute(
                select(quarantaine.c.change, quarantaine.c.empreinte).where(
                    quarantaine.c.departement == self._appelant.departement,
                    quarantaine.c.appareil == self._appelant.appareil,
                    quarantaine.c.change.in_(sorted({str(row["change"]) for row in self._kept})),
                )
            )
        }
        for row in self._kept:
            key = (row["change"], row["empreinte"])
            if key not in known:
                known.add(key)
                yield row

    def _of(self, change: Change, print_: str, dossier: str | None) -> dict[str, object]:
        return {
            "departement": self._appelant.departement,
            "appareil": self._appelant.appareil,
            "change": change.id,
            "empreinte": print_,
            "n": change.n,
            "kind": _short(change.kind),
            "record": _short(change.record),
            "dossier": dossier,
        }


def dossier_of(change: Change, lot: Lot) -> str | None:
    """Return the dossier under which what is kept of a change is filed, if it can be told."""
    row = lot.row(change.kind, change.record)
    said = row["dossier"] if row is not None else change.dossier
    return said if isinstance(said, str) and is_identifier(said) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _short(text: str) -> str:
    """Return a name fit for a column: what a broken program sends may hold anything."""
    return text if len(text) <= 100 and text.isprintable() else "?"  # noqa: PLR2004 - length of a name
