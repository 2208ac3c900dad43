"""The 中心校 that may file for a unit."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("unit") as changes:
        changes.add_column(sa.Column("central_code", sa.String(32)))


def downgrade() -> None:
    with op.batch_alter_table("unit") as changes:
        changes.drop_column("central_code")
