"""What an operator sees of a run without opening a log."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterKey,
    FlowRunFilter,
    FlowRunFilterId,
)
from prefect.client.schemas.sorting import ArtifactSort, FlowRunSort

from flows.nightly import nightly
from flows.run_page.artifacts import returned_rows
from pipeline.beijing import BEIJING
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.nights import SAMPLES, District


def artifact(key: str) -> str:
    """The latest artifact of a key, as stored by the server."""
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(
            artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])),
            sort=ArtifactSort.CREATED_DESC,
            limit=1,
        )
    assert found
    return str(found[0].data)


def test_the_night_in_one_page(inbox: Path) -> None:
    shutil.copy(SAMPLES / "first_round" / "曹庵镇第二小学_2020年报表.xlsx", inbox)
    nightly("2020")
    page = artifact("night-2020")
    assert "## 2020 夜间汇总" in page
    assert "| 待说明 | 3 |\n| 退回 | 1 |\n| 合计 | 4 |" in page
    assert "**应报 107 个单位**：" in page
    assert "把问题清单发给 1 个单位（见表 returned-…）：曹庵镇第二小学。" in page
    assert "催报 103 个单位" in page
    assert "这是第一次汇总。" in page
    nightly("2020")
    assert "没有变化。" in artifact("night-2020")


def test_a_correction_shows_what_changed(inbox: Path) -> None:
    from tests.pipeline.test_one_cell import correct

    nightly("2020")
    source = SAMPLES / "first_round" / "第一小学_2020年报表.xlsx"
    correct(source, inbox / "第一小学_平安校园_更正.xlsx", "平安校园", "D7", 4)
    nightly("2020")
    assert "- 专兼职保安：" in artifact("night-2020")


def test_returned_files_with_reasons_and_no_values(district: District) -> None:
    rows = returned_rows(Workspace(Settings(), "2020"))
    assert [(row["单位"], row["规则"], row["处数"]) for row in rows] == [
        ("未识别单位", "UNT-001", "1")
    ]


def test_runs_and_tasks_are_named_after_what_they_did(inbox: Path) -> None:
    nightly("2020")
    with get_client(sync_client=True) as client:
        run = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(), sort=FlowRunSort.START_TIME_DESC, limit=1
        )[0]
        tasks = client.read_task_runs(
            flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run.id]))
        )
    assert run.name == f"2020 夜间汇总 {datetime.now(BEIJING):%Y-%m-%d}"
    assert {task.name: sorted(task.tags) for task in tasks} == {
        f"{unit} · 待说明": sorted([unit, "待说明"])
        for unit in ("第一小学", "第二小学", "第四小学")
    }


@pytest.mark.slow
def test_progress_is_shown_on_the_page_of_the_run(inbox: Path) -> None:
    nightly("2020")
    assert artifact("progress-2020") in ("100", "100.0")
