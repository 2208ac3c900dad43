"""Opening the warehouse: one set of transaction rules on SQLite and PostgreSQL.

Write in `with writing(engine) as connection:`, read in `with reading(engine) as connection:`. Plain
`engine.begin()` is a writing transaction too, so forgetting costs speed, never correctness.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

__all__ = [
    "URL",
    "Connection",
    "DamagedWarehouse",
    "Engine",
    "UnsupportedWarehouse",
    "WrongEncoding",
    "connect",
    "has_tables",
    "is_wiped",
    "migrating",
    "parse_url",
    "reading",
    "warehouse_file",
    "wipe",
    "writing",
]

# Long enough for a queue of writers on a slow disk; a merge holds the lock for milliseconds.
BUSY_TIMEOUT_MS = 60_000

# What an error says ends up in logs: never the values that a statement was given.
_DISCREET: dict[str, Any] = {"hide_parameters": True}

# Execution options of ours, read when a SQLite transaction begins.
_READ_ONLY = "huizong_read_only"
_FOREIGN_KEYS = "huizong_foreign_keys"


# What `PRAGMA user_version` says of a file that was wiped; SQLite copies it with a backup.
_WIPED = 12


_FORMS = "应为 postgresql://用户名@主机:端口/库名，或 sqlite:///文件路径"


class UnsupportedWarehouse(ValueError):
    """The URL names no database that the warehouse runs on; the message says why, in Chinese."""


class WrongEncoding(ValueError):
    """A PostgreSQL database in another encoding than UTF8; the message names both."""


class DamagedWarehouse(ValueError):
    """A database that cannot be the one that was left; the message says why, in Chinese."""


def parse_url(url: str | URL) -> URL:
    """The address of a warehouse. Raises UnsupportedWarehouse, never quoting a password."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError):
        raise UnsupportedWarehouse(f"数据库地址写法不对，{_FORMS}") from None
    if backend == "postgres":
        raise UnsupportedWarehouse("数据库地址开头请写 postgresql://，不是 postgres://")
    if backend not in ("sqlite", "postgresql"):
        raise UnsupportedWarehouse(f"不能用 {backend} 数据库，{_FORMS}")
    if backend == "sqlite" and (parsed.host or not parsed.database):
        raise UnsupportedWarehouse(
            "SQLite 的地址写三条斜杠加文件路径，例如 sqlite:///var/warehouse.db"
        )
    return parsed


def connect(url: str | URL) -> Engine:
    """An engine for `sqlite:///path/to/file` or `postgresql://…` (psycopg 3).

    Creates the folder of a SQLite file. Raises UnsupportedWarehouse for any other database; the
    first connection raises WrongEncoding where the database cannot hold every name.
    """
    parsed = parse_url(url)
    return _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgres(parsed)


def warehouse_file(url: str | URL) -> Path | None:
    """The file of a SQLite warehouse; None of PostgreSQL, or of one in memory."""
    parsed = parse_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database != ":memory:"
    return Path(str(parsed.database).removeprefix("file:").partition("?")[0]) if is_file else None


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


def has_tables(engine: Engine) -> bool:
    """Whether any version of the warehouse was ever made here; an emptied database has none."""
    return inspect(engine).has_table("alembic_version")


def is_wiped(engine: Engine) -> bool:
    """Whether what was deleted before the present rules is gone from the file's free pages.

    PostgreSQL keeps no such note: there it is wiped once, when something was sealed.
    """
    if engine.dialect.name != "sqlite":
        return True
    with reading(engine) as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one()) >= _WIPED


def wipe(engine: Engine) -> None:
    """Rewrite the database, so that nothing of what was deleted or replaced is left in it.

    Takes about the room of the database on its disk meanwhile.
    """
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        if isinstance(raw, sqlite3.Connection):
            raw.execute("PRAGMA query_only = 0")
            raw.execute("VACUUM")
            raw.execute(f"PRAGMA user_version = {_WIPED}")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("VACUUM FULL")


def _postgres(url: URL) -> Engine:
    # To SQLAlchemy 2.0 a bare `postgresql://` means psycopg2, which nobody here has installed.
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, **_DISCREET
    )

    # Before SQLAlchemy's own first words with the server, which fail where text comes as bytes.
    @event.listens_for(engine, "connect", insert=True)
    def refuse_another_encoding(connection: Any, record: ConnectionPoolEntry) -> None:
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise WrongEncoding(f"数据库 {connection.info.dbname} 的编码是 {encoding}")

    return engine


def _sqlite(url: URL) -> Engine:
    file = warehouse_file(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url.set(drivername="sqlite"), **_DISCREET)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - for the type checker
        # The driver must not begin transactions by itself: `begin` below does.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except (
            UnicodeDecodeError
        ):  # the driver stumbles over SQLite's words, which quote the damage
            raise DamagedWarehouse(f"{file}，malformed database schema") from None
        # In WAL mode a power cut can cost the last commits but never tears the file; a rerun
        # merges again whatever is missing.
        connection.execute("PRAGMA synchronous = NORMAL")
        # What is replaced or deleted is overwritten: old words stay in no free page.
        connection.execute("PRAGMA secure_delete = ON")

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
