"""The runs that start by themselves: when they come next, their names, and those that were missed.

Prefect's scheduler makes the runs of a schedule some time ahead. Everything here asks it what it has
made: a deployment that is ready and active proves nothing.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from prefect import get_run_logger
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterTags,
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.sorting import FlowRunSort
from prefect.runtime import deployment, flow_run
from prefect.states import Completed
from prefect.types import DateTime

from flows.prefect_errors import API_ERRORS
from flows.run_page.run_names import SCHEDULED_NAMES, add_to_name
from pipeline.beijing import BEIJING
from warehouse.engine import Engine, reading, writing
from warehouse.errors import SQLAlchemyError
from warehouse.schedules import note_due, read_due

P = ParamSpec("P")
R = TypeVar("R")

OURS = "huizong"  # a tag of every deployment of ours, and so of their runs
BY_SCHEDULE = "auto-scheduled"  # a tag that Prefect gives to what its scheduler makes
SKIPPED = "Skipped"
_PAGE = 200


@dataclass(frozen=True)
class Schedule:
    """A deployment that starts by itself. `next_run` is None while it is paused, or not made yet.

    `last_polled`: when somebody last asked for its runs, to carry them out.
    """

    name: str
    paused: bool
    next_run: datetime | None
    last_polled: datetime | None


def schedules(client: SyncPrefectClient, now: datetime) -> dict[str, Schedule]:
    """The deployments that have a schedule, by name, with the next run that the scheduler has made."""
    coming = _coming(client, now)
    found = {}
    for one in _deployments(client):
        if one.schedules:
            paused = one.paused or not any(schedule.active for schedule in one.schedules)
            due = [run.expected_start_time for run in coming if run.deployment_id == one.id]
            times = [at for at in due if at is not None]
            due_at = min(times) if times and not paused else None
            found[one.name] = Schedule(one.name, paused, due_at, one.last_polled)
    return found


def name_coming(client: SyncPrefectClient, now: datetime) -> int:
    """Give the runs that are still to come the names that they will have; how many had none."""
    known = {one.id: one for one in _deployments(client) if one.name in SCHEDULED_NAMES}
    named = 0
    for run in _coming(client, now):
        if run.deployment_id in known and run.expected_start_time is not None:
            name = SCHEDULED_NAMES[known[run.deployment_id].name].of(
                {**_defaults(known[run.deployment_id]), **run.parameters}, run.expected_start_time
            )
            if run.name != name:
                client.update_flow_run(run.id, name=name)
                named += 1
    return named


def keep_due(engine: Engine, client: SyncPrefectClient, now: datetime) -> dict[str, Schedule]:
    """Keep in the warehouse what the scheduler says comes next; that."""
    found = schedules(client, now)
    due = {name: one.next_run for name, one in found.items()}
    with reading(engine) as connection:
        known = read_due(connection)
    if known != due:
        with writing(engine) as connection:
            note_due(connection, due)
    return found


def newest_only(work: Callable[P, R]) -> Callable[P, R]:
    """Let a scheduled run that was missed give way to a later one of its deployment that is due too.

    After weeks without power Prefect would run the missed ones one after the other; the newest does
    all that they would have done. A run that somebody starts or retries is never skipped.
    """

    @wraps(work)
    def run_or_skip(*args: P.args, **kwargs: P.kwargs) -> R:
        later = None
        with suppress(*API_ERRORS):  # a server that cannot tell is no reason not to run
            later = _later_one(datetime.now(UTC))
        if later is None:
            return work(*args, **kwargs)
        words = f"错过，由 {later.astimezone(BEIJING):%m-%d %H:%M} 的一次代替"
        get_run_logger().info("%s", words)
        add_to_name(words)
        state: Any = Completed(name=SKIPPED, message=words)
        return state  # type: ignore[no-any-return]

    return run_or_skip


def keep_due_of_run(engine: Engine) -> None:
    """From within a run: name the coming ones and keep when they are due.

    That this was not possible is no reason to fail a run.
    """
    now = datetime.now(UTC)
    try:
        with get_client(sync_client=True) as client:
            name_coming(client, now)
            keep_due(engine, client, now)
    except (*API_ERRORS, SQLAlchemyError) as error:
        get_run_logger().warning("下一次运行的时间没有记下（%s）", type(error).__name__)


def _later_one(now: datetime) -> datetime | None:
    """When a later run by the schedule of the run under way was due, if it is due by now too."""
    mine: datetime | None = flow_run.get_scheduled_start_time()
    is_first = (flow_run.get_run_count() or 1) == 1
    if not deployment.get_id() or mine is None or not is_first:
        return None
    if BY_SCHEDULE not in (flow_run.get_tags() or ()):
        return None
    with get_client(sync_client=True) as client:
        due = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(
                deployment_id=FlowRunFilterDeploymentId(any_=[UUID(str(deployment.get_id()))]),
                tags=FlowRunFilterTags(all_=[BY_SCHEDULE]),
                expected_start_time=_between(mine, now),
            ),
            sort=FlowRunSort.EXPECTED_START_TIME_DESC,
            limit=1,
        )
    at = due[0].expected_start_time if due else None
    return at if at is not None and at > mine else None


def moment(at: datetime) -> DateTime:
    """A moment as Prefect's filters take it."""
    return DateTime.fromisoformat(at.isoformat())


def _between(after: datetime, before: datetime) -> FlowRunFilterExpectedStartTime:
    return FlowRunFilterExpectedStartTime(after_=moment(after), before_=moment(before))


def _coming(client: SyncPrefectClient, now: datetime) -> list[FlowRun]:
    """What the scheduler has made for later, the next first."""
    return client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            tags=FlowRunFilterTags(all_=[BY_SCHEDULE, OURS]),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
            expected_start_time=FlowRunFilterExpectedStartTime(after_=moment(now)),
        ),
        sort=FlowRunSort.EXPECTED_START_TIME_ASC,
        limit=_PAGE,
    )


def _deployments(client: SyncPrefectClient) -> list[DeploymentResponse]:
    return client.read_deployments(
        deployment_filter=DeploymentFilter(tags=DeploymentFilterTags(all_=[OURS]))
    )


def _defaults(one: DeploymentResponse) -> dict[str, Any]:
    """What a run of a deployment is given where nobody says otherwise."""
    declared = (one.parameter_openapi_schema or {}).get("properties", {})
    return {
        **{name: about["default"] for name, about in declared.items() if "default" in about},
        **one.parameters,
    }
