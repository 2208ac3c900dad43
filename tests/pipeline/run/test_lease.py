"""Two runs at once never interleave; a run whose lease is lost stops."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from prefect.settings import get_current_settings

from flows.nightly import nightly
from pipeline.run.lease import Busy, LeaseLost, hold_collection
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from warehouse.engine import reading
from warehouse.ledger import runs
from warehouse.tables import lease, submission

pytestmark = pytest.mark.usefixtures("prefect_server")

HUIZONG = [sys.executable, "-c", "from cli import main; main()"]


def test_the_second_waits_or_gives_up(inbox: Path) -> None:
    first, second = (Workspace(Settings(lock_patience_minutes=0), "2020") for _ in range(2))
    seen: list[str] = []
    turn = hold_collection(second, lambda holder: seen.append(holder.host))
    with hold_collection(first), pytest.raises(Busy, match="没有结束"), turn:
        pytest.fail("two at once")
    assert len(seen) == 1
    with hold_collection(second):
        pass
    with reading(first.engine) as connection:
        assert connection.execute(lease.select()).all() == []


def test_the_lease_is_free_again_after_a_crash_inside(inbox: Path) -> None:
    workspace = Workspace(Settings(lock_patience_minutes=0), "2020")
    with pytest.raises(ZeroDivisionError), hold_collection(workspace):
        _ = 1 / 0
    with hold_collection(workspace):
        pass


def test_a_run_that_lost_its_lease_stops(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.run.lease._RENEW_EVERY", 0.01)
    monkeypatch.setattr("pipeline.run.lease.renew", lambda *_: False)
    with hold_collection(Workspace(Settings(), "2020")) as turn:
        assert turn.is_lost.wait(10)
        with pytest.raises(LeaseLost, match="已让给另一次运行"):
            turn.check()


@pytest.mark.slow
def test_two_runs_started_at_once_do_not_interleave(inbox: Path) -> None:
    """Two processes on one warehouse: each file once, and one run after the other."""
    environment = {
        **os.environ,
        "PREFECT_API_URL": str(get_current_settings().api.url),
        "HUIZONG_DATA_DIR": str(Settings().data_dir.resolve()),
    }
    started = [
        subprocess.Popen(
            [*HUIZONG, "run", "--collection", "2020"],
            env=environment,
            cwd=Path(__file__).resolve().parents[3],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    for process in started:
        _, errors = process.communicate(timeout=180)
        assert process.returncode == 0, errors.decode()
    with reading(Workspace(Settings(), "2020").engine) as connection:
        later, earlier = runs(connection, "2020")
        assert len(connection.execute(submission.select()).all()) == 3
    assert earlier.finished_at is not None and earlier.finished_at <= later.started_at
    assert {earlier.outcome, later.outcome} == {"completed"}
    assert sorted(sum(run.counts.values()) for run in (earlier, later)) == [0, 3]


def test_the_ledger_says_who_started_a_run(inbox: Path) -> None:
    nightly("2020")
    with reading(Workspace(Settings(), "2020").engine) as connection:
        (run,) = runs(connection, "2020")
    assert run.started_by is not None and run.started_by.startswith("命令行")
    assert run.flow_run is not None and run.attempt == 1
    assert run.totals_digest is not None
