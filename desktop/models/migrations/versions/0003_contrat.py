"""What a CER that restores a right asks the service to lift."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for name in ("levee", "levee_libelle"):
        op.add_column("cer", sa.Column(name, sa.Text()))
