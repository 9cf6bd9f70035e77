"""What a CER that restores a right asks the service to lift."""

from alembic import op
from sqlalchemy import Column, Text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("levee", "levee_libelle"):
        op.add_column("cer", Column(name, Text))
