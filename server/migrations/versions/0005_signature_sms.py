"""Requests of signature by SMS, and the head of the chain of the accords that the server signs."""

from alembic import op
from sqlalchemy import Column, Integer, PrimaryKeyConstraint, Text, UniqueConstraint

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_REQUIRED = ("departement", "id", "dossier", "cer", "par", "telephone", "contenu", "empreinte", "pdf", "etat")


def upgrade() -> None:
    op.create_table(
        "signature_sms",
        *(Column(name, Text, nullable=False) for name in (*_REQUIRED, "motif")),
        *(Column(name, Text) for name in ("yousign", "signataire", "lien")),
        Column("cree_le", Text, nullable=False),
        *(Column(name, Text) for name in ("envoye_le", "fini_le", "demande_le", "accord", "document")),
        PrimaryKeyConstraint("departement", "id", name="pk_signature_sms"),
        UniqueConstraint("yousign", name="uq_signature_sms_yousign"),
    )
    op.create_index("ix_signature_sms_cer", "signature_sms", ["departement", "cer"])
    op.create_index("ix_signature_sms_dossier", "signature_sms", ["departement", "dossier"])
    op.create_table(
        "chaine_serveur",
        Column("departement", Text, nullable=False),
        Column("rang", Integer, nullable=False),
        Column("precedent", Text),
        PrimaryKeyConstraint("departement", name="pk_chaine_serveur"),
    )


def downgrade() -> None:
    op.drop_table("chaine_serveur")
    op.drop_table("signature_sms")
