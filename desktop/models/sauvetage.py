"""What was never sent, out of a replica that the program cannot open (design §2).

SQLite is asked first, on a copy: closing a database writes into its files, and a wreck is evidence. It
knows exactly what waits, whatever the version of the schema, because lines of the outbox are in the form
of the wire. Where it stumbles, pages are read one by one: a line that was answered since, and whose old
page is still there, comes out again, and the server knows it by its identifier. A text typed here whose
line is lost is offered as found again: nobody vouches for it, a person looks at it.
"""

import json
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import sqlcipher3

from desktop.models.connexion import UnreadableReplicaError, engine_of
from desktop.models.outbox import as_change
from desktop.models.pages import Pages
from desktop.models.tables import RECORDS, changement
from domain.exchange.v1 import Change, Op
from domain.forms import Form
from domain.registry import FORMS

FOUND = "retrouve"
_COLUMNS = tuple(column.name for column in changement.columns)
_REQUIRED = _COLUMNS.index("par") + 1
_JSON = frozenset({"valeurs", "avant"})
_OPS = frozenset(op.value for op in Op)
_FAULTS = (sqlcipher3.dbapi2.Error, ValueError, TypeError, KeyError)
Values = dict[str, Any]


@dataclass(slots=True)
class Recueil:
    """What came out. ``complet``: every line was read by SQLite; ``lignes``: by their order."""

    etat: dict[str, Any] = field(default_factory=dict)
    lignes: dict[str, tuple[int, Change]] = field(default_factory=dict)
    retrouves: list[Change] = field(default_factory=list)
    complet: bool = False

    def changements(self) -> list[Change]:
        """Return what was never answered, in the order it was written, then what was found again."""
        return [change for _order, change in sorted(self.lignes.values(), key=_order)] + self.retrouves

    def add(self, order: int, values: Mapping[str, Any]) -> None:
        """Keep a line, the first time it is met."""
        line = SimpleNamespace(**values, ordre=order)
        change = as_change(line, values.get("n") or 0)  # type: ignore[arg-type]
        self.lignes.setdefault(change.id, (order, change))


def recueillir(path: Path, key: bytes, scratch: Path) -> Recueil:
    """Read what a wreck still says. ``scratch``: an empty folder for the copy. Raises OSError."""
    found = Recueil()
    journal = _journal_of(path)
    copy = scratch / "epave"
    for source, target in ((path, copy), (journal, scratch / "epave-wal")):
        if source.exists():
            shutil.copyfile(source, target)
    if copy.exists() and copy.stat().st_size:
        _ask(copy, key, found)
    if not found.complet:
        _carve(Pages(path, journal, key), found)
    return found


def _journal_of(path: Path) -> Path:
    """Return the journal of a replica, whose own name bears the mark of what was set aside."""
    name, dot, mark = path.name.partition(".illisible-")
    return path.with_name(f"{name}-wal{dot}{mark}")


def _order(line: tuple[int, Change]) -> tuple[int, int]:
    order, change = line
    return order, change.n


def _ask(copy: Path, key: bytes, found: Recueil) -> None:
    try:
        engine = engine_of(copy, key)
    except (UnreadableReplicaError, sqlcipher3.dbapi2.Error):
        return
    raw = engine.raw_connection()
    try:
        for row in _select(raw, "SELECT cle, valeur FROM etat"):
            text = row["valeur"]  # SQLite keeps a number that was written as JSON as a number
            found.etat[str(row["cle"])] = json.loads(text) if isinstance(text, str) else text
        for row in _select(raw, "SELECT * FROM changement ORDER BY ordre"):
            found.add(int(row["ordre"]), _line(row))
        found.complet = True
    except _FAULTS:
        for form in FORMS.values():
            found.retrouves += _typed_here(raw, form, found)
    finally:
        raw.close()
        engine.dispose()


def _select(raw: Any, query: str) -> Iterator[Values]:  # noqa: ANN401 - the driver's own connection
    cursor = raw.cursor()
    cursor.execute(query)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def _line(row: Mapping[str, Any]) -> Values:
    return {
        name: json.loads(row[name]) if name in _JSON else row[name]
        for name in _COLUMNS
        if name in row and name not in ("ordre", "ligne", "scelle")
    }


def _typed_here(raw: Any, form: Form, found: Recueil) -> Iterator[Change]:  # noqa: ANN401 - same
    """Give the rows of one kind that were written here since the last contact and have no line."""
    me, contact = (found.etat.get("compte") or {}).get("id"), found.etat.get("derniere_synchro") or ""
    known = {change.record for _order, change in found.lignes.values()}
    if form.reserve or not form.in_dossier or me is None:
        return
    try:
        for row in _select(raw, f"SELECT * FROM {RECORDS[form.name].name}"):  # noqa: S608 - one of our tables
            mine = row["modifie_par"] == me and (not row["rev"] or str(row["modifie_le"]) >= contact)
            if mine and row["id"] not in known:
                yield _found(form, row, me)
    except _FAULTS:
        return


def _found(form: Form, row: Values, me: str) -> Change:
    values = {name: row[name] for name in form.by_name if row.get(name) is not None}
    values = {
        name: json.loads(value) if RECORDS[form.name].c[name].type.__visit_name__ == "JSON" else value
        for name, value in values.items()
    }
    said = {"sorte": form.name, "valeurs": values, "par": row["modifie_par"], "le": row["modifie_le"]}
    identifier = uuid.uuid5(uuid.UUID(row["id"]), json.dumps(said, sort_keys=True))
    at = str(row["modifie_le"])
    return Change(str(identifier), 0, FOUND, row["id"], row["dossier"], Op.SET, at, me, set=said)


def _carve(pages: Pages, found: Recueil) -> None:
    """Take what the pages still say: the identity of the replica, and lines known by their form."""
    for order, row in pages.rows():
        if len(row) == 2 and isinstance(row[0], str) and isinstance(row[1], str):  # noqa: PLR2004
            _keep_state(found, row[0], row[1])
        elif len(row) >= _REQUIRED and _is_line(row):
            values = dict(zip(_COLUMNS, row, strict=False))
            try:
                found.add(order, _line(values))
            except _FAULTS:
                continue


def _keep_state(found: Recueil, name: str, text: str) -> None:
    try:
        found.etat.setdefault(name, json.loads(text))
    except ValueError:
        return


def _is_line(row: Iterable[object]) -> bool:
    values = dict(zip(_COLUMNS, row, strict=False))
    texts = ("id", "kind", "record", "op", "valeurs", "avant", "fait_le", "par")
    return (
        all(isinstance(values[name], str) for name in texts)
        and values["op"] in _OPS
        and all(_is_identifier(str(values[name])) for name in ("id", "record"))
    )


def _is_identifier(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
