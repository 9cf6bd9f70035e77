"""One table per kind of record, derived from its form: a field is said once, in ``domain``.

A new field is a line in the form and a column in a migration; the test that compares the head of
the migrations with these tables says so when one of the two is forgotten.
"""

from typing import Any

from sqlalchemy import JSON, Boolean, Column, Index, Integer, Table, Text
from sqlalchemy.types import TypeEngine

from domain.fields import Kind
from domain.forms import Form
from domain.registry import FORMS
from server.models.tables import metadata

_TYPES: dict[Kind, type[TypeEngine[Any]]] = {Kind.INTEGER: Integer, Kind.FLAG: Boolean}


def column_type(kind: Kind) -> TypeEngine[Any]:
    """Return the column type of a kind of value: what is not a number or a set stays text.

    Dates too (see ``domain.fields``): ISO text sorts as dates do, and one representation of a
    date cannot differ from another.
    """
    if kind in (Kind.CODES, Kind.DATA):
        return JSON(none_as_null=True)
    return _TYPES.get(kind, Text)()


def record_table(form: Form) -> Table:
    """Describe the table of one kind of record.

    ``dossier`` of a dossier is its own identifier, so that one predicate covers a dossier whole;
    it is null for what belongs to the département. ``supprime`` marks a tombstone: the row stays
    so that devices learn of it. ``appareil`` is the device of the last change, null when the
    server itself wrote (pouring, command line).
    """
    table = Table(
        form.name,
        metadata,
        Column("departement", Text, primary_key=True),
        Column("id", Text, primary_key=True),
        Column("dossier", Text),
        Column("rev", Integer, nullable=False),
        Column("supprime", Boolean, nullable=False),
        Column("cree_par", Text),
        Column("cree_le", Text, nullable=False),
        Column("modifie_par", Text),
        Column("modifie_le", Text, nullable=False),
        Column("appareil", Text),
        *(Column(field.name, column_type(field.kind)) for field in form.fields),
        Index(f"ix_{form.name}_dossier", "departement", "dossier"),
    )
    if form.parent is not None:
        Index(f"ix_{form.name}_{form.parent}", table.c.departement, table.c[form.parent])
    return table


RECORDS: dict[str, Table] = {name: record_table(form) for name, form in FORMS.items()}

Index("ix_affectation_referent", RECORDS["affectation"].c.departement, RECORDS["affectation"].c.referent)
Index("ix_dossier_numero", RECORDS["dossier"].c.departement, RECORDS["dossier"].c.numero)
Index("ix_reprise_cible", RECORDS["reprise"].c.departement, RECORDS["reprise"].c.cible)
