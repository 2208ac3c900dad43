"""Bringing a database to the tables that this version of the code declares."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from warehouse.engine import migrating, reading
from warehouse.locks import lock
from warehouse.tables import metadata
from warehouse.views import create_views, drop_views, existing_views, view_names

MIGRATIONS = Path(__file__).parent / "migrations"


class NewerWarehouse(RuntimeError):
    """The database was made or upgraded by a newer version of the program; its revision."""


def migrate(engine: Engine) -> bool:
    """Upgrade the database to the newest revision; whether there was anything to do.

    One transaction: an upgrade that fails leaves everything as it was, and of two processes that
    start together the second finds nothing to do. The `current_<form>` views are made anew with
    the tables, so a change of a view alone needs a migration too, an empty one.

    Raises NewerWarehouse, having touched nothing, where the revision is not one of this version's.
    """
    with reading(engine) as connection:
        if is_current(connection):
            return False
    with migrating(engine) as connection:
        lock(connection, "migrate")
        if is_current(connection):
            return False
        drop_views(connection)  # PostgreSQL changes no column that a view shows
        command.upgrade(alembic_config(connection), "head")
        create_views(connection)
    return True


def differences(connection: Connection) -> list[object]:
    """What autogenerate would still change in this database; empty after `migrate`."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def known_revisions() -> set[str]:
    """The revisions that this version of the code can bring up to date."""
    script = ScriptDirectory.from_config(alembic_config())
    return {one.revision for one in script.walk_revisions()}


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's settings, in code: an installed package has no ini file to look for."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def is_current(connection: Connection) -> bool:
    """Whether a database has the tables and views of this version. Raises NewerWarehouse."""
    scripts = ScriptDirectory.from_config(alembic_config())
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision and revision not in {script.revision for script in scripts.walk_revisions()}:
        raise NewerWarehouse(f"表结构 {revision} 不在本版本之中")
    return revision == scripts.get_current_head() and set(existing_views(connection)) == set(
        view_names()
    )
