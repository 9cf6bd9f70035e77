"""What a CER asks the service to lift; signatures drawn on the screen."""

from alembic import op
from sqlalchemy import Column, Text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("levee", "levee_libelle"):
        op.add_column("cer", Column(name, Text))
    for name in ("trace_personne", "trace_referent"):
        op.add_column("accord", Column(name, Text))
