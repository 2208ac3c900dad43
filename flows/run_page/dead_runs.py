"""Runs that died: a killed process tells nobody, so its entry and its run stay "under way".

Whoever holds the collection knows that no other run can be under way, and marks what was left so:
our own entry, and Prefect's run. A run that died before it had an entry, while it was Pending or in
the first moments of Running, is known by Prefect's own records: it gives no sign, and no process of
this machine carries it out. It would keep the slot of its deployment, and the next night waiting.
"""

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psutil
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.events.filters import (
    EventFilter,
    EventNameFilter,
    EventOccurredFilter,
    EventResourceFilter,
)
from prefect.runtime import flow_run
from prefect.states import Crashed

from flows.prefect_errors import API_ERRORS
from flows.schedules import OURS, moment
from pipeline.run.lease import Busy, hold_collection
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.collections import COLLECTIONS
from warehouse import ledger
from warehouse.engine import writing

DIED = "运行进程已不在（被终止或断电）；点 Retry 即可，只处理缺少的文件"
_UNDER_WAY = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
_HEARTBEAT = "prefect.flow-run.heartbeat"
_RUN_OF_PROCESS = "PREFECT__FLOW_RUN_ID"  # in the environment of whoever carries a run out
_PAGE = 200
_EVENTS = 50  # as many as the server gives at once


def mark_dead_runs(workspace: Workspace) -> list[ledger.Run]:
    """Mark the runs of the collection that died; which. Call while holding the collection."""
    with writing(workspace.engine) as connection:
        dead = ledger.mark_dead_runs(connection, workspace.collection.code, datetime.now(UTC))
    own = flow_run.get_id()  # of a retried run, an earlier attempt may be among the dead
    for run in dead:
        if run.flow_run and run.flow_run != str(own):
            # The truth is in the ledger; Prefect may have forgotten the run, or be away.
            with suppress(*API_ERRORS):
                mark_crashed(UUID(run.flow_run))
    return dead


def mark_all_dead_runs(settings: Settings) -> list[ledger.Run]:
    """Mark the runs that died, of every collection that no run is working on just now."""
    at_once = settings.model_copy(update={"lock_patience_minutes": 0})
    dead: list[ledger.Run] = []
    for code in COLLECTIONS:
        workspace = Workspace(at_once, code)
        with suppress(Busy), hold_collection(workspace):
            dead += mark_dead_runs(workspace)
    return dead


def mark_silent(
    client: SyncPrefectClient, now: datetime, silence: timedelta, spared: Collection[str] = ()
) -> list[FlowRun]:
    """Set to Crashed what has given no sign for so long and has no process here; which.

    That gives the slots of their deployments back. `silence` is how long a run may be quiet: zero
    where whoever could carry one out would be a process of this machine. `spared`: runs with an open
    entry of ours; whether those live, the lease of their collection says better.
    """
    own = str(flow_run.get_id())
    left = [run for run in _under_way(client) if str(run.id) not in {own, *spared}]
    alive = _runs_of_processes() if left else set()
    quiet = [run for run in left if run.id not in alive]
    heard = _heartbeats(client, now - silence, now, quiet) if quiet else set()
    return [
        run
        for run in quiet
        if run.id not in heard and now - _since(run, now) >= silence and _set_crashed(client, run)
    ]


def _under_way(client: SyncPrefectClient) -> list[FlowRun]:
    return client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            tags=FlowRunFilterTags(all_=[OURS]),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=_UNDER_WAY)),
        ),
        limit=_PAGE,
    )


def _since(run: FlowRun, now: datetime) -> datetime:
    """When the state of a run began; a clock that was set back makes it no younger than new."""
    began: datetime = run.state.timestamp if run.state is not None else now
    return min(began, now)


def _runs_of_processes() -> set[UUID]:
    """The runs that some process of this machine carries out."""
    found = set()
    for process in psutil.process_iter(["environ"]):
        named = (process.info["environ"] or {}).get(_RUN_OF_PROCESS)
        if named and process.pid != psutil.Process().pid:
            with suppress(ValueError):
                found.add(UUID(named))
    return found


def _heartbeats(
    client: SyncPrefectClient, since: datetime, until: datetime, runs: Iterable[FlowRun]
) -> set[UUID]:
    """Which of these runs Prefect has heard of between two moments."""
    names = {f"prefect.flow-run.{run.id}": run.id for run in runs}
    page = client.read_events(
        EventFilter(
            occurred=EventOccurredFilter(since=moment(since), until=moment(until)),
            event=EventNameFilter(name=[_HEARTBEAT]),
            resource=EventResourceFilter(id=list(names)),
        ),
        limit=_EVENTS,
    )
    return {names[event.resource.id] for event in page.events if event.resource.id in names}


def mark_crashed(run_id: UUID) -> bool:
    """Set a run of Prefect's that is no longer going on to Crashed; whether that was needed."""
    with get_client(sync_client=True) as client:
        return _set_crashed(client, client.read_flow_run(run_id))


def _set_crashed(client: SyncPrefectClient, run: FlowRun) -> bool:
    if run.state is not None and run.state.is_final():
        return False
    state: State[Any] = Crashed(message=DIED)
    client.set_flow_run_state(run.id, state, force=True)
    return True
