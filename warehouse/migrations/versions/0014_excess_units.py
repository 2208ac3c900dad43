"""In how many units a share is above all of them: what a signed claim of 100 % was judged by.

Of what was computed or signed before, nobody knows any more; 0 leaves its verdict as it was shown.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TABLES = ("indicator_value", "release_value")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(
            table, sa.Column("excess_units", sa.Integer(), nullable=False, server_default="0")
        )


def downgrade() -> None:
    for table in _TABLES:
        with op.batch_alter_table(table) as changes:
            changes.drop_column("excess_units")
