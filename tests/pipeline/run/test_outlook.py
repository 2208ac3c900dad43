"""The last night and the next one, as `huizong status` and the page of figures tell them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.run.outlook import outlook, write_notice
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.nights import SAMPLES
from warehouse.engine import writing
from warehouse.ledger import Outcome, Starter, finish_run, start_run
from warehouse.schedules import note_due

DUE = datetime(2020, 12, 1, 18, 0, tzinfo=UTC)  # two o'clock in Beijing, the day after
LAST = DUE - timedelta(days=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    settings = Settings(data_dir=tmp_path / "data", unit_register=SAMPLES / "register.csv")
    return Workspace(settings, "2020")


def a_night(workspace: Workspace, outcome: Outcome) -> None:
    with writing(workspace.engine) as connection:
        run = start_run(connection, "2020", LAST, {}, Starter("部署 nightly（定时）"))
        finish_run(connection, run, LAST + timedelta(minutes=1), outcome, {})


def due(workspace: Workspace, at: datetime | None) -> None:
    with writing(workspace.engine) as connection:
        note_due(connection, {"nightly": at, "housekeeping": at})


def lines(workspace: Workspace, now: datetime) -> tuple[str, str]:
    seen = outlook(workspace, now)
    return seen.last_line, seen.coming_line


def test_nothing_yet(workspace: Workspace) -> None:
    assert lines(workspace, DUE) == (
        "上一次汇总：还没有运行过",
        "下一次夜间汇总：没有安排。要每晚自动运行，请启动 huizong serve",
    )


def test_a_night_behind_and_one_to_come(workspace: Workspace) -> None:
    a_night(workspace, Outcome.COMPLETED)
    due(workspace, DUE)
    assert lines(workspace, DUE - timedelta(hours=6)) == (
        "上一次汇总：2020-12-01 02:00（北京时间），完成，部署 nightly（定时）",
        "下一次夜间汇总：2020-12-02 02:00（北京时间）",
    )


def test_overdue_half_an_hour_after_its_time(workspace: Workspace) -> None:
    a_night(workspace, Outcome.FAILED)
    due(workspace, DUE)
    assert lines(workspace, DUE + timedelta(minutes=30))[1].startswith("下一次夜间汇总")
    assert lines(workspace, DUE + timedelta(minutes=31)) == (
        "上一次汇总：2020-12-01 02:00（北京时间），未完成，部署 nightly（定时）",
        "夜间汇总逾期：应于 2020-12-02 02:00（北京时间）开始，到现在没有运行。"
        "请检查 huizong serve 或工作进程是否在运行",
    )


def test_paused_on_the_page(workspace: Workspace) -> None:
    due(workspace, None)
    assert lines(workspace, DUE)[1] == "下一次夜间汇总：已在 Prefect 网页上暂停，不会自行开始"


def test_the_notice_beside_the_page(workspace: Workspace) -> None:
    path = workspace.settings.reports_dir / "night-2020.js"
    due(workspace, DUE)
    write_notice(workspace)
    assert not path.exists()  # there is no page to be told beside
    (workspace.settings.reports_dir / "2020").mkdir(parents=True)
    write_notice(workspace)
    call, told = path.read_text(encoding="utf-8").split("(", 1)
    assert call == "showNights"
    assert json.loads(told.removesuffix(");\n")) == {
        "last": "上一次汇总：还没有运行过",
        "next": "下一次夜间汇总：2020-12-02 02:00（北京时间）",
        "overdue": "夜间汇总逾期：应于 2020-12-02 02:00（北京时间）开始，到现在没有运行。"
        "请检查 huizong serve 或工作进程是否在运行",
        "overdueAt": "2020-12-01T18:30:00+00:00",
    }
