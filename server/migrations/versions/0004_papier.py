"""Of which CER a document is the paper, and the code that stands on it."""

from alembic import op
from sqlalchemy import Column, Text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ADDED = ("cer", "repere")


def upgrade() -> None:
    for name in _ADDED:
        op.add_column("document", Column(name, Text))


def downgrade() -> None:
    for name in _ADDED:
        op.drop_column("document", name)
