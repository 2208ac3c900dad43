"""Runs that died: nobody told, so housekeeping and the next run find out."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psutil
import pytest
from prefect.client.orchestration import get_client
from prefect.states import Running

from flows.alone import alone
from flows.housekeeping import delete_old, drop_drafts, housekeeping, mark_zombies
from flows.nightly import nightly
from flows.settings import Settings
from flows.sweeping import DIED, mark_crashed, sweep
from flows.workspace import Workspace
from tests.flows.conftest import SAMPLES
from warehouse.engine import reading, writing
from warehouse.leases import Holder, take
from warehouse.ledger import Starter, runs, start_run


def running_in_prefect() -> UUID:
    """A run that Prefect believes to be under way, as a power cut leaves it."""
    with get_client(sync_client=True) as client:
        run = client.create_flow_run(nightly, parameters={"collection": "2020"})
        client.set_flow_run_state(run.id, Running(), force=True)
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
    with alone(workspace):
        left_under_way(at_work)
        assert sweep(Settings()) == []
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
    assert [run.flow_run for run in sweep(Settings())] == [str(zombie)]


def test_a_run_that_wrote_no_entry_is_marked_after_hours(inbox: Path) -> None:
    zombie = running_in_prefect()
    assert mark_zombies(datetime.now(UTC)) == 0
    assert mark_zombies(datetime.now(UTC) + timedelta(hours=7)) == 1
    assert state_of(zombie) == ("Crashed", DIED)


@pytest.mark.slow  # it deletes all the runs of this session
def test_old_runs_leave_prefect_but_not_our_ledger(inbox: Path) -> None:
    nightly("2020")
    assert delete_old(datetime.now(UTC) - timedelta(days=90)) == 0
    assert delete_old(datetime.now(UTC) + timedelta(days=1)) >= 1
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
