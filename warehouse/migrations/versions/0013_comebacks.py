"""What a form of a file holds, as a digest, and whether it waits for an answer before it counts."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Of what came earlier the digest is taken from its facts when it is asked for.
    op.add_column("submission_form", sa.Column("digest", sa.String(64)))
    op.add_column(
        "submission_form",
        sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("submission_form", sa.Column("let_back_at", sa.DateTime(timezone=True)))
    with op.batch_alter_table("submission_form") as changes:
        changes.alter_column("held", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("submission_form") as changes:
        changes.drop_column("let_back_at")
        changes.drop_column("held")
        changes.drop_column("digest")
