"""Keys of findings, and explanations that are attached by them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "explanation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection", sa.String(16), nullable=False),
        sa.Column("unit_code", sa.String(32), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("rule", sa.String(16), nullable=False),
        sa.Column("author", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name="fk_explanation_submission_id_submission"
        ),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_explanation_unit_code_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_explanation"),
    )
    op.create_index(
        "ix_explanation_collection_unit_code_key",
        "explanation",
        ["collection", "unit_code", "key"],
    )
    # Findings of before have none; they get theirs when their files are judged again.
    with op.batch_alter_table("finding") as changes:
        changes.add_column(sa.Column("key", sa.String(32), nullable=False, server_default=""))
    with op.batch_alter_table("finding") as changes:
        changes.alter_column("key", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("finding") as changes:
        changes.drop_column("key")
    op.drop_table("explanation")
