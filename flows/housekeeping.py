"""Housekeeping: old runs out of Prefect's database, runs that died marked, a backup, no drafts."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from prefect import flow, get_run_logger
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowRunFilter,
    FlowRunFilterEndTime,
)

from flows.parameters import Backups, Days, WithBackup
from flows.run_page.dead_runs import mark_all_dead_runs, mark_silent
from flows.run_page.failed_run import fail_in_words
from flows.run_page.notifications import notify
from flows.run_page.run_names import SCHEDULED_NAMES
from flows.schedules import keep_due_of_run, newest_only
from pipeline.settings import Settings
from pipeline.upkeep.backup import back_up, drop_old
from pipeline.upkeep.drafts import sweep_drafts
from pipeline.upkeep.wide_folders import told_wide
from returns.files.atomic_write import DRAFT
from warehouse.engine import connect, reading
from warehouse.ledger import flow_runs_under_way

KEEP_DAYS = 90
KEEP_BACKUPS = 30
_PAGE = 200


@flow(
    name="日常维护",
    flow_run_name=SCHEDULED_NAMES["housekeeping"],
    persist_result=False,
    validate_parameters=True,
)
@fail_in_words
@newest_only
def housekeeping(
    keep_days: Days = KEEP_DAYS, backup: WithBackup = True, keep_backups: Backups = KEEP_BACKUPS
) -> dict[str, Any]:
    """清理 Prefect 中的旧运行记录，标记中途死亡的运行，备份数据库和原件，只留最近的若干份备份。

    Returns `{deleted, crashed, backup}`. The truth about runs is our own ledger, which stays.
    """
    log = get_run_logger()
    settings = Settings()
    now = datetime.now(UTC)
    if told := told_wide(settings):
        log.warning("%s", told)
    died = mark_all_dead_runs(settings)
    if died:
        starters = "、".join(run.started_by or f"第 {run.id} 次" for run in died)
        notify(settings, f"汇总：{len(died)} 次运行中途停止", f"{starters}；可以在网页上点 Retry。")
    engine = connect(settings.url)
    with reading(engine) as connection:
        at_work = flow_runs_under_way(connection)
    with get_client(sync_client=True) as client:
        crashed = len(died) + len(mark_silent(client, now, settings.run_silence, at_work))
    deleted = delete_old(now - timedelta(days=keep_days))
    copy = back_up(settings, now).name if backup else None
    if copy:  # never without a newer one
        drop_old(settings.backup_dir, keep_backups)
    drop_drafts(settings, now - timedelta(days=1))
    keep_due_of_run(engine)
    log.info(
        "清理 %d 条运行记录，标记 %d 次中途停止的运行，备份 %s", deleted, crashed, copy or "未做"
    )
    return {"deleted": deleted, "crashed": crashed, "backup": copy}


def delete_old(before: datetime) -> int:
    """Delete flow runs that ended before a moment, with their artifacts and logs; how many."""
    ended = FlowRunFilter(end_time=FlowRunFilterEndTime.model_validate({"before_": before}))
    deleted = 0
    with get_client(sync_client=True) as client:
        while page := client.read_flow_runs(flow_run_filter=ended, limit=_PAGE):
            _delete_artifacts(client, [run.id for run in page])
            for run in page:
                client.delete_flow_run(run.id)
                deleted += 1
    return deleted


def _delete_artifacts(client: SyncPrefectClient, runs: list[UUID]) -> None:
    """Prefect deletes the logs of a run with it, but leaves its artifacts."""
    theirs = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=runs))
    while page := client.read_artifacts(artifact_filter=theirs, limit=_PAGE):
        for one in page:
            client.delete_artifact(one.id)


def drop_drafts(settings: Settings, before: datetime) -> int:
    """Delete what killed processes left half written before a moment; how many files."""
    sweep_drafts(settings.data_dir)
    folders = (
        settings.archive_dir,
        settings.outbox_dir,
        settings.reports_dir,
        settings.backup_dir,
    )
    old = [
        path
        for folder in folders
        for path in folder.rglob(f"*{DRAFT}")
        if path.stat().st_mtime < before.timestamp()
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
