"""A check value of the key, so that another one is noticed before it is used."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Empty: a migration has no key. The next command that opens the warehouse writes the row.
    op.create_table(
        "warehouse_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("check_value", sa.String(64), nullable=False),
        sa.Column("unbound_submissions", sa.Integer(), nullable=False),
        sa.Column("unbound_explanations", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warehouse_key")),
    )


def downgrade() -> None:
    op.drop_table("warehouse_key")
