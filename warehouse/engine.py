"""Opening the warehouse: one set of transaction rules on SQLite and PostgreSQL.

Write in `with writing(engine) as connection:`, read in `with reading(engine) as connection:`. Plain
`engine.begin()` is a writing transaction too, so forgetting costs speed, never correctness.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

# Long enough for a queue of writers on a slow disk; a merge holds the lock for milliseconds.
BUSY_TIMEOUT_MS = 60_000

# What an error says ends up in logs: never the values that a statement was given.
_DISCREET: dict[str, Any] = {"hide_parameters": True}

# Execution options of ours, read when a SQLite transaction begins.
_READ_ONLY = "huizong_read_only"
_FOREIGN_KEYS = "huizong_foreign_keys"


class UnsupportedWarehouse(ValueError):
    """The URL names a database that the warehouse does not run on."""


def connect(url: str | URL) -> Engine:
    """An engine for `sqlite:///path/to/file` or `postgresql://…` (psycopg 3).

    Creates the folder of a SQLite file. Raises UnsupportedWarehouse for any other database.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _sqlite(parsed)
    if backend == "postgresql":
        # To SQLAlchemy 2.0 a bare `postgresql://` means psycopg2, which nobody here has installed.
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, **_DISCREET
        )
    raise UnsupportedWarehouse(f"{backend}: the warehouse runs on sqlite or postgresql")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that may write: committed at the end, rolled back when an exception passes."""
    with engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A read-only snapshot: it waits for no writer and no writer waits for it.

    All statements inside see the same state. Writing in it is an error on both engines.
    """
    if engine.dialect.name == "sqlite":
        options: dict[str, Any] = {_READ_ONLY: True}
    else:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.execution_options(**options).connect() as connection:
        yield connection


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A writing transaction in which SQLite tables may be rebuilt.

    Dropping the old copy of a rebuilt table would break the keys that point to it, so they are not
    enforced inside; they are checked as a whole before the commit (raises RuntimeError).
    """
    with engine.execution_options(**{_FOREIGN_KEYS: False}).begin() as connection:
        yield connection
        if engine.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration broke foreign keys: {broken[:5]}")


def _sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, **_DISCREET)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - for the type checker
        # The driver must not begin transactions by itself: `begin` below does.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        # In WAL mode a power cut can cost the last commits but never tears the file; a rerun
        # merges again whatever is missing.
        connection.execute("PRAGMA synchronous = NORMAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        read_only = options.get(_READ_ONLY, False)
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - for the type checker
        # Connections are pooled: every transaction states both, whatever the last one wanted.
        raw.execute(f"PRAGMA query_only = {int(read_only)}")
        raw.execute(f"PRAGMA foreign_keys = {int(options.get(_FOREIGN_KEYS, True))}")
        # A deferred transaction that turns from reading to writing fails at once when another one
        # wrote meanwhile, busy timeout or not; an immediate one queues for the lock instead.
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine
