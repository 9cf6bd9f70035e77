"""What a CER asks the service to lift; signatures drawn on the screen."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for name in ("levee", "levee_libelle"):
        op.add_column("cer", sa.Column(name, sa.Text()))
    for name in ("trace_personne", "trace_referent"):
        op.add_column("accord", sa.Column(name, sa.Text()))
