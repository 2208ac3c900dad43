"""The nightly flow: everything new in the inbox, and the district's figures after it.

Needs configured: HUIZONG_DATA_DIR (or huizong.toml), the register, and the inbox folder.
"""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.runtime import deployment

from flows.parameters import CollectionCode, InboxFolder
from flows.prefect_errors import API_ERRORS
from flows.processing import process
from flows.run_page.dead_runs import mark_silent
from flows.run_page.failed_run import fail_in_words
from flows.run_page.run_names import SCHEDULED_NAMES
from flows.schedules import keep_due_of_run, newest_only
from pipeline.folders import refuse_mixed_folders
from pipeline.intake.collection_inbox import inbox_of
from pipeline.intake.inbox import Collected, Incoming
from pipeline.intake.moved_files import follow_moves
from pipeline.run.failures import NightlyFailed
from pipeline.run.outlook import write_notice
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.collections import CURRENT
from warehouse.engine import reading
from warehouse.errors import SQLAlchemyError
from warehouse.ledger import flow_runs_under_way

__all__ = ["NightlyFailed", "nightly"]


@flow(
    name="夜间汇总",
    flow_run_name=SCHEDULED_NAMES["nightly"],
    persist_result=False,
    validate_parameters=True,
)
@fail_in_words
@newest_only
def nightly(collection: CollectionCode = CURRENT, inbox: InboxFolder = "") -> dict[str, Any]:
    """处理收件文件夹中新的和改过的报表，更新全区指标。只做还没有做的；出故障后点 Retry 即可。

    Processes what is new in the inbox and brings the totals up to date. Returns
    `{run, files: [{file, unit, status}], totals: {computed, provisional}}`; raises NightlyFailed,
    Busy, InboxMissing, WrongUse, BadSettings or an SQLAlchemy error for technical faults.
    """
    settings = Settings()
    chosen = inbox_of(settings, collection, Path(inbox) if inbox else None)
    refuse_mixed_folders(settings, chosen.root)
    workspace = Workspace(settings, collection)
    if deployment.get_id() is not None:  # not from the command line or from Python
        mark_silent_runs(workspace)
        keep_due_of_run(workspace.engine)
    try:
        return process(workspace, chosen, new_files)
    finally:
        with suppress(OSError, SQLAlchemyError):  # told already where it matters
            write_notice(workspace)


def mark_silent_runs(workspace: Workspace) -> None:
    """Give back what dead runs hold in Prefect.

    A server that cannot tell is no reason to fail: the truth about runs is in the warehouse.
    """
    with reading(workspace.engine) as connection:
        at_work = flow_runs_under_way(connection)
    with suppress(*API_ERRORS), get_client(sync_client=True) as client:
        mark_silent(client, datetime.now(UTC), workspace.settings.run_silence, at_work)


def new_files(workspace: Workspace, collected: Collected) -> list[Incoming]:
    """The files that were not seen yet, or were judged under what no longer holds."""
    seen = follow_moves(workspace, collected)
    done = {path: (one.sha256, one.judged_under) for path, one in seen.items()}
    return [
        file
        for file in collected.files
        if done.get(file.place) != (file.sha256, workspace.judged_under)
    ]
