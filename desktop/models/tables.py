"""The tables of the replica: one per kind of record, derived from its form, and our own.

A record table holds what its user sees: the server's row with the unsent changes laid over it.
``rev`` is the revision of the server's row underneath, 0 for a record the server has never
seen; ``part_digest`` is that revision's share of the digest. ``inconnu`` keeps, as JSON, columns
a newer server sent and this program does not know yet (decision 19).
"""

from typing import Any

from sqlalchemy import JSON, Boolean, Column, Index, Integer, MetaData, Table, Text, text
from sqlalchemy.types import TypeEngine

from domain.fields import Kind
from domain.forms import Form
from domain.registry import FORMS

metadata = MetaData()

_TYPES: dict[Kind, type[TypeEngine[Any]]] = {
    Kind.INTEGER: Integer,
    Kind.FLAG: Boolean,
    Kind.CODES: JSON,
    Kind.DATA: JSON,
}


def _record_table(form: Form) -> Table:
    return Table(
        form.name,
        metadata,
        Column("id", Text, primary_key=True),
        Column("dossier", Text),
        Column("rev", Integer, nullable=False, server_default=text("0")),
        Column("cree_par", Text),
        Column("cree_le", Text),
        Column("modifie_par", Text),
        Column("modifie_le", Text),
        *(Column(field.name, _TYPES.get(field.kind, Text)) for field in form.fields),
        Column("part_digest", Integer),
        Column("inconnu", JSON),
        Index(f"ix_{form.name}_dossier", "dossier", "part_digest"),  # a digest reads it, and no text
        *([Index(f"ix_{form.name}_{form.parent}", form.parent)] if form.parent else []),
    )


RECORDS: dict[str, Table] = {form.name: _record_table(form) for form in FORMS.values()}

Index("ix_reprise_cible", RECORDS["reprise"].c.cible)
# Days and file active are read from it alone, whatever is written in the entretiens.
Index(
    "ix_entretien_moment",
    *(RECORDS["entretien"].c[name] for name in ("moment", "realisation", "dossier", "collaborateur")),
)

etat = Table(
    "etat",
    metadata,
    Column("cle", Text, primary_key=True),
    Column("valeur", JSON, nullable=False),
    comment="What the replica knows of itself: server, account, device, cursor, numbers.",
)

changement = Table(
    "changement",
    metadata,
    Column("ordre", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("n", Integer, unique=True),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("dossier", Text),
    Column("op", Text, nullable=False),
    Column("base_rev", Integer, nullable=False),
    Column("valeurs", JSON, nullable=False),
    Column("avant", JSON, nullable=False),
    Column("fait_le", Text, nullable=False),
    Column("par", Text, nullable=False),
    Column("reglages", Integer, nullable=False),
    Column("scelle", Boolean, nullable=False, server_default=text("0")),
    Column("ligne", JSON),  # the whole row a DELETE took away, until the server agrees
    Index("ix_changement_record", "record"),
    sqlite_autoincrement=True,
    comment="The outbox. A line gets its number when frozen into a batch, and never changes after.",
)

envoye = Table(
    "envoye",
    metadata,
    Column("id", Text, primary_key=True),
    Column("n", Integer, nullable=False, unique=True),
    Column("dossier", Text),
    Column("ligne", JSON, nullable=False),
    Column("repondu_le", Text, nullable=False),
    Index("ix_envoye_dossier", "dossier"),
    comment="What the server answered, kept 30 days in case it is restored from an older backup.",
)

recu = Table(
    "recu",
    metadata,
    Column("id", Text, primary_key=True),
    Column("fin", Text, nullable=False),
    Column("contenu", JSON, nullable=False),
    comment="One receipt per synchronisation that moved something.",
)

consultation = Table(
    "consultation",
    metadata,
    Column("dossier", Text, primary_key=True),
    Column("le", Text, nullable=False),
    comment="When each dossier was last opened here: the last consulted come first.",
)

lecture = Table(
    "lecture",
    metadata,
    Column("record", Text, primary_key=True),
    Column("le", Text, nullable=False),
    comment="Decisions the referent has read here (R-CER-29).",
)

ligne_inconnue = Table(
    "ligne_inconnue",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("dossier", Text),
    Column("rev", Integer, nullable=False),
    Column("part_digest", Integer),
    Column("ligne", JSON, nullable=False),
    comment="Rows of kinds this program does not know yet, replayed after a migration.",
)

contenu = Table(
    "contenu",
    metadata,
    Column("document", Text, primary_key=True),
    Column("dossier", Text, nullable=False),
    Column("empreinte", Text, nullable=False),
    Column("taille", Integer, nullable=False),
    Column("sens", Text, nullable=False),
    Column("fait", Integer, nullable=False),
    Column("etat", Text, nullable=False),
    Column("motif", Text, nullable=False),
    Column("cree_le", Text, nullable=False),
    Index("ix_contenu_dossier", "dossier"),
    comment="Contents of documents, here or on their way; the bytes are in files of their own.",
)
