"""Housekeeping: old runs out of Prefect's database, runs that died marked as such, a backup."""

from datetime import UTC, datetime, timedelta
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import State, StateType
from prefect.states import Crashed

from flows.backup import back_up
from flows.parameters import Days
from flows.settings import Settings

KEEP_DAYS = 90
_PAGE = 200
# A run that has been "running" for so long has lost its process: a night takes minutes.
ZOMBIE_AFTER = timedelta(hours=6)


@flow(name="日常维护", flow_run_name="日常维护", persist_result=False, validate_parameters=True)
async def housekeeping(keep_days: Days = KEEP_DAYS, backup: bool = True) -> dict[str, Any]:
    """清理 Prefect 中的旧运行记录，标记中途死亡的运行，备份数据库和原件。

    Returns `{deleted, crashed, backup}`. The truth about runs is our own ledger, which stays.
    """
    log = get_run_logger()
    now = datetime.now(UTC)
    crashed = await mark_zombies(now)
    deleted = await delete_old(now - timedelta(days=keep_days))
    copy = back_up(Settings(), now).name if backup else None
    log.info(
        "清理 %d 条运行记录，标记 %d 次中途停止的运行，备份 %s", deleted, crashed, copy or "未做"
    )
    return {"deleted": deleted, "crashed": crashed, "backup": copy}


async def delete_old(before: datetime) -> int:
    """Delete flow runs that ended before a moment; how many."""
    ended = FlowRunFilter(end_time=FlowRunFilterEndTime.model_validate({"before_": before}))
    deleted = 0
    async with get_client() as client:
        while page := await client.read_flow_runs(flow_run_filter=ended, limit=_PAGE):
            for run in page:
                await client.delete_flow_run(run.id)
                deleted += 1
    return deleted


async def mark_zombies(now: datetime) -> int:
    """Set runs that have been running for hours to Crashed, so that they can be retried; how many."""
    running = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING]))
    )
    marked = 0
    async with get_client() as client:
        for run in await client.read_flow_runs(flow_run_filter=running, limit=_PAGE):
            if run.start_time is not None and now - run.start_time > ZOMBIE_AFTER:
                state: State[Any] = Crashed(
                    message="运行进程已不存在，由日常维护标记；可以直接 Retry"
                )
                await client.set_flow_run_state(run.id, state, force=True)
                marked += 1
    return marked
