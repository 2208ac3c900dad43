"""As more than one operator has it: PostgreSQL for both databases, and two workers on the pool."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import URL

from flows.settings import Settings
from flows.workspace import Workspace
from tests.conftest import run_on_server
from tests.live import postgres
from tests.live.conftest import (
    NIGHTLY,
    ONE_UNIT,
    SAMPLES,
    THREE,
    District,
    Server,
    of,
    serving,
    working,
)

REFRESH = "重新汇总/refresh"


class OnPostgres(District):
    """A district whose warehouse is a database of a server."""

    url: str

    @property
    def workspace(self) -> Workspace:
        register = SAMPLES / "register.csv"
        settings = Settings(data_dir=self.data_dir, unit_register=register, warehouse_url=self.url)
        return Workspace(settings, "2020")


@pytest.fixture(scope="module")
def whole_postgres() -> Iterator[URL]:
    folder = postgres.programs()
    if folder is None:
        pytest.skip("no PostgreSQL with pg_trgm on this machine: Prefect's database needs one")
    with postgres.running(folder) as url:
        yield url


@pytest.fixture(scope="module")
def production(
    whole_postgres: URL, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, OnPostgres, list[Path]]]:
    folder = tmp_path_factory.mktemp("production")
    for name in ("huizong", "prefect"):
        run_on_server(whole_postgres, f"CREATE DATABASE {name}")
    district = OnPostgres(folder / "data", folder / "sabotage.json")
    district.url = whole_postgres.set(database="huizong").render_as_string(hide_password=False)
    district.inbox.mkdir(parents=True)
    own = whole_postgres.set(drivername="postgresql+asyncpg", database="prefect")
    logs = [folder / "first.log", folder / "second.log"]
    with ExitStack() as running:
        server = running.enter_context(
            serving(
                folder,
                PREFECT_API_DATABASE_CONNECTION_URL=own.render_as_string(hide_password=False),
            )
        )
        for log in logs:
            running.enter_context(
                working(server, log, **of(district), HUIZONG_WAREHOUSE_URL=district.url)
            )
        yield server, district, logs


def test_runs_started_at_once_do_not_interleave(
    production: tuple[Server, OnPostgres, list[Path]],
) -> None:
    server, district, logs = production
    district.receive(*THREE, "学府小学")
    started = [
        server.start(NIGHTLY),
        server.start(NIGHTLY),
        server.start(ONE_UNIT, unit="第一小学"),
        server.start(REFRESH),
    ]
    for run in started:
        ended = server.end_of(run)
        assert ended.state is not None and ended.state.is_completed(), ended.state
    assert len(district.submissions()) == 4
    entries = sorted(district.runs(), key=lambda one: one.id)
    assert [one.outcome for one in entries] == ["completed"] * 3  # refresh takes nothing in
    for earlier, later in pairwise(entries):
        assert earlier.finished_at is not None
        assert earlier.finished_at <= later.started_at
    # Both workers had their part in it.
    assert all("submitting flow run" in log.read_text(encoding="utf-8") for log in logs)


def test_a_lost_database_server_is_told_and_healed(
    production: tuple[Server, OnPostgres, list[Path]], whole_postgres: URL
) -> None:
    server, district, _ = production
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'huizong'"
    run_on_server(whole_postgres, end)
    run_on_server(whole_postgres, "ALTER DATABASE huizong RENAME TO away")
    run = server.start(NIGHTLY)
    failed = server.end_of(run)
    assert failed.state is not None and failed.state.is_failed(), failed.state
    assert "数据库连不上" in failed.name
    run_on_server(whole_postgres, "ALTER DATABASE away RENAME TO huizong")
    district.receive("第五小学")
    server.retry(run)
    done = server.end_of(run, attempt=2)
    assert done.state is not None and done.state.is_completed(), done.state
    assert len(district.submissions()) == 5
