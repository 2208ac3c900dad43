"""Leases, and who or what started a run."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OF_RUNS = ("started_by", "flow_run", "attempt", "totals_digest")


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("token", sa.String(36), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("process", sa.Integer(), nullable=False),
        sa.Column("process_started", sa.Float(), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    op.add_column("run", sa.Column("started_by", sa.Text()))
    op.add_column("run", sa.Column("flow_run", sa.String(36)))
    op.add_column("run", sa.Column("attempt", sa.Integer()))
    op.add_column("run", sa.Column("totals_digest", sa.String(64)))


def downgrade() -> None:
    with op.batch_alter_table("run") as changes:
        for column in _OF_RUNS:
            changes.drop_column(column)
    op.drop_table("lease")
