"""Of which CER a document is the paper, and the code that stands on it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for name in ("cer", "repere"):
        op.add_column("document", sa.Column(name, sa.Text()))


def downgrade() -> None:
    raise NotImplementedError("a replica is never taken back: the copy made before each migration is")
