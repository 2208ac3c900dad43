"""`python -m warehouse.draft_migration 'what changes'`: write the next migration.

Alembic compares the tables that the existing migrations make, in a scratch database, with those
that the code declares. Read what it wrote before committing it: a renamed column, for one, looks to
it like one column dropped and another added.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.script import ScriptDirectory

from warehouse.engine import connect, migrating
from warehouse.migrate import alembic_config, migrate


def draft(message: str) -> None:
    """Write `warehouse/migrations/versions/NNNN_<message>.py`."""
    revisions = list(ScriptDirectory.from_config(alembic_config()).walk_revisions())
    with TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{Path(folder) / 'scratch.db'}")
        migrate(engine)
        with migrating(engine) as connection:
            command.revision(
                alembic_config(connection),
                message,
                autogenerate=True,
                rev_id=f"{len(revisions) + 1:04d}",
            )
        engine.dispose()


if __name__ == "__main__":
    draft(" ".join(sys.argv[1:]) or "change")
