"""The 中心校 that may file for a unit, and the parts of a workbook in which it does."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("unit") as changes:
        changes.add_column(sa.Column("central_code", sa.String(32)))
    # No file of before was taken apart.
    with op.batch_alter_table("submission") as changes:
        changes.add_column(sa.Column("part", sa.String(32), nullable=False, server_default=""))
    with op.batch_alter_table("submission") as changes:
        changes.alter_column("part", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("submission") as changes:
        changes.drop_column("part")
    with op.batch_alter_table("unit") as changes:
        changes.drop_column("central_code")
