"""Retry of a failed run, under a process worker and a real server, as the pages ask for it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun
from prefect.settings import get_current_settings
from prefect.states import AwaitingRetry

from flows.deployments import DEPLOYMENTS, WORK_POOL, YAML, prefect_yaml
from flows.serving import stop
from flows.settings import Settings
from flows.workspace import Workspace
from tests.flows.conftest import SAMPLES
from warehouse.engine import reading
from warehouse.ledger import runs
from warehouse.tables import submission

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120


def test_prefect_yaml_is_up_to_date() -> None:
    assert YAML.read_text(encoding="utf-8") == prefect_yaml(), (
        "out of date: run `python -m flows.deployments`"
    )


def test_the_schedules_are_those_of_the_bureau() -> None:
    schedules = {one.name: one.cron for one in DEPLOYMENTS}
    assert schedules["nightly"] == "0 2 * * *"
    assert "timezone: Asia/Shanghai" in prefect_yaml()
    assert prefect_yaml().count("collision_strategy: ENQUEUE") == len(DEPLOYMENTS)


def prefect(*arguments: str, env: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def worker(inbox: Path) -> Iterator[None]:
    """The deployments of prefect.yaml on a work pool, and a worker of it on this data folder."""
    env = {
        **os.environ,
        "PREFECT_API_URL": str(get_current_settings().api.url),
        "HUIZONG_DATA_DIR": str(Settings().data_dir.resolve()),
        "PYTHONPATH": str(ROOT),
    }
    prefect("work-pool", "create", WORK_POOL, "--type", "process", "--overwrite", env=env)
    prefect("deploy", "--all", env=env)
    process = subprocess.Popen(
        [sys.executable, "-m", "prefect", "worker", "start", "--pool", WORK_POOL],
        env=env,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield
    stop(process)


def start(deployment: str, parameters: dict[str, object]) -> UUID:
    with get_client(sync_client=True) as client:
        found = client.read_deployment_by_name(deployment)
        return client.create_flow_run_from_deployment(found.id, parameters=parameters).id


def retry(run: UUID) -> None:
    """What the button of the pages does."""
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(run, AwaitingRetry(), force=True)


def wait_for(run: UUID, wanted: Callable[[FlowRun], bool]) -> FlowRun:
    give_up = time.monotonic() + PATIENCE
    with get_client(sync_client=True) as client:
        while time.monotonic() < give_up:
            seen = client.read_flow_run(run)
            if wanted(seen):
                return seen
            time.sleep(0.5)
    raise AssertionError(f"the run is {seen.state}")


def is_final(run: FlowRun) -> bool:
    return run.state is not None and run.state.is_final()


def submissions() -> list[str]:
    with reading(Workspace(Settings(), "2020").engine) as connection:
        return sorted(row.file_name for row in connection.execute(submission.select()))


def test_retry_does_only_what_is_missing_and_takes_corrected_files_along(
    worker: None, inbox: Path, tmp_path: Path
) -> None:
    inbox.rename(tmp_path / "not mounted")
    run = start("夜间汇总/nightly", {"collection": "2020"})
    failed = wait_for(run, is_final)
    assert failed.state is not None and failed.state.is_failed()
    assert "收件文件夹不存在" in (failed.state.message or "")
    (tmp_path / "not mounted").rename(inbox)
    shutil.copy(SAMPLES / "first_round" / "学府小学_2020年报表.xlsx", inbox)  # came meanwhile
    retry(run)
    done = wait_for(run, lambda seen: is_final(seen) and seen.run_count == 2)
    assert done.state is not None and done.state.is_completed(), done.state
    assert len(submissions()) == 4
    # Again, though nothing failed: nothing is loaded twice.
    retry(run)
    again = wait_for(run, lambda seen: is_final(seen) and seen.run_count == 3)
    assert again.state is not None and again.state.is_completed()
    assert len(submissions()) == 4
    with reading(Workspace(Settings(), "2020").engine) as connection:
        entries = runs(connection, "2020")
    assert [entry.outcome for entry in entries] == ["completed", "completed"]
    assert [entry.attempt for entry in entries] == [3, 2]
    assert {entry.flow_run for entry in entries} == {str(run)}
    assert entries[0].started_by == "部署 nightly（人工）"
    # One unit again, by a short name of it; the content is as it was.
    unit = start("单位重新处理/one-unit", {"unit": "一小", "collection": "2020"})
    one = wait_for(unit, is_final)
    assert one.state is not None and one.state.is_completed(), one.state
    assert one.name == "2020 一小 重新处理"
    assert len(submissions()) == 4
