"""What a server's scheduler has made, and the state of what it started."""

import time
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.schedules import CronSchedule

from flows.schedules import BY_SCHEDULE
from pipeline.beijing import BEIJING, TIMEZONE
from tests.live.conftest import HOUSEKEEPING, NIGHTLY, PATIENCE, District, Server

T = TypeVar("T")


def until(ask: Callable[[], T | None], what: str) -> T:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        found = ask()
        if found:
            return found
        time.sleep(0.3)
    raise AssertionError(what)


def by_schedule(server: Server, deployment: str) -> list[FlowRun]:
    """What the scheduler ever made of a deployment, in the order of time."""
    with server.client() as client:
        wanted = client.read_deployment_by_name(deployment).id
        runs = client.read_flow_runs(limit=200)
    return sorted(
        (run for run in runs if run.deployment_id == wanted and BY_SCHEDULE in run.tags),
        key=due,
    )


def due(run: FlowRun) -> str:
    assert run.expected_start_time is not None
    return f"{run.expected_start_time.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def ended(server: Server, deployment: str, count: int) -> list[FlowRun]:
    """The runs of a schedule that have ended, when there are so many."""

    def enough() -> list[FlowRun] | None:
        done = [run for run in by_schedule(server, deployment) if run.state.is_final()]
        return done if len(done) >= count else None

    return until(enough, f"{count} runs of {deployment} have not ended")


def slots_in_use(server: Server, deployment: str) -> int:
    with server.client() as client:
        limit = client.read_deployment_by_name(deployment).global_concurrency_limit
        assert limit is not None
        return int(client.read_global_concurrency_limit_by_name(limit.name).active_slots)


def change_on_the_page(server: Server, cron: str) -> None:
    """What the page does when an operator edits the schedule of the nightly run."""
    with server.client() as client:
        found = client.read_deployment_by_name(NIGHTLY)
        (schedule,) = found.schedules
        client.update_deployment_schedule(
            found.id, schedule.id, schedule=CronSchedule(cron=cron, timezone=TIMEZONE)
        )


def is_held(server: Server, district: District, run: UUID, moment: str) -> bool:
    """Whether the run has come to the point at which it was made to wait."""
    with server.client() as client:
        state = client.read_flow_run(run).state
    assert state is not None and not state.is_final(), state
    return state.type.value.lower() == moment and district.plan.with_suffix(".reached").exists()


def assert_nights_come_by_themselves(server: Server, district: District) -> None:
    """The schedules of prefect.yaml have runs, and one that is due in a minute starts and ends."""
    server.resume()
    try:
        for deployment, clock in ((NIGHTLY, "02:00"), (HOUSEKEEPING, "03:30")):
            runs = until(lambda d=deployment: by_schedule(server, d), f"no run of {deployment}")
            assert {due(run).partition(" ")[2] for run in runs} == {clock}
        change_on_the_page(server, "* * * * *")
        night = ended(server, NIGHTLY, 1)[0]
    finally:
        change_on_the_page(server, "0 2 * * *")
        server.pause()
    assert night.state is not None and night.state.is_completed(), night.state
    until(lambda: not _left(server), "a run by the minute is still to come")
    (entry,) = [one for one in district.runs() if one.flow_run == str(night.id)]
    assert (entry.started_by, entry.outcome) == ("部署 nightly（定时）", "completed")


def _left(server: Server) -> list[FlowRun]:
    """Runs by the minute that were made already; those under way end by themselves."""
    return [
        run
        for run in by_schedule(server, NIGHTLY)
        if not due(run).endswith("02:00") and run.state and not run.state.is_final()
    ]
