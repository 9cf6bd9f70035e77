"""The hours of activity a week, for the départements whose contract says them."""

from alembic import op
from sqlalchemy import Column, Integer

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cer", Column("heures_semaine", Integer))


def downgrade() -> None:
    op.drop_column("cer", "heures_semaine")
