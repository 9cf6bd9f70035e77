"""What waits for a person becomes a record of the dossier, which travels like any other."""

import json
import secrets
from typing import Any

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    text,
)

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _record(
        "reprise",
        *_texts("sorte", "cible", "operation", "issue", "regle", "motif"),
        Column("champs", JSON),
        *_texts("auteur", "fait_le", "recu_le", "statut"),
        Column("choix", JSON),
        *_texts("reglee_par", "reglee_le"),
    )
    op.create_index("ix_reprise_cible", "reprise", ["departement", "cible"])
    _record("avis", *_texts("destinataire", "reprise", "sorte", "fait_le", "suite", "par", "le"))
    op.create_table(
        "contenu",
        Column("departement", Text, nullable=False),
        Column("dossier", Text, nullable=False),
        Column("empreinte", Text, nullable=False),
        Column("taille", BigInteger, nullable=False),
        Column("recu", BigInteger, nullable=False),
        Column("cree_le", Text, nullable=False),
        Column("complet_le", Text),
        PrimaryKeyConstraint("departement", "dossier", "empreinte", name="pk_contenu"),
    )

    op.add_column("accord", Column("ecart_contact", Integer))
    for column in _texts("remplace", "poste", "cle", "contact_le"):
        op.add_column("accord", column)
    for column in _texts("recu_le", "envoi_le", "envoi_machine", "envoi_demarrage", "constat"):
        op.add_column("accord", column)
    op.create_table(
        "maillon",
        *(Column(name, Text, nullable=False) for name in ("departement", "appareil", "empreinte")),
        Column("rang", Integer, nullable=False),
        Column("precedent", Text),
        *(Column(name, Text, nullable=False) for name in ("accord", "cle", "recu_le")),
        PrimaryKeyConstraint("departement", "appareil", "empreinte", name="pk_maillon"),
    )
    op.create_index("ix_maillon_accord", "maillon", ["departement", "accord"])
    op.create_table(
        "cle_ancienne",
        *(Column(name, Text, nullable=False) for name in ("departement", "appareil", "cle")),
        *(Column(name, Text, nullable=False) for name in ("depuis", "jusque")),
        PrimaryKeyConstraint("departement", "appareil", "cle", name="pk_cle_ancienne"),
    )
    op.add_column("appareil", Column("jeton_annule_le", Text))
    _items_of_the_quarantine(op.get_bind())
    op.drop_table("quarantaine")


def downgrade() -> None:
    op.drop_column("appareil", "jeton_annule_le")
    op.create_table(
        "quarantaine",
        *(
            Column(name, Text, nullable=False)
            for name in ("departement", "id", "appareil", "compte", "change")
        ),
        Column("empreinte", Text, nullable=False),
        Column("n", BigInteger, nullable=False),
        *(Column(name, Text, nullable=False) for name in ("kind", "record")),
        Column("dossier", Text),
        *(Column(name, Text, nullable=False) for name in ("contenu", "issue", "regle", "motif")),
        Column("champs", JSON, nullable=False),
        Column("recu_le", Text, nullable=False),
        *_texts("regle_le", "regle_par"),
        PrimaryKeyConstraint("departement", "id", name="pk_quarantaine"),
        UniqueConstraint(
            "departement",
            "appareil",
            "change",
            "empreinte",
            name="uq_quarantaine_departement_appareil_change_empreinte",
        ),
    )
    op.create_index("ix_quarantaine_dossier", "quarantaine", ["departement", "dossier"])
    op.create_index("ix_quarantaine_record", "quarantaine", ["departement", "record"])
    for table in ("cle_ancienne", "maillon", "contenu", "avis", "reprise"):
        op.drop_table(table)
    for name in ("constat", "envoi_demarrage", "envoi_machine", "envoi_le", "recu_le", "ecart_contact"):
        op.drop_column("accord", name)
    for name in ("contact_le", "cle", "poste", "remplace"):
        op.drop_column("accord", name)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text) for name in names]


def _items_of_the_quarantine(connection: Connection) -> None:
    """Turn each change kept aside that nobody has settled into an item, and tell the devices."""
    dossiers = {row.id for row in connection.execute(text("SELECT id FROM dossier"))}
    taken: dict[str, list[dict[str, Any]]] = {}
    for row in connection.execute(_OPEN).mappings():
        change = json.loads(row["contenu"])
        was, written = change.get("was", {}), change.get("set", {})
        named = row["champs"] if isinstance(row["champs"], list) else json.loads(row["champs"])
        names = [name for name in written if not named or name in named]
        dossier = row["dossier"] if row["dossier"] in dossiers else None
        item = {
            **{name: row[name] for name in ("departement", "id", "appareil", "regle", "motif", "recu_le")},
            "dossier": dossier,
            "sorte": row["kind"],
            "cible": row["record"],
            "auteur": row["compte"],
            "operation": change.get("op", "set"),
            "issue": row["issue"] if row["issue"] in ("conflict", "refused", "quarantined") else "refused",
            "champs": json.dumps({name: {"avant": was.get(name), "moi": written[name]} for name in names}),
            "fait_le": change.get("at"),
        }
        connection.execute(_ITEM, item)
        taken.setdefault(str(row["departement"]), []).append(item)
    for code, items in taken.items():
        connection.execute(text("UPDATE departement SET seq = seq + 1 WHERE code = :code"), {"code": code})
        for rank, item in enumerate(items):
            line = {"code": code, "id": rank, "stamp": secrets.randbits(63)}
            connection.execute(_LINE, line | {"record": item["id"], "dossier": item["dossier"]})


_OPEN = text("SELECT * FROM quarantaine WHERE regle_le IS NULL ORDER BY departement, id")
_ITEM = text(
    """
    INSERT INTO reprise (departement, id, dossier, rev, supprime, cree_par, cree_le, modifie_par, modifie_le,
        appareil, sorte, cible, operation, issue, regle, motif, champs, auteur, fait_le, recu_le, statut)
    VALUES (:departement, :id, :dossier, 1, false, :auteur, :recu_le, :auteur, :recu_le,
        :appareil, :sorte, :cible, :operation, :issue, :regle, :motif, :champs, :auteur, :fait_le, :recu_le,
        'ouverte')
    """
)
_LINE = text(
    """
    INSERT INTO journal (departement, seq, id, stamp, kind, record, dossier)
    SELECT code, seq, :id, :stamp, 'reprise', :record, :dossier FROM departement WHERE code = :code
    """
)


def _record(kind: str, *fields: Column[Any]) -> None:
    """Create the table of a kind of record, with what every record carries in this revision."""
    op.create_table(
        kind,
        Column("departement", Text, nullable=False),
        Column("id", Text, nullable=False),
        Column("dossier", Text),
        Column("rev", Integer, nullable=False),
        Column("supprime", Boolean, nullable=False),
        Column("cree_par", Text),
        Column("cree_le", Text, nullable=False),
        Column("modifie_par", Text),
        Column("modifie_le", Text, nullable=False),
        Column("appareil", Text),
        *fields,
        PrimaryKeyConstraint("departement", "id", name=f"pk_{kind}"),
    )
    op.create_index(f"ix_{kind}_dossier", kind, ["departement", "dossier"])
