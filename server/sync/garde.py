"""What is kept of the changes received: the answer to each, and those that were not applied.

The answer is stored in the transaction of the effect and never expires: the same change sent again
gets it back (decision 12). It holds outcomes and names of fields, no text of the person; the
text of what could not be applied is in an item (``reprises``), until a person settles it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select

from domain.exchange.v1 import Answer, Change, Contested, Outcome
from server.models import reponse
from server.services.appelants import Appelant
from server.services.ecriture import Row
from server.sync.lot import Lot
from server.sync.reprises import UNKNOWN, Reprises, short
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
    """Return the change in its wire form, and the fingerprint of what it says.

    Not of its number: a replica put back from its copy of the day numbers again what waited in it, and
    what was saved from a wreck comes without numbers; the words are the same.
    """
    text = _encoder.encode(change)
    return text.decode(), hashlib.sha256(_encoder.encode(replace(change, n=0))).hexdigest()


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
        "message": verdict.message or (UNKNOWN if verdict.unknown else ""),
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
    """Gathers the answers of a batch and stores them in one statement; what was not taken, in items."""

    def __init__(self, appelant: Appelant, reprises: Reprises, maintenant: str) -> None:
        self._appelant = appelant
        self._reprises = reprises
        self._maintenant = maintenant
        self._answers: list[dict[str, object]] = []

    def answer(self, change: Change, verdict: Verdict, dossier: str | None) -> None:
        """Note the answer to a change seen for the first time, and keep the change if it was not taken.

        A settlement that came second is told, and makes no item of its own.
        """
        print_ = written(change)[1]
        self._answers.append(
            {
                "departement": self._appelant.departement,
                "appareil": self._appelant.appareil,
                "change": change.id,
                "empreinte": print_,
                "n": change.n,
                "kind": short(change.kind),
                "record": short(change.record),
                "dossier": dossier,
                "issue": to_issue(verdict),
                "le": self._maintenant,
            }
        )
        if verdict.garder and change.kind != "reprise":
            self._reprises.keep(change, print_, verdict, dossier)

    def keep(self, change: Change, verdict: Verdict, dossier: str | None) -> None:
        """Keep a change whose identifier was used by another."""
        self._reprises.keep(change, written(change)[1], verdict, dossier)

    def store(self, connection: Connection) -> None:
        """Write what was noted."""
        if self._answers:
            connection.execute(insert(reponse), self._answers)


def dossier_of(change: Change, lot: Lot) -> str | None:
    """Return the dossier under which what is kept of a change is filed, if it can be told."""
    row = lot.row(change.kind, change.record)
    said = row["dossier"] if row is not None else change.dossier
    return said if isinstance(said, str) and said in lot.existing else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
