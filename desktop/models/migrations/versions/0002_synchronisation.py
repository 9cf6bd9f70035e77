"""What waits for a person comes from the server, like any row."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_COMPARED = [
    "reglage",
    "collaborateur",
    "dossier",
    "affectation",
    "evenement_droit",
    "entretien",
    "theme_entretien",
    "cer",
    "objectif",
    "accord",
    "evenement_cer",
    "document",
]
"""Kinds of records whose revisions a digest adds up."""


def upgrade() -> None:
    op.drop_table("a_reprendre")  # the server has the same words, and now sends them
    _record(
        "reprise",
        *_texts("sorte", "cible", "operation", "issue", "regle", "motif"),
        sa.Column("champs", sa.JSON()),
        *_texts("auteur", "fait_le", "recu_le", "statut"),
        sa.Column("choix", sa.JSON()),
        *_texts("reglee_par", "reglee_le"),
    )
    op.create_index("ix_reprise_cible", "reprise", ["cible"], unique=False)
    op.create_index("ix_entretien_moment", "entretien", ["moment", "realisation", "dossier", "collaborateur"])
    _record("avis", *_texts("destinataire", "reprise", "sorte", "fait_le", "suite", "par", "le"))
    op.create_table(
        "contenu",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("empreinte", sa.Text(), nullable=False),
        sa.Column("taille", sa.Integer(), nullable=False),
        sa.Column("sens", sa.Text(), nullable=False),
        sa.Column("fait", sa.Integer(), nullable=False),
        sa.Column("etat", sa.Text(), nullable=False),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.Column("cree_le", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document"),
        comment="Contents of documents, here or on their way; the bytes are in files of their own.",
    )
    op.create_index("ix_contenu_dossier", "contenu", ["dossier"], unique=False)
    op.add_column("accord", sa.Column("ecart_contact", sa.Integer()))
    for column in _texts("remplace", "poste", "cle", "contact_le"):
        op.add_column("accord", column)
    for column in _texts("recu_le", "envoi_le", "envoi_machine", "envoi_demarrage", "constat"):
        op.add_column("accord", column)
    for kind in _COMPARED:
        op.drop_index(f"ix_{kind}_dossier")
    for kind in (*_COMPARED, "reprise", "avis"):
        op.create_index(f"ix_{kind}_dossier", kind, ["dossier", "part_digest"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a replica is never taken back: the copy made before each migration is")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text()) for name in names]


def _record(kind: str, *fields: "sa.Column[Any]") -> None:
    """Create the table of a kind of record, with what every record carries in this revision."""
    op.create_table(
        kind,
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text()),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        *_texts("cree_par", "cree_le", "modifie_par", "modifie_le"),
        *fields,
        sa.Column("part_digest", sa.Integer()),
        sa.Column("inconnu", sa.JSON()),
        sa.PrimaryKeyConstraint("id"),
    )
