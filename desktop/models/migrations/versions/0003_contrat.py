"""What a CER asks the service to lift, signatures drawn on the screen, how the person left with it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for table, names in (
        ("cer", ("levee", "levee_libelle")),
        ("accord", ("trace_personne", "trace_referent")),
    ):
        for name in names:
            op.add_column(table, sa.Column(name, sa.Text()))
    op.create_table(
        "remise",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text()),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        *_texts("cree_par", "cree_le", "modifie_par", "modifie_le"),
        *_texts("cer", "edition", "moyen", "moyen_libelle", "remis_le"),
        sa.Column("part_digest", sa.Integer()),
        sa.Column("inconnu", sa.JSON()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_remise_dossier", "remise", ["dossier", "part_digest"])
    op.create_index("ix_remise_cer", "remise", ["cer"])


def downgrade() -> None:
    raise NotImplementedError("a replica is never taken back: the copy made before each migration is")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text()) for name in names]
