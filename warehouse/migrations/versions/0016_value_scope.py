"""The units that a figure speaks of, as they were when it was computed or signed.

Of what was computed or signed before, the definition's own words are shown.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TABLES = ("indicator_value", "release_value")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("scope", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for table in _TABLES:
        with op.batch_alter_table(table) as changes:
            changes.drop_column("scope")
