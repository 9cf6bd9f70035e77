"""The one path by which a record is written, whoever the author: a device, Genesis, a command.

How to use it, in the transaction of the caller::

    with engine.begin() as connection:
        ecriture = Ecriture(connection, "07", None, clock, ids, settings=settings_of(connection, "07"))
        dossier = ecriture.creer("dossier", {"nom": "DUPONT", …})              # its own dossier
        ecriture.creer("affectation", {"referent": …}, dossier=dossier)
        ecriture.modifier("dossier", dossier, {"commune": "Privas"})   # True if anything differed
        ecriture.supprimer("affectation", identifier)
        ecriture.terminer()                                                # the LAST statement

``terminer`` must be called once, last, before the commit: it brings the digests up to date and
writes the journal with its number (see ``server.models.base.append_to_journal``). Nothing that was
written without it would ever reach a device. ``auteur`` is an account's id, ``None`` for Genesis.

It holds no rule of the trade: who may write what is decided before (``server/sync``).
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from domain.clock import Clock, instant
from domain.exchange.v1 import fingerprint
from domain.fields import Kind, Value, same
from domain.forms import Form
from domain.ids import Ids
from domain.registry import FORMS
from domain.reglage.nomenclatures import Settings
from server.models import RECORDS
from server.models.base import append_to_journal
from server.services.empreintes import add_to_digests
from server.services.tampon import ImprudentError, Tampon

Row = dict[str, Value]
"""A record as the table holds it: its technical columns and its fields."""


@dataclass(slots=True)
class _Touched:
    """What the transaction did to one record: its dossier and its revision, before and after.

    ``None`` stands for a record that does not live: not created yet, or deleted.
    """

    dossier: str | None
    before: int | None
    after: int | None


class Ecriture:
    """The writes of one transaction in one département."""

    def __init__(
        self,
        connection: Connection,
        departement: str,
        auteur: str | None,
        clock: Clock,
        ids: Ids,
        *,
        appareil: str | None = None,
        settings: Settings | None = None,
        retenue: bool = False,
    ) -> None:
        """``retenue``: hold writes back until something is read (see ``tampon``)."""
        self._connection = connection
        self._departement = departement
        self._auteur = auteur
        self._maintenant = instant(clock.now())
        self._ids = ids
        self._appareil = appareil
        self._settings = settings
        self._touched: dict[tuple[str, str], _Touched] = {}
        self._tampon = Tampon(connection, departement) if retenue else None

    def lire(self, kind: str, record: str) -> Row | None:
        """Return the row, tombstones included, locked until the end of the transaction."""
        table = RECORDS[kind]
        found = self._connection.execute(
            select(table)
            .where(table.c.departement == self._departement, table.c.id == record)
            .with_for_update()
        ).first()
        return None if found is None else dict(found._mapping)  # noqa: SLF001 - the public name of the mapping

    def creer(
        self,
        kind: str,
        values: Mapping[str, Value],
        *,
        dossier: str | None = None,
        record: str | None = None,
    ) -> str:
        """Create a record and return its identifier. A dossier is its own ``dossier``."""
        return str(self.creer_ligne(kind, values, dossier=dossier, record=record)["id"])

    def creer_ligne(
        self, kind: str, values: Mapping[str, Value], *, dossier: str | None, record: str | None
    ) -> Row:
        """Create a record and return its row, as :meth:`lire` would give it."""
        return self._creer(kind, [(record, dossier, values)])[0]

    def creer_lot(
        self, kind: str, lot: Iterable[tuple[str | None, str | None, Mapping[str, Value]]]
    ) -> list[str]:
        """Create many records of one kind in one statement; each is ``(id, dossier, values)``."""
        return [str(row["id"]) for row in self._creer(kind, lot)]

    def _creer(
        self, kind: str, lot: Iterable[tuple[str | None, str | None, Mapping[str, Value]]]
    ) -> list[Row]:
        form = FORMS[kind]
        rows = [
            self._new_row(form, record or self._ids.new(), dossier, values) for record, dossier, values in lot
        ]
        if self._tampon is not None:
            for row in rows:
                self._tampon.inserer(kind, row)
        elif rows:
            self._connection.execute(insert(RECORDS[kind]), rows)
        for row in rows:
            self._note(kind, str(row["id"]), _Touched(_text(row["dossier"]), None, 1))
        return rows

    def modifier(
        self,
        kind: str,
        record: str,
        values: Mapping[str, Value],
        *,
        current: Row | None = None,
        toujours: bool = False,
    ) -> bool:
        """Write the fields that differ, bring a tombstone back to life, tell whether anything changed.

        ``current`` is the row as :meth:`lire` gave it, if the caller already has it; it is
        brought up to date in place. ``toujours``: make a revision even if nothing differs. Raises
        LookupError if there is no such record.
        """
        row = current if current is not None else self.lire(kind, record)
        if row is None:
            raise LookupError(kind, record)
        changed = {name: value for name, value in values.items() if not same(row[name], value)}
        if not (changed or row["supprime"] or toujours):
            return False
        self._complete_labels(FORMS[kind], changed)
        self._rewrite(kind, row, {**changed, "supprime": False})
        return True

    def supprimer(self, kind: str, record: str, *, current: Row | None = None) -> None:
        """Turn a record into a tombstone. Raises LookupError if there is no such record."""
        row = current if current is not None else self.lire(kind, record)
        if row is None:
            raise LookupError(kind, record)
        if not row["supprime"]:
            self._rewrite(kind, row, {"supprime": True})

    @contextmanager
    def tentative(self) -> Iterator[None]:
        """Open a savepoint: an exception inside undoes what was written since, and only that.

        With writes held back there is none: an exception after a write becomes ImprudentError, and all
        of the transaction is to be undone.
        """
        kept, tampon = dict(self._touched), self._tampon
        written = 0 if tampon is None else tampon.count
        try:
            with nullcontext() if tampon is not None else self._connection.begin_nested():
                yield
        except BaseException as error:
            self._touched = kept
            if tampon is not None and tampon.count != written:
                raise ImprudentError from error
            raise

    def terminer(self) -> int | None:
        """Write digests and journal; return the number taken, ``None`` if nothing was written.

        The last statement before the commit: nothing may be written in the transaction after it.
        """
        if self._tampon is not None:
            self._tampon.vider()
        if not self._touched:
            return None
        deltas: dict[str, tuple[int, int]] = {}
        for (kind, record), touched in self._touched.items():
            if FORMS[kind].reserve:
                continue  # see ``empreintes.reserved_digests``
            count, total = deltas.get(touched.dossier or "", (0, 0))
            if touched.before is not None:
                count, total = count - 1, total - fingerprint(kind, record, touched.before)
            if touched.after is not None:
                count, total = count + 1, total + fingerprint(kind, record, touched.after)
            deltas[touched.dossier or ""] = count, total
        add_to_digests(self._connection, self._departement, deltas)
        lines = [
            {
                "id": rank,
                "stamp": secrets.randbits(63),
                "kind": kind,
                "record": record,
                "dossier": touched.dossier,
            }
            for rank, ((kind, record), touched) in enumerate(self._touched.items())
        ]
        self._touched = {}
        return append_to_journal(self._connection, self._departement, lines)

    def _new_row(self, form: Form, record: str, dossier: str | None, values: Mapping[str, Value]) -> Row:
        fields = dict(values)
        self._complete_labels(form, fields)
        return {
            **dict.fromkeys(form.by_name),
            **fields,
            "departement": self._departement,
            "id": record,
            "dossier": record if form.name == "dossier" else dossier,
            "rev": 1,
            "supprime": False,
            "cree_par": self._auteur,
            "cree_le": self._maintenant,
            "modifie_par": self._auteur,
            "modifie_le": self._maintenant,
            "appareil": self._appareil,
        }

    def _rewrite(self, kind: str, row: Row, values: Row) -> None:
        before = None if row["supprime"] else _rev(row)
        written: Row = {
            **values,
            "rev": _rev(row) + 1,
            "modifie_par": self._auteur,
            "modifie_le": self._maintenant,
            "appareil": self._appareil,
        }
        table = RECORDS[kind]
        if self._tampon is not None:
            self._tampon.modifier(kind, str(row["id"]), written)
        else:
            self._connection.execute(
                update(table)
                .where(table.c.departement == self._departement, table.c.id == row["id"])
                .values(written)
            )
        row.update(written)
        after = None if row["supprime"] else _rev(row)
        self._note(kind, str(row["id"]), _Touched(_text(row["dossier"]), before, after))

    def _note(self, kind: str, record: str, touched: _Touched) -> None:
        """Keep one line per record: the first state before, the last state after."""
        earlier = self._touched.get((kind, record))
        if earlier is not None:
            touched.before = earlier.before
        self._touched[kind, record] = touched

    def _complete_labels(self, form: Form, values: Row) -> None:
        """Write the label beside a code that came without it (decision 20)."""
        if self._settings is None:
            return
        for name in [name for name in values if name in form.by_name]:
            field, label = form.by_name[name], f"{name}_libelle"
            if field.kind is Kind.CHOICE and label not in values:
                code = _text(values[name])
                values[label] = self._settings.label(str(field.codes), code) or None


def _rev(row: Row) -> int:
    return int(str(row["rev"]))


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
