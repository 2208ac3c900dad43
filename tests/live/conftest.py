"""A Prefect server of its own, the deployments of prefect.yaml, and a worker, as in production."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterId,
    LogFilter,
    LogFilterFlowRunId,
)
from prefect.client.schemas.objects import FlowRun
from prefect.states import AwaitingRetry, Scheduled
from prefect.types import DateTime
from sqlalchemy import select

from flows.child_processes import stop
from flows.deployments import WORK_POOL
from flows.prefect_server import prefect_server
from indicators.computation import IndicatorValue, compute
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from warehouse.engine import reading
from warehouse.ledger import Run, runs
from warehouse.tables import submission

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_inputs" / "2020"
SABOTAGE = Path(__file__).resolve().parent / "sabotage"
PATIENCE = 150
LOGIN = ("operator", "a-long-word")
AUTH = ":".join(LOGIN)
NIGHTLY = "夜间汇总/nightly"
ONE_UNIT = "单位重新处理/one-unit"
HOUSEKEEPING = "日常维护/housekeeping"
THREE = ("第一小学", "第二小学", "第四小学")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process for those that share a server and a worker: both take long to start."""
    for item in items:
        if "tests/live" in item.path.as_posix():
            shares = "server" in getattr(item, "fixturenames", ())
            item.add_marker(pytest.mark.xdist_group("live" if shares else item.path.stem))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment(**changes: str) -> dict[str, str]:
    """This process's environment without a word of another Prefect or another district."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "HUIZONG_"))}
    return {
        **kept,
        "PYTHONPATH": f"{SABOTAGE}{os.pathsep}{ROOT}",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PREFECT_SERVER_API_AUTH_STRING": AUTH,
        "PREFECT_API_AUTH_STRING": AUTH,
        **changes,
    }


@dataclass
class Server:
    """A running server, spoken to as its pages do."""

    api: str
    environment: Mapping[str, str]
    auth: str = AUTH
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def pages(self) -> str:
        return self.api.removesuffix("/api")

    def client(self) -> SyncPrefectClient:
        return SyncPrefectClient(self.api, auth_string=self.auth)

    def prefect(self, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
            env=dict(self.environment),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self, deployment: str, at: datetime | None = None, **parameters: object) -> UUID:
        """Custom run, quick run and "copy to new run" of the pages: they all do this.

        `at`: now, by another clock than that of the tests.
        """
        now = Scheduled(scheduled_time=DateTime.fromisoformat(at.isoformat())) if at else None
        with self.client() as client:
            found = client.read_deployment_by_name(deployment)
            return client.create_flow_run_from_deployment(
                found.id, parameters=parameters, state=now
            ).id

    def pause(self) -> None:
        """Let nothing start by its schedule, as the switch on the page does."""
        with self.client() as client:
            for one in client.read_deployments():
                client.pause_deployment(one.id)

    def resume(self) -> None:
        with self.client() as client:
            for one in client.read_deployments():
                client.resume_deployment(one.id)

    def retry(self, run: UUID, force: bool = True) -> None:
        """What the button of the pages does: the newer ones with force, the older ones without."""
        with self.client() as client:
            client.set_flow_run_state(run, AwaitingRetry(), force=force)

    def wait(self, run: UUID, wanted: Callable[[FlowRun], bool]) -> FlowRun:
        give_up = time.monotonic() + PATIENCE
        with self.client() as client:
            while time.monotonic() < give_up:
                seen = client.read_flow_run(run)
                if wanted(seen):
                    return seen
                time.sleep(0.3)
        raise AssertionError(f"the run is {seen.state}")

    def end_of(self, run: UUID, attempt: int = 1) -> FlowRun:
        """The run when its n-th attempt has ended."""

        def ended(seen: FlowRun) -> bool:
            assert seen.state is not None
            return seen.state.is_final() and seen.run_count >= attempt

        return self.wait(run, ended)

    def log_of(self, run: UUID) -> list[str]:
        """What the pages show under Logs."""
        only = LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run]))
        with self.client() as client:
            return [one.message for one in client.read_logs(log_filter=only)]

    def task_names(self, run: UUID) -> list[str]:
        only = FlowRunFilter(id=FlowRunFilterId(any_=[run]))
        with self.client() as client:
            return sorted(one.name for one in client.read_task_runs(flow_run_filter=only))


@contextmanager
def serving(folder: Path, **changes: str) -> Iterator[Server]:
    """A server with its own home and database, and the deployments on a process work pool."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    own = environment(PREFECT_HOME=str(folder / "prefect"), **changes)
    with prefect_server(port, folder / "server.log", own) as (api, process):
        server = Server(api, {**own, "PREFECT_API_URL": api}, process=process)
        server.prefect("work-pool", "create", WORK_POOL, "--type", "process", "--overwrite")
        server.prefect("deploy", "--all")
        server.pause()  # a suite may well be under way at two o'clock
        yield server


@contextmanager
def working(
    server: Server, log: Path, *options: str, **changes: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of the pool, at work.

    With `--limit` it dies of a retry that comes before the process of the run's last attempt is
    gone: the run then asks for a second slot (prefect 3, RuntimeError of anyio's CapacityLimiter).
    """
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", WORK_POOL]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*command, *options],
            env={**server.environment, **changes},
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        give_up = time.monotonic() + PATIENCE
        while "started!" not in log.read_text(encoding="utf-8"):
            assert process.poll() is None and time.monotonic() < give_up, "the worker did not start"
            time.sleep(0.1)
        yield process
    finally:
        stop(process)


@dataclass
class District:
    """The data folder that a worker works on, filled afresh for each test."""

    data_dir: Path
    plan: Path

    @property
    def inbox(self) -> Path:
        return self.data_dir / "inbox"

    def receive(self, *units: str) -> None:
        for unit in units:
            shutil.copy(SAMPLES / "first_round" / f"{unit}_2020年报表.xlsx", self.inbox)

    def sabotage(self, *plans: dict[str, str]) -> None:
        self.plan.with_suffix(".reached").unlink(missing_ok=True)
        self.plan.write_text(json.dumps(plans), encoding="utf-8")

    def heal(self) -> None:
        self.plan.unlink(missing_ok=True)

    @property
    def workspace(self) -> Workspace:
        settings = Settings(data_dir=self.data_dir, unit_register=SAMPLES / "register.csv")
        return Workspace(settings, "2020")

    def submissions(self) -> list[str]:
        """The names of the files that were taken in, each as often as it was."""
        with reading(self.workspace.engine) as connection:
            return sorted(connection.scalars(select(submission.c.file_name)))

    def archived(self) -> list[Path]:
        return list((self.data_dir / "archive").rglob("*.bin"))

    def totals(self) -> dict[str, Any]:
        """Every figure, with who is awaited."""
        workspace = self.workspace
        with reading(workspace.engine) as connection:
            computed = compute(connection, workspace.collection, workspace.register)
        return {one.indicator.id: _plain(one) for one in computed}

    def runs(self) -> list[Run]:
        with reading(self.workspace.engine) as connection:
            return runs(connection, "2020")


def _plain(one: IndicatorValue) -> tuple[Any, ...]:
    return (one.value, one.numerator, one.denominator, one.missing)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as server:
        yield server


def until_idle(worker: int) -> None:
    """Wait until a worker carries nothing out.

    It reports a crash twice, seconds apart, with a process of its own in between: the second report
    would strike a new attempt (docs/operations.md says to wait).
    """
    process, quiet = psutil.Process(worker), 0
    while quiet < 10:
        quiet = 0 if process.children() else quiet + 1
        time.sleep(0.1)


@pytest.fixture(scope="session")
def _worked_on(
    server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[District, subprocess.Popen[bytes]]]:
    folder = tmp_path_factory.mktemp("worker")
    district = District(folder / "data", folder / "sabotage.json")
    with working(server, folder / "worker.log", **of(district)) as process:
        yield district, process


def of(district: District) -> dict[str, str]:
    """A worker's environment for a district."""
    return {
        "HUIZONG_DATA_DIR": str(district.data_dir),
        "HUIZONG_UNIT_REGISTER": str(SAMPLES / "register.csv"),
        "HUIZONG_SABOTAGE": str(district.plan),
    }


@pytest.fixture
def district(_worked_on: tuple[District, Any]) -> District:
    """A data folder with three good returns in the inbox, and the worker that works on it."""
    district, _ = _worked_on
    shutil.rmtree(district.data_dir, ignore_errors=True)
    district.plan.unlink(missing_ok=True)
    district.inbox.mkdir(parents=True)
    district.receive(*THREE)
    return district


@pytest.fixture
def worker(_worked_on: tuple[District, subprocess.Popen[bytes]]) -> int:
    """The worker's process."""
    return _worked_on[1].pid


@pytest.fixture(scope="session")
def undisturbed(server: Server, _worked_on: tuple[District, Any]) -> dict[str, Any]:
    """The totals of the three returns and a fourth, when nothing goes wrong."""
    district, _ = _worked_on
    shutil.rmtree(district.data_dir, ignore_errors=True)
    district.plan.unlink(missing_ok=True)
    district.inbox.mkdir(parents=True)
    district.receive(*THREE, "学府小学")
    done = server.end_of(server.start(NIGHTLY))
    assert done.state is not None and done.state.is_completed(), done.state
    assert len(district.submissions()) == 4
    return district.totals()
