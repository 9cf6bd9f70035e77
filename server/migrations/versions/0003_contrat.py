"""What a CER asks the service to lift, signatures drawn on the screen, how the person left with it."""

from alembic import op
from sqlalchemy import Boolean, Column, Integer, PrimaryKeyConstraint, Text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ADDED = (("cer", ("levee", "levee_libelle")), ("accord", ("trace_personne", "trace_referent")))


def upgrade() -> None:
    for table, names in _ADDED:
        for name in names:
            op.add_column(table, Column(name, Text))
    op.create_table(
        "remise",
        *(Column(name, Text, nullable=False) for name in ("departement", "id")),
        Column("dossier", Text),
        Column("rev", Integer, nullable=False),
        Column("supprime", Boolean, nullable=False),
        Column("cree_par", Text),
        Column("cree_le", Text, nullable=False),
        Column("modifie_par", Text),
        Column("modifie_le", Text, nullable=False),
        *(
            Column(name, Text)
            for name in ("appareil", "cer", "edition", "moyen", "moyen_libelle", "remis_le")
        ),
        PrimaryKeyConstraint("departement", "id", name="pk_remise"),
    )
    op.create_index("ix_remise_dossier", "remise", ["departement", "dossier"])
    op.create_index("ix_remise_cer", "remise", ["departement", "cer"])


def downgrade() -> None:
    op.drop_table("remise")
    for table, names in _ADDED:
        for name in names:
            op.drop_column(table, name)
