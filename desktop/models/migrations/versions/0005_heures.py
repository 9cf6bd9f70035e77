"""The hours of activity a week, for the départements whose contract says them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("cer", sa.Column("heures_semaine", sa.Integer()))


def downgrade() -> None:
    raise NotImplementedError("a replica is never taken back: the copy made before each migration is")
