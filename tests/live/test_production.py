"""As more than one operator has it: PostgreSQL for both databases, and two workers on the pool."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from sqlalchemy import URL

from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.conftest import run_on_server
from tests.live import postgres
from tests.live.conftest import (
    HOUSEKEEPING,
    NIGHTLY,
    ONE_UNIT,
    PATIENCE,
    SAMPLES,
    THREE,
    District,
    Server,
    of,
    serving,
    working,
)
from tests.live.scheduled import assert_nights_come_by_themselves, is_held, until
from tests.live.test_retry import process_of

pytestmark = pytest.mark.slow
_CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'huizong'"
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


def at_work(
    server: Server, log: Path, district: OnPostgres, *options: str
) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """A worker on the district's database server."""
    own = {**of(district), "HUIZONG_WAREHOUSE_URL": district.url}
    log.unlink(missing_ok=True)
    return working(server, log, *options, **own)


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
        yield server, district, logs


def test_runs_started_at_once_do_not_interleave(
    production: tuple[Server, OnPostgres, list[Path]],
) -> None:
    server, district, logs = production
    district.receive(*THREE, "学府小学")
    with ExitStack() as running:
        for log in logs:  # without a limit, the one that polls first takes all four
            running.enter_context(at_work(server, log, district, "--limit", "2"))
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


def test_a_night_by_its_schedule(production: tuple[Server, OnPostgres, list[Path]]) -> None:
    """Prefect's database and the warehouse both on PostgreSQL."""
    server, district, logs = production
    with at_work(server, logs[0], district):
        assert_nights_come_by_themselves(server, district)


def test_a_lost_database_server_is_told_and_healed(
    production: tuple[Server, OnPostgres, list[Path]], whole_postgres: URL
) -> None:
    server, district, logs = production
    run_on_server(whole_postgres, _CUT)
    run_on_server(whole_postgres, "ALTER DATABASE huizong RENAME TO away")
    with at_work(server, logs[0], district):
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


def test_a_database_server_goes_away_in_mid_night(
    production: tuple[Server, OnPostgres, list[Path]], whole_postgres: URL
) -> None:
    """What was read is not in the warehouse yet; the next night is right without any Retry."""
    server, district, logs = production
    held = district.submissions()
    district.receive("启明双语小学")
    district.sabotage({"fault": "hold-loading"})
    with at_work(server, logs[0], district):
        run = server.start(NIGHTLY)
        until(lambda: is_held(server, district, run, "running"), "the run was not held")
        run_on_server(whole_postgres, "ALTER DATABASE huizong ALLOW_CONNECTIONS false")
        run_on_server(whole_postgres, _CUT)
        district.heal()
        failed = server.end_of(run)
        assert failed.state is not None and failed.state.is_failed(), failed.state
        assert "数据库连不上" in failed.name
        run_on_server(whole_postgres, "ALTER DATABASE huizong ALLOW_CONNECTIONS true")
        done = server.end_of(server.start(NIGHTLY))
    assert done.state is not None and done.state.is_completed(), done.state
    assert district.submissions() == sorted([*held, "启明双语小学_2020年报表.xlsx"])


def test_a_power_cut(production: tuple[Server, OnPostgres, list[Path]]) -> None:
    """Workers and run are gone at once, so nobody reports: housekeeping finds out, Retry goes on."""
    server, district, logs = production
    district.receive("第五中学", "实验小学")
    held = len(district.archived())
    with at_work(server, logs[0], district):
        run = server.start(NIGHTLY)
        process = process_of(run)
        give_up = time.monotonic() + PATIENCE
        while len(district.archived()) == held and time.monotonic() < give_up:
            time.sleep(0.01)
        for one in (*workers_of(server), process):
            one.kill()
    with server.client() as client:
        left = client.read_flow_run(run).state
    assert left is not None and left.is_running()
    with at_work(server, logs[1], district):
        swept = server.end_of(server.start(HOUSEKEEPING, backup=False))
        assert swept.state is not None and swept.state.is_completed(), swept.state
        crashed = server.end_of(run)
        assert crashed.state is not None and crashed.state.is_crashed(), crashed.state
        server.retry(run)
        done = server.end_of(run, attempt=2)
        assert done.state is not None and done.state.is_completed(), done.state
    assert len(district.submissions()) == 8
    assert [one.outcome for one in district.runs()][:2] == ["completed", "died"]


def workers_of(server: Server) -> list[psutil.Process]:
    """The workers of this server, known by the address that they were given."""
    return [
        one
        for one in psutil.process_iter(["cmdline", "environ"])
        if "worker" in (one.info["cmdline"] or ())
        and (one.info["environ"] or {}).get("PREFECT_API_URL") == server.api
    ]
