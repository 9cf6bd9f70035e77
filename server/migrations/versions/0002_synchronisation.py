"""What waits for a person becomes a record of the dossier, which travels like any other."""

from typing import Any

from alembic import op
from sqlalchemy import JSON, BigInteger, Boolean, Column, Integer, PrimaryKeyConstraint, Text

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


def downgrade() -> None:
    op.drop_column("appareil", "jeton_annule_le")
    for table in ("cle_ancienne", "maillon", "contenu", "avis", "reprise"):
        op.drop_table(table)
    for name in ("constat", "envoi_demarrage", "envoi_machine", "envoi_le", "recu_le", "ecart_contact"):
        op.drop_column("accord", name)
    for name in ("contact_le", "cle", "poste", "remplace"):
        op.drop_column("accord", name)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text) for name in names]


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
