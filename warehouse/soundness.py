"""Whether every row of a warehouse can be read, and a warehouse set aside for another one."""

from collections.abc import Iterator

from sqlalchemy import Connection, Engine, select, text

from warehouse.engine import writing
from warehouse.tables import metadata


def unreadable_tables(connection: Connection) -> Iterator[tuple[str, Exception]]:
    """The tables with a row that cannot be read, and what was raised over it.

    A database keeps no checksums: bytes that were changed within a value are sound to it.
    """
    for table in metadata.sorted_tables:
        try:
            for _ in connection.execute(select(table)):
                pass
        except (ValueError, LookupError, TypeError) as error:
            yield table.name, error


def set_aside(engine: Engine, schema: str) -> None:
    """On PostgreSQL: all that the database holds becomes a schema of this name; an empty one is left."""
    with writing(engine) as connection:
        connection.execute(text(f"ALTER SCHEMA public RENAME TO {schema}"))
        connection.execute(text("CREATE SCHEMA public"))


def put_back(engine: Engine, schema: str) -> None:
    """What was set aside is in its place again, instead of whatever stands there now."""
    with writing(engine) as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text(f"ALTER SCHEMA {schema} RENAME TO public"))
