"""What somebody of the bureau passed: 审核通过 is a person's word."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection", sa.String(16), nullable=False),
        sa.Column("unit_code", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_passed_unit_code_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_passed"),
    )
    op.create_index("ix_passed_collection_unit_code", "passed", ["collection", "unit_code"])


def downgrade() -> None:
    op.drop_table("passed")
