"""Writing the records around the contract: who may, what is malformed, what is missing, then row and outbox.

The server asks :func:`domain.droits.refusal` again on arrival; here it is asked first, so that a refusal
is read where one can do something about it, with or without a network.
"""

from collections.abc import Mapping

from sqlalchemy import Connection

from desktop.services.poste import Poste, row
from domain.droits import CLOSED_BY_GENESIS, Writer, refusal
from domain.errors import RefusedError
from domain.exchange.v1 import Op
from domain.fields import Value, gaps
from domain.registry import FORMS

GONE = "Cet enregistrement n’est plus sur ce poste."


def creer(
    poste: Poste,
    connection: Connection,
    kind: str,
    dossier: str,
    values: Mapping[str, Value],
    *,
    begun: bool = False,
) -> str:
    """Write a new record; return its identifier. Raises RefusedError, and nothing is written.

    ``begun``: it is filled in afterwards, as one types; what is missing is no fault yet.
    """
    filled = {name: value for name, value in values.items() if value is not None and value != ""}
    complete = poste.with_labels(kind, filled)
    _well_formed(kind, complete)
    if not begun:
        _whole(kind, complete)
    _may(poste, connection, dossier, kind, Op.CREATE, complete)
    return poste.outbox.create(connection, kind, dossier, complete)


def modifier(
    poste: Poste,
    connection: Connection,
    kind: str,
    before: Mapping[str, Value] | None,
    values: Mapping[str, Value],
) -> None:
    """Change a record that stands as ``before``. Raises RefusedError, and nothing is written."""
    if before is None:
        raise RefusedError(GONE)
    complete = poste.with_labels(kind, values)
    _well_formed(kind, complete)
    _whole(kind, {**before, **complete})
    _may(poste, connection, str(before["dossier"]), kind, Op.SET, complete, before)
    seen = {name: before[name] for name in complete}
    poste.outbox.set(connection, kind, str(before["id"]), complete, seen)


def effacer(poste: Poste, connection: Connection, kind: str, before: Mapping[str, Value] | None) -> None:
    """Delete a record; one that is gone already is no fault. Raises RefusedError."""
    if before is not None:
        _may(poste, connection, str(before["dossier"]), kind, Op.DELETE, {}, before)
        poste.outbox.delete(connection, kind, str(before["id"]))


def refus(
    writer: Writer,
    kind: str,
    op: Op,
    values: Mapping[str, Value],
    before: Mapping[str, Value] | None = None,
    person: Mapping[str, Value] | None = None,
) -> str:
    """Return in words why ``writer`` may not, '' if he may: what a screen shows in place of a button."""
    refused = _refusal(writer, kind, op, values, before, person)
    return "" if refused is None else refused.message


def _may(
    poste: Poste,
    connection: Connection,
    dossier: str,
    kind: str,
    op: Op,
    values: Mapping[str, Value],
    before: Mapping[str, Value] | None = None,
) -> None:
    person = row(connection, "dossier", dossier) if kind in CLOSED_BY_GENESIS else None
    if (refused := _refusal(poste.writer(connection, dossier), kind, op, values, before, person)) is not None:
        raise refused


def _refusal(
    writer: Writer,
    kind: str,
    op: Op,
    values: Mapping[str, Value],
    before: Mapping[str, Value] | None,
    person: Mapping[str, Value] | None,
) -> RefusedError | None:
    left = {**(before or {}), **values}
    return refusal(writer, FORMS[kind], op, values, None, record=left, before=before, dossier=person)


def _well_formed(kind: str, values: Mapping[str, Value]) -> None:
    for name, value in values.items():
        if (sentence := FORMS[kind].by_name[name].refusal(value)) is not None:
            raise RefusedError(sentence)


def _whole(kind: str, left: Mapping[str, Value]) -> None:
    if missing := gaps(FORMS[kind].fields, dict(left)):
        raise RefusedError(" ".join(missing))
