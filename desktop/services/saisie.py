"""Saving what is typed: one field at a time, on disk within a second, never waiting (decisions 1–3)."""

from sqlalchemy import Connection, select

from desktop.models.changes import Changes, touched
from desktop.models.tables import RECORDS
from desktop.services.poste import Poste
from domain.errors import RefusedError
from domain.fields import Value
from domain.registry import FORMS

FLUSH_SECONDS = 5.0
ACT = "Un accord ou un changement d’état y est attaché\u00a0: cet enregistrement reste."


class Saisie:
    """Takes field after field from the forms and hands them to the writer's thread."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def save_field(
        self, kind: str, record: str, name: str, value: Value, seen: Value, origin: object = None
    ) -> None:
        """Save one field; ``seen`` is the value its editor was loaded with.

        Costs well under a millisecond. Raises RefusedError only for a malformed value; the text then
        stays on screen with the reason beneath. A disk that refuses is tried again until it takes.
        """
        if (sentence := FORMS[kind].by_name[name].refusal(value)) is not None:
            raise RefusedError(sentence)
        values = self._poste.with_labels(kind, {name: value})
        before = self._poste.with_labels(kind, {name: seen})

        def work(connection: Connection) -> tuple[None, Changes]:
            dossier = self._poste.outbox.set(connection, kind, record, values, before)
            return None, touched(kind, record, dossier, origin)

        self._poste.write(work, tenace=True)

    def supprimer(self, kind: str, record: str) -> None:
        """Delete a record and whatever is part of it."""

        def work(connection: Connection) -> tuple[None, Changes]:
            return None, delete_whole(self._poste, connection, kind, record)

        self._poste.now_write(work)

    def flush(self, timeout: float = FLUSH_SECONDS) -> None:
        """Return when everything handed over is on disk; raise RefusedError if the disk refuses."""
        self._poste.replique.ecrivain.flush(timeout)


def delete_whole(poste: Poste, connection: Connection, kind: str, record: str) -> Changes:
    """Delete a record after its children, in the caller's transaction.

    Raises RefusedError if an act is part of it: the server would keep the record, without its children.
    """
    deleted: set[tuple[str, str]] = {(kind, record)}
    for form in FORMS.values():
        if form.parent == kind:
            for child in children(connection, form.name, kind, record):
                if form.append_only:
                    raise RefusedError(ACT, "R-CER-25")
                poste.outbox.delete(connection, form.name, child)
                deleted.add((form.name, child))
    dossier = poste.outbox.delete(connection, kind, record)
    return Changes(frozenset(deleted), frozenset({dossier} if dossier else ()))


def children(connection: Connection, kind: str, parent: str, record: str) -> list[str]:
    """Return the identifiers of the records of ``kind`` that are part of ``record``."""
    table = RECORDS[kind]
    return list(connection.execute(select(table.c.id).where(table.c[parent] == record)).scalars())
