"""The records that a batch of changes concerns, read once and locked in one order.

A record is locked before it is read for a merge, and so is the record it is part of: whoever
changes the state of a CER and whoever edits one of its objectifs pass one after the other. All
batches lock kinds in the order of the registry and identifiers in theirs, so that two of them
never wait for each other.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from domain.cer.states import Event, State
from domain.exchange.v1 import Change
from domain.fields import Value
from domain.forms import Form
from domain.profils import Writer
from domain.registry import FORMS
from server.models import RECORDS
from server.services.appelants import Appelant
from server.services.ecriture import Row
from server.services.limites import PROFONDEUR
from server.services.portee import open_to, roles_on, visible_among
from server.sync.chaine import Chaine

_EVENT = RECORDS["evenement_cer"]
_OPEN = "_"  # no column begins so


def is_identifier(text: object) -> bool:
    """Tell whether ``text`` is a UUID in its canonical writing: nothing else reaches the base."""
    try:
        return isinstance(text, str) and str(uuid.UUID(text)) == text
    except ValueError:
        return False


def too_deep(change: Change) -> bool:
    """Tell whether a value of a change is nested as no form of ours is."""
    return _deeper({**change.set, **change.was}, PROFONDEUR)


def _deeper(value: Value, levels: int) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return False
    return levels == 0 or any(_deeper(each, levels - 1) for each in value)


class Lot:
    """What a batch needs to know: rows under lock, states of CERs, scope and roles of its author."""

    def __init__(
        self,
        connection: Connection,
        appelant: Appelant,
        changes: Sequence[Change],
        today: dt.date,
        chaine: Chaine,
    ) -> None:
        self.chaine = chaine
        self._connection = connection
        self._appelant = appelant
        self._rows: dict[tuple[str, str], Row | None] = {}
        self._taken: set[tuple[str, str]] = set()
        self._events: dict[str, list[Event]] = {}
        known = [change for change in changes if change.kind in FORMS and is_identifier(change.record)]
        keys = {(change.kind, change.record) for change in known}
        self._lock(keys | self._parents(known))
        dossiers = {str(change.dossier) for change in known if is_identifier(change.dossier)}
        dossiers |= {str(row["dossier"]) for row in self._rows.values() if row is not None}
        seeing = not appelant.a_relire  # a revoked device is told nothing (decision 25)
        self.visible = visible_among(connection, appelant, dossiers if seeing else (), today)
        self.existing = self._existing(dossiers)
        self._roles = roles_on(connection, appelant, self.visible, today)
        self._read_events(sorted(record for kind, record in self._rows if kind == "cer"))

    def row(self, kind: str, record: str) -> Row | None:
        """Return the present row, tombstones included; ``None`` if there never was one."""
        return self._rows.get((kind, record))

    def is_taken(self, kind: str, record: str) -> bool:
        """Tell whether an identifier is that of a record which the author may not read."""
        return (kind, record) in self._taken

    def put(self, kind: str, record: str) -> None:
        """Read again a record that was just created, or whose writing was undone."""
        self._rows.pop((kind, record), None)
        self._lock({(kind, record)})

    def learn(self, kind: str, row: Row) -> None:
        """Hold a record that this batch has just written."""
        record = str(row["id"])
        self._rows[kind, record] = row
        if kind == "cer":
            self._events.setdefault(record, [])

    def writer(self, dossier: str | None) -> Writer:
        """Return the author as the rules see him on this dossier today."""
        role = self._roles.get(dossier) if dossier else None
        return Writer(self._appelant.compte, self._appelant.profil, role)

    def parent(self, form: Form, change: Change, row: Row | None) -> Row | None:
        """Return the row of which the changed record is a part, or ``None``."""
        if form.parent is None:
            return None
        identifier = row[form.parent] if row is not None else change.set.get(form.parent)
        return self.row(form.parent, identifier) if isinstance(identifier, str) else None

    def events(self, cer: str) -> list[Event]:
        """Return the changes of state of a CER, which the caller may append to."""
        if cer not in self._events:
            self._read_events([cer])
        return self._events[cer]

    def _read_events(self, cers: list[str]) -> None:
        """Read the histories of CERs; those that the batch concerns, once they are locked, at once."""
        if not cers:
            return
        self._events.update({cer: [] for cer in cers})
        rows = self._connection.execute(
            select(_EVENT.c.cer, _EVENT.c.rang, _EVENT.c.de, _EVENT.c.vers, _EVENT.c.motif)
            .where(_EVENT.c.departement == self._appelant.departement, _EVENT.c.cer.in_(cers))
            .order_by(_EVENT.c.rang)
        )
        for cer, rang, de, vers, motif in rows:
            self._events[cer].append(Event(rang, State(de), State(vers), motif))

    def forget_events(self, cer: str) -> None:
        """Read the changes of state again at the next question."""
        self._events.pop(cer, None)

    def children(self, form: Form, record: str) -> list[tuple[Form, Row]]:
        """Return the living parts of a record, locked."""
        found: list[tuple[Form, Row]] = []
        for child in FORMS.values():
            if child.parent == form.name:
                table = RECORDS[child.name]
                rows = self._connection.execute(
                    select(table)
                    .where(
                        table.c.departement == self._appelant.departement,
                        table.c[child.parent] == record,
                        table.c.supprime.is_(False),
                    )
                    .order_by(table.c.id)
                    .with_for_update()
                )
                found.extend((child, dict(row)) for row in rows.mappings())
        return found

    def dossier(self, identifier: str) -> Row:
        """Return the dossier's row without locking it: a pouring need not wait for it."""
        table = RECORDS["dossier"]
        query = select(table).where(
            table.c.departement == self._appelant.departement, table.c.id == identifier
        )
        return dict(self._connection.execute(query).mappings().one())

    def objectifs(self, cer: str) -> list[dict[str, Value]]:
        """Return the living objectifs of a CER, as they now are."""
        return [row for form, row in self.children(FORMS["cer"], cer) if form.name == "objectif"]

    def _parents(self, changes: Iterable[Change]) -> set[tuple[str, str]]:
        """Find of which records the changed ones are parts: said by the change, or by the row."""
        keys: set[tuple[str, str]] = set()
        for name, form in FORMS.items():
            if form.parent is None:
                continue
            mine = [change for change in changes if change.kind == name]
            said = [change.set.get(form.parent) for change in mine]
            keys |= {(form.parent, str(identifier)) for identifier in said if is_identifier(identifier)}
            if mine:
                table = RECORDS[name]
                stored = self._connection.execute(
                    select(table.c[form.parent]).where(
                        table.c.departement == self._appelant.departement,
                        table.c.id.in_(sorted({change.record for change in mine})),
                    )
                )
                keys |= {(form.parent, str(identifier)) for (identifier,) in stored if identifier}
        return keys

    def _existing(self, dossiers: set[str]) -> frozenset[str]:
        """Return those of ``dossiers`` that there are, seen by the author or not."""
        table = RECORDS["dossier"]
        query = select(table.c.id).where(
            table.c.departement == self._appelant.departement, table.c.id.in_(sorted(dossiers))
        )
        return frozenset(self._connection.execute(query).scalars())

    def _lock(self, keys: set[tuple[str, str]]) -> None:
        for name, table in RECORDS.items():
            identifiers = sorted(record for kind, record in keys if kind == name)
            if not identifiers:
                continue
            rows = self._connection.execute(
                select(table, open_to(self._appelant, name).label(_OPEN))
                .where(table.c.departement == self._appelant.departement, table.c.id.in_(identifiers))
                .order_by(table.c.id)
                .with_for_update()
            )
            for row in map(dict, rows.mappings()):
                if row.pop(_OPEN):
                    self._rows[name, row["id"]] = row
                else:
                    self._taken.add((name, row["id"]))
