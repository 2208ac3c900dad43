"""Runs that died: nobody told, so housekeeping and the next run find out."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psutil
import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import State
from prefect.events.filters import EventFilter, EventOccurredFilter, EventResourceFilter
from prefect.states import Pending, Running
from prefect.types import DateTime

from flows.housekeeping import delete_old, drop_drafts, housekeeping
from flows.nightly import nightly
from flows.run_page.dead_runs import DIED, mark_all_dead_runs, mark_crashed, mark_silent
from flows.schedules import OURS
from pipeline.run.lease import hold_collection
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.nights import SAMPLES
from warehouse.engine import reading, writing
from warehouse.leases import Holder, take
from warehouse.ledger import Starter, runs, start_run


def running_in_prefect(state: State[Any] | None = None) -> UUID:
    """A run that Prefect believes to be under way, as a power cut leaves it."""
    with get_client(sync_client=True) as client:
        run = client.create_flow_run(nightly, parameters={"collection": "2020"}, tags=[OURS])
        client.set_flow_run_state(run.id, state or Running(), force=True)
    return run.id


def state_of(run: UUID) -> tuple[str, str | None]:
    with get_client(sync_client=True) as client:
        state = client.read_flow_run(run).state
    assert state is not None
    return state.name, state.message


def left_under_way(flow_run: UUID) -> int:
    workspace = Workspace(Settings(), "2020")
    starter = Starter("部署 nightly（定时）", str(flow_run), 1)
    with writing(workspace.engine) as connection:
        return start_run(connection, "2020", datetime.now(UTC), {}, starter)


def outcomes() -> list[str | None]:
    with reading(Workspace(Settings(), "2020").engine) as connection:
        return [run.outcome for run in reversed(runs(connection, "2020"))]


def test_housekeeping_marks_what_died_at_once(inbox: Path) -> None:
    zombie = running_in_prefect()
    left_under_way(zombie)
    result = housekeeping(keep_days=90, backup=False)
    assert result["crashed"] == 1
    assert state_of(zombie) == ("Crashed", DIED)
    assert outcomes() == ["died"]
    assert housekeeping(keep_days=90, backup=False)["crashed"] == 0


def test_the_next_run_marks_what_died(inbox: Path) -> None:
    zombie = running_in_prefect()
    left_under_way(zombie)
    nightly("2020")
    assert state_of(zombie) == ("Crashed", DIED)
    assert outcomes() == ["died", "completed"]


def test_a_run_at_work_is_left_alone(inbox: Path) -> None:
    at_work = running_in_prefect()
    workspace = Workspace(Settings(), "2020")
    with hold_collection(workspace):
        left_under_way(at_work)
        assert mark_all_dead_runs(Settings()) == []
    assert state_of(at_work)[0] == "Running"
    assert outcomes() == [None]
    mark_crashed(at_work)


def test_the_lease_of_a_process_that_is_gone_does_not_block(inbox: Path) -> None:
    workspace = Workspace(Settings(), "2020")
    gone = Holder("x", os.uname().nodename, 2**22 - 1, psutil.boot_time())
    with writing(workspace.engine) as connection:
        assert take(connection, "run:2020", gone, datetime.now(UTC), lambda _: False) is None
    zombie = running_in_prefect()
    left_under_way(zombie)
    assert [run.flow_run for run in mark_all_dead_runs(Settings())] == [str(zombie)]


def silent(now: datetime, *spared: str) -> list[UUID]:
    with get_client(sync_client=True) as client:
        return [run.id for run in mark_silent(client, now, timedelta(minutes=10), spared)]


@pytest.mark.parametrize("state", [Pending(), Running()], ids=["pending", "running"])
def test_a_run_that_wrote_no_entry_is_marked_when_it_was_silent(
    inbox: Path, state: State[Any]
) -> None:
    zombie = running_in_prefect(state)
    now = datetime.now(UTC)
    assert silent(now + timedelta(minutes=9)) == []
    assert silent(now + timedelta(minutes=11), str(zombie)) == []  # it has an entry, and a lease
    assert silent(now + timedelta(minutes=11)) == [zombie]
    assert state_of(zombie) == ("Crashed", DIED)


def test_a_run_whose_process_lives_is_not_silent(inbox: Path) -> None:
    at_work = running_in_prefect()
    waiting = [sys.executable, "-c", "import sys; print('up', flush=True); sys.stdin.read()"]
    with subprocess.Popen(
        waiting,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PREFECT__FLOW_RUN_ID": str(at_work)},
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert silent(datetime.now(UTC) + timedelta(hours=7)) == []
    assert silent(datetime.now(UTC) + timedelta(hours=7)) == [at_work]


def test_a_run_that_was_heard_of_is_not_silent(inbox: Path) -> None:
    """On another machine: what Prefect's engine sends while it carries a run out."""
    at_work = running_in_prefect()
    now = datetime.now(UTC)
    event = {
        "id": str(uuid4()),
        "event": "prefect.flow-run.heartbeat",
        "occurred": (now + timedelta(minutes=5)).isoformat(),
        "resource": {"prefect.resource.id": f"prefect.flow-run.{at_work}"},
    }
    with get_client(sync_client=True) as client:
        client.request("POST", "/events", json=[event])
        give_up = time.monotonic() + 60
        while not heard_of(client, at_work) and time.monotonic() < give_up:
            time.sleep(0.1)
    assert silent(now + timedelta(minutes=14)) == []
    assert silent(now + timedelta(minutes=16)) == [at_work]


def heard_of(client: SyncPrefectClient, run: UUID) -> bool:
    later = DateTime.fromisoformat((datetime.now(UTC) + timedelta(hours=1)).isoformat())
    about = EventFilter(
        occurred=EventOccurredFilter(until=later),
        resource=EventResourceFilter(id=[f"prefect.flow-run.{run}"]),
    )
    return bool(client.read_events(about, limit=50).events)


@pytest.mark.slow  # it deletes all the runs of this session
def test_old_runs_leave_prefect_but_not_our_ledger(inbox: Path) -> None:
    nightly("2020")
    assert delete_old(datetime.now(UTC) - timedelta(days=90)) == 0
    with get_client(sync_client=True) as client:
        assert any(one.key == "night-2020" for one in client.read_artifacts())
    assert delete_old(datetime.now(UTC) + timedelta(days=1)) >= 1
    with get_client(sync_client=True) as client:
        assert client.read_artifacts() == []
    assert outcomes() == ["completed"]
    assert nightly("2020", str(SAMPLES / "corrections"))["files"]


def test_what_a_killed_process_left_half_written_goes_after_a_day(inbox: Path) -> None:
    nightly("2020")
    kept = next(Settings().archive_dir.rglob("*.bin"))
    left = [kept.with_name("x.draft"), Settings().reports_dir / "2020" / ".y.draft"]
    for path in left:
        path.write_bytes(b"half")
    now = datetime.now(UTC)
    assert drop_drafts(Settings(), now - timedelta(days=1)) == 0
    assert drop_drafts(Settings(), now + timedelta(minutes=1)) == 2
    assert kept.exists() and not any(path.exists() for path in left)
