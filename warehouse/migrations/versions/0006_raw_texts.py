"""What stood in the cells that reading changed; older submissions get theirs when judged again."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "raw_text",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(63), nullable=False),
        sa.Column("change", sa.String(16), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("sealed", sa.LargeBinary()),
        sa.ForeignKeyConstraint(
            ["submission_id", "form"],
            ["submission_form.submission_id", "submission_form.form"],
            name="fk_raw_text_submission_id_form_submission_form",
        ),
        sa.PrimaryKeyConstraint(
            "submission_id", "form", "row", "field", "change", name="pk_raw_text"
        ),
    )


def downgrade() -> None:
    op.drop_table("raw_text")
