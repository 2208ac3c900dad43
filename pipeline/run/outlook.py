"""The last night and the next one, and whether one is overdue: for `huizong status` and the page."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import orjson

from pipeline.beijing import BEIJING
from pipeline.workspace import Workspace
from reports.page import night_file
from returns.files.atomic_write import write_whole
from warehouse.engine import reading
from warehouse.ledger import Outcome, Run, runs
from warehouse.schedules import read_due

MOMENT = "%Y-%m-%d %H:%M"
# A night may wait for another run or for a slow start; then it is overdue.
GRACE = timedelta(minutes=30)
_NIGHTLY = "nightly"
_OVERDUE = "夜间汇总逾期：应于 {due}开始，到现在没有运行。请检查 huizong serve 或工作进程是否在运行"


@dataclass(frozen=True)
class Outlook:
    """`due`: when the next night starts; None where it is paused or no schedule was ever heard of."""

    last: Run | None
    due: datetime | None
    is_scheduled: bool
    now: datetime

    @property
    def is_overdue(self) -> bool:
        return self.due is not None and self.now > self.due + GRACE

    @property
    def last_line(self) -> str:
        if self.last is None:
            return "上一次汇总：还没有运行过"
        outcome = Outcome(self.last.outcome).label if self.last.outcome else "进行中"
        by = f"，{self.last.started_by}" if self.last.started_by else ""
        return f"上一次汇总：{_shown(self.last.started_at)}，{outcome}{by}"

    @property
    def next_line(self) -> str:
        if self.due is not None:
            return f"下一次夜间汇总：{_shown(self.due)}"
        if self.is_scheduled:
            return "下一次夜间汇总：已在 Prefect 网页上暂停，不会自行开始"
        return "下一次夜间汇总：没有安排。要每晚自动运行，请启动 huizong serve"

    @property
    def coming_line(self) -> str:
        return self.overdue_line if self.is_overdue else self.next_line

    @property
    def overdue_line(self) -> str:
        return _OVERDUE.format(due=_shown(self.due) if self.due else "")


def outlook(workspace: Workspace, now: datetime) -> Outlook:
    """How the nights of the workspace's collection stand at a moment."""
    with reading(workspace.engine) as connection:
        due = read_due(connection)
        entries = runs(connection, workspace.collection.code)
    return Outlook(entries[0] if entries else None, due.get(_NIGHTLY), _NIGHTLY in due, now)


def write_notice(workspace: Workspace) -> None:
    """Put the last night and the next one beside the folder of the page of figures, which shows them.

    The page itself stays as it is while the figures do; whether a night is overdue its reader's
    browser sees, also when nothing of ours runs any more. Raises OSError.
    """
    code = workspace.collection.code
    if not (workspace.settings.reports_dir / code).is_dir():
        return
    now = outlook(workspace, datetime.now(UTC))
    told = {
        "last": now.last_line,
        "next": now.next_line,
        "overdue": now.overdue_line if now.due else "",
        "overdueAt": (now.due + GRACE).isoformat() if now.due else None,
    }
    body = b"showNights(" + orjson.dumps(told) + b");\n"
    path = workspace.settings.reports_dir / night_file(code)
    if not path.exists() or path.read_bytes() != body:
        write_whole(path, body)


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):{MOMENT}}（北京时间）"
