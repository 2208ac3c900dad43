"""Runs that died: a killed process tells nobody, so its entry and its run stay "under way".

Whoever holds the collection knows that no other run can be under way, and marks what was left so:
our own entry, and Prefect's run, which otherwise would show as running for ever.
"""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.exceptions import PrefectException
from prefect.runtime import flow_run
from prefect.states import Crashed

from flows.alone import Busy, alone
from flows.settings import Settings
from flows.workspace import Workspace
from schemas.collections import COLLECTIONS
from warehouse import ledger
from warehouse.engine import writing

DIED = "运行进程已不在（被终止或断电）；点 Retry 即可，只处理缺少的文件"


def bury(workspace: Workspace) -> list[ledger.Run]:
    """Mark the runs of the collection that died; which. Call while holding the collection."""
    with writing(workspace.engine) as connection:
        dead = ledger.bury(connection, workspace.collection.code, datetime.now(UTC))
    own = flow_run.get_id()  # of a retried run, an earlier attempt may be among the dead
    for run in dead:
        if run.flow_run and run.flow_run != str(own):
            # The truth is in the ledger; Prefect may have forgotten the run, or be away.
            with suppress(PrefectException, OSError):
                mark_crashed(UUID(run.flow_run))
    return dead


def sweep(settings: Settings) -> list[ledger.Run]:
    """Mark the runs that died, of every collection that no run is working on just now."""
    at_once = settings.model_copy(update={"lock_patience_minutes": 0})
    dead: list[ledger.Run] = []
    for code in COLLECTIONS:
        workspace = Workspace(at_once, code)
        with suppress(Busy), alone(workspace):
            dead += bury(workspace)
    return dead


def mark_crashed(run_id: UUID) -> bool:
    """Set a run of Prefect's that is no longer going on to Crashed; whether that was needed."""
    with get_client(sync_client=True) as client:
        run = client.read_flow_run(run_id)
        if run.state is not None and run.state.is_final():
            return False
        state: State[Any] = Crashed(message=DIED)
        client.set_flow_run_state(run_id, state, force=True)
    return True
