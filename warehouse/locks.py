"""Locks for the length of a transaction."""

from sqlalchemy import Connection, text


def lock(connection: Connection, *names: str) -> None:
    """Wait until no other transaction holds the lock of these names; held until the end.

    On SQLite a writing transaction holds the only write lock already (see warehouse.engine).
    """
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"),
            {"name": "\x1f".join(names)},
        )
