"""Whether every row of a warehouse can be read."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

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
