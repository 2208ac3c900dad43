"""Places of files are sealed and looked up by a keyed hash; what a school may read of a finding, too.

A migration has no key. The paths stay as they are in the columns that will hold their hashes, and
warehouse.sealing turns them into such when the warehouse is opened with its key.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TABLES = ("submission", "arrival", "file_fault")
_NEW = {
    "submission": ("own_name", "place"),
    "arrival": ("place",),
    "file_fault": ("place", "own_name"),
    "finding": ("own",),
}


def upgrade() -> None:
    for table in _TABLES:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN path TO path_key")
    for table, columns in _NEW.items():
        for name in columns:
            op.add_column(table, sa.Column(name, sa.LargeBinary()))


def downgrade() -> None:
    for table, columns in _NEW.items():
        with op.batch_alter_table(table) as changes:
            for name in columns:
                changes.drop_column(name)
    for table in _TABLES:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN path_key TO path")
