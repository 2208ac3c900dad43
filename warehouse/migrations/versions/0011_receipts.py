"""The order in which files came, apart from the clock, which may be set back."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_OLD_INDEX = "ix_submission_collection_unit_code_received_at"
_NEW_INDEX = "ix_submission_collection_unit_code_receipt"


def upgrade() -> None:
    op.add_column(
        "submission", sa.Column("receipt", sa.Integer(), nullable=False, server_default="0")
    )
    # So far the clock decided, and of the same moment the number: what is in force stays so.
    submission = sa.table("submission", sa.column("id"), sa.column("receipt"))
    connection = op.get_bind()
    numbers = connection.execute(sa.text("SELECT id FROM submission ORDER BY received_at, id"))
    receipts = [{"number": row.id, "place": place} for place, row in enumerate(numbers, start=1)]
    if receipts:
        connection.execute(
            sa.update(submission)
            .where(submission.c.id == sa.bindparam("number"))
            .values(receipt=sa.bindparam("place")),
            receipts,
        )
    with op.batch_alter_table("submission") as changes:
        changes.alter_column("receipt", server_default=None)
    op.drop_index(_OLD_INDEX, "submission")
    op.create_index(_NEW_INDEX, "submission", ["collection", "unit_code", "receipt"])


def downgrade() -> None:
    op.drop_index(_NEW_INDEX, "submission")
    with op.batch_alter_table("submission") as changes:
        changes.drop_column("receipt")
    op.create_index(_OLD_INDEX, "submission", ["collection", "unit_code", "received_at"])
