"""What every service of the desktop stands on: the replica, its owner, the settings, the clock."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, select

import resources
from desktop.models.changes import Changes
from desktop.models.outbox import Outbox
from desktop.models.replique import Replique, get
from desktop.models.tables import RECORDS
from domain.clock import Clock, today
from domain.fields import Kind, Value
from domain.file_active.rules import role_of
from domain.ids import Ids
from domain.profils import Profile, Writer
from domain.registry import FORMS
from domain.reglage.nomenclatures import Settings

T = TypeVar("T")
Values = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Moi:
    """Who is at the keyboard."""

    id: str
    identifiant: str
    nom: str
    prenom: str
    profil: Profile
    departement: str


class Poste:
    """One unlocked replica and its owner. Services read and write through it, never around it."""

    def __init__(self, replique: Replique, moi: Moi, clock: Clock, ids: Ids) -> None:
        self.replique = replique
        self.moi = moi
        self.clock = clock
        self.outbox = Outbox(moi.id, clock, ids)
        self._settings: Settings | None = None
        replique.ecrivain.subscribe(self._forget_settings)

    @property
    def settings(self) -> Settings:
        """Return the settings in force: the département's over the complete defaults."""
        if self._settings is None:
            table = RECORDS["reglage"]
            with self.replique.read() as connection:
                rows = connection.execute(select(table.c.nom, table.c.valeur, table.c.revision)).all()
            values = [(row.nom, row.valeur, row.revision or 0) for row in rows]
            self._settings = Settings.of(resources.default_settings(), values)
        return self._settings

    @property
    def today(self) -> str:
        """Return the day it is, ``AAAA-MM-JJ``."""
        return today(self.clock).isoformat()

    def write(
        self, work: Callable[[Connection], tuple[T, Changes | None]], *, tenace: bool = False
    ) -> "Future[T]":
        """Hand a write over to the writer's thread."""
        return self.replique.ecrivain.submit(work, tenace=tenace)

    def now_write(self, work: Callable[[Connection], tuple[T, Changes | None]]) -> T:
        """Write and wait for the result: for acts whose outcome the person at the desk must see."""
        return self.write(work).result()

    def writer(self, connection: Connection, dossier: str) -> Writer:
        """Return the owner as a writer of ``dossier``: profile, and role on it today (R-ACC-1)."""
        mine = rows(connection, "affectation", RECORDS["affectation"].c.dossier == dossier)
        role = role_of(mine, self.moi.id, today(self.clock))
        return Writer(self.moi.id, self.moi.profil, role)

    def with_labels(self, kind: str, values: Mapping[str, Value]) -> Values:
        """Add to each code the label it has today (decision 20)."""
        fields = FORMS[kind].by_name
        complete = dict(values)
        for name, value in values.items():
            field = fields[name]
            if field.kind is Kind.CHOICE and field.codes:
                label = self.settings.label(field.codes, value if isinstance(value, str) else None)
                complete[f"{name}_libelle"] = label or None
        return complete

    def names(self, connection: Connection) -> dict[str, str]:
        """Return the display name of every colleague by account."""
        table = RECORDS["collaborateur"]
        found = connection.execute(select(table.c.id, table.c.prenom, table.c.nom))
        return {row.id: " ".join(part for part in (row.prenom, row.nom) if part) for row in found}

    def _forget_settings(self, changes: Changes) -> None:
        if changes.wide or changes.touches(kind="reglage"):
            self._settings = None


def rows(connection: Connection, kind: str, *where: ColumnElement[bool]) -> list[Values]:
    """Return records of one kind as plain dictionaries."""
    found = connection.execute(select(RECORDS[kind]).where(*where)).mappings()
    return [dict(row) for row in found]


def row(connection: Connection, kind: str, record: str) -> Values | None:
    """Return one record, or ``None``."""
    return next(iter(rows(connection, kind, RECORDS[kind].c.id == record)), None)


def by_rank(records: list[Values]) -> list[Values]:
    """Return the parts of a record (thèmes, objectifs, events) in their order."""
    return sorted(records, key=lambda line: rank if isinstance(rank := line["rang"], int) else 0)


def text_of(value: Value) -> str | None:
    """Return a text value, ``None`` for anything else."""
    return value if isinstance(value, str) else None


def known(connection: Connection, key: str) -> Any:  # noqa: ANN401 - any JSON value
    """Return what the replica knows of itself under ``key``."""
    return get(connection, key)
