"""Notifications through a block of Prefect: a webhook, e-mail, whatever the operator has set up.

Off unless HUIZONG_NOTIFY names a block, e.g. `custom-webhook/huizong`. They hold names of units and
files, numbers of findings and kinds of faults: nothing of a return's contents.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from prefect.blocks.core import Block
from prefect.logging import get_logger

from pipeline.intake.loading import FileOutcome
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.findings import Status

_log = get_logger("huizong")


def notify(settings: Settings, subject: str, body: str) -> bool:
    """Send a message where a block is set up; whether it went out. A failure is logged, no more."""
    if not settings.notify:
        return False
    try:
        send(settings.notify, subject, body)
    except Exception as error:  # whatever a block raises must not undo a night's work
        _log.warning("通知没有发出（%s，%s）", settings.notify, type(error).__name__)
        return False
    return True


def remind_of_returned(workspace: Workspace, files: Iterable[FileOutcome], today: date) -> bool:
    """After the deadline, say which files of this run must be corrected; whether anything went out."""
    back = [one for one in files if Status(one.status) in (Status.RETURNED, Status.UNREADABLE)]
    deadline = workspace.collection.deadline
    if not back or today <= deadline:
        return False
    lines = [
        f"{one.name}：{Status(one.status).label}，{one.errors} 处（{one.file}）" for one in back
    ]
    return notify(
        workspace.settings,
        f"汇总：已过截止日期 {deadline.isoformat()}，又退回 {len(back)} 份报表",
        "\n".join(lines),
    )


def send(block: str, subject: str, body: str) -> None:
    """Send a message through a block, e.g. `custom-webhook/huizong`. Raises what the block raises."""
    loaded: Any = Block.load(block)
    loaded.notify(body, subject)
