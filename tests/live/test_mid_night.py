"""What goes away in the middle of a night and comes back: the next night is right, and it is told."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from flows.child_processes import family, stop
from flows.prefect_server import prefect_server
from tests.live.conftest import (
    HOUSEKEEPING,
    NIGHTLY,
    THREE,
    District,
    Server,
    of,
    serving,
    until_idle,
    working,
)
from tests.live.scheduled import assert_nights_come_by_themselves, is_held, slots_in_use, until
from tests.live.test_retry import (
    ALL_FOUR,
    find_inbox,
    is_completed,
    lose_inbox,
)

pytestmark = pytest.mark.slow


def test_a_night_by_its_schedule_under_a_worker(server: Server, district: District) -> None:
    assert_nights_come_by_themselves(server, district)
    assert len(district.submissions()) == 3


def test_the_share_goes_away_in_mid_night(
    server: Server, undisturbed: dict[str, Any], district: District
) -> None:
    district.sabotage({"fault": "hold-running"})
    run = server.start(NIGHTLY)
    until(lambda: is_held(server, district, run, "running"), "the run was not held")
    lose_inbox(district)
    district.heal()
    failed = server.end_of(run)
    assert failed.state is not None and failed.state.is_failed(), failed.state
    assert "收件文件夹没有挂上" in failed.name
    find_inbox(district)
    district.receive("学府小学")
    assert is_completed(server.end_of(server.start(NIGHTLY)))
    assert district.submissions() == ALL_FOUR
    assert district.totals() == undisturbed


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that may be struck, with a short memory for what died."""
    with serving(
        tmp_path_factory.mktemp("struck"),
        PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION="30",
        PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE=(
            "prefect.server.concurrency.lease_storage.filesystem"  # as prefect.toml says
        ),
        PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS="2",
    ) as server:
        yield server


@pytest.fixture
def own_district(tmp_path: Path) -> District:
    district = District(tmp_path / "data", tmp_path / "sabotage.json")
    district.inbox.mkdir(parents=True)
    district.receive(*THREE, "学府小学")
    return district


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("pending", signal.SIGKILL),
        ("running", signal.SIGKILL),
        pytest.param("running", signal.SIGTERM, marks=pytest.mark.exhaustive),
    ],
    ids=["killed-pending", "killed-running", "stopped"],
)
def test_a_worker_dies_and_the_next_night_is_right(
    own_server: Server,
    own_district: District,
    undisturbed: dict[str, Any],
    tmp_path: Path,
    moment: str,
    end: int,
) -> None:
    """In the first case nothing but the term of the slot lets the next night begin."""
    own_district.sabotage({"fault": f"hold-{moment}"})
    with working(own_server, tmp_path / "worker.log", **of(own_district)) as worker:
        run = own_server.start(NIGHTLY)
        until(lambda: is_held(own_server, own_district, run, moment), f"not {moment}")
        for process in family(worker):
            process.send_signal(end)
        worker.wait(60)
    own_district.heal()
    again = {**of(own_district), "HUIZONG_RUN_SILENCE_MINUTES": "0"}
    with working(own_server, tmp_path / "again.log", **again):
        if moment == "running":
            swept = own_server.start(HOUSEKEEPING, backup=False)
            assert is_completed(own_server.end_of(swept))
        night = own_server.end_of(own_server.start(NIGHTLY))
        assert is_completed(night), night.state
        left = own_server.end_of(run, attempt=0)
        assert left.state is not None and left.state.is_crashed(), left.state
        until(lambda: slots_in_use(own_server, NIGHTLY) == 0, "a slot is still taken")
    assert own_district.submissions() == ALL_FOUR
    assert own_district.totals() == undisturbed


@contextmanager
def restarted(server: Server, folder: Path) -> Iterator[None]:
    """Another process in the server's place, on its port and its database."""
    assert server.process is not None
    stop(server.process)
    port = int(server.pages.rpartition(":")[2])
    with prefect_server(port, folder / "server.log", server.environment):
        yield


def test_the_server_is_restarted_in_mid_run(
    own_server: Server, own_district: District, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    """The run goes on by itself and ends as it should; its slot outlives the server too."""
    own_district.sabotage({"fault": "hold-loading"})
    with working(own_server, tmp_path / "worker.log", **of(own_district)) as worker:
        run = own_server.start(NIGHTLY)
        until(lambda: is_held(own_server, own_district, run, "running"), "the run was not held")
        with restarted(own_server, tmp_path):
            own_district.heal()
            done = own_server.end_of(run)
            assert is_completed(done), done.state
            until_idle(worker.pid)
            assert is_completed(own_server.end_of(own_server.start(NIGHTLY)))
            assert slots_in_use(own_server, NIGHTLY) == 0
    assert own_district.submissions() == ALL_FOUR
    assert own_district.totals() == undisturbed
