"""What an operator does with the mouse, in a real browser on Prefect's own pages.

`HUIZONG_SCREENSHOTS=docs/images pytest tests/live/test_browser.py` renews the pictures of
docs/operations.md.
"""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from flows.page_server import page_server
from pipeline.results.documents import figures_file
from pipeline.results.report import gather
from pipeline.run.outlook import write_notice
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from reports.page import render_page
from tests.live.conftest import (
    AUTH,
    LOGIN,
    NIGHTLY,
    ONE_UNIT,
    SAMPLES,
    District,
    Server,
    free_port,
)
from tests.live.test_retry import ALL_FOUR, is_completed
from warehouse.engine import writing
from warehouse.schedules import note_due

pytestmark = pytest.mark.slow
sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright: no browser tests")

_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 60_000  # milliseconds


def chromium() -> str:
    """The browser of this machine. Skips the test where there is none."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine: the browser tests need one")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 860},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        http_credentials={"username": LOGIN[0], "password": LOGIN[1]},
    )
    # The pages also ask hosts on the internet, which a bureau's machine cannot reach either.
    context.route(
        "**/*",
        lambda route: route.continue_() if "127.0.0.1" in route.request.url else route.abort(),
    )
    # Where Prefect's login page keeps what was typed there (tests/live/test_reach.py types it).
    word = f"localStorage.setItem('prefect-password', btoa('{AUTH}'))"
    context.add_init_script(f"if (location.protocol === 'http:') {word}")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def picture(page: Any, name: str) -> None:
    folder = os.environ.get("HUIZONG_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(1500)  # the pages draw with a little delay; nothing is asserted on it
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def unreachable_warehouse(server: Server, district: District) -> UUID:
    (district.data_dir / "warehouse.db").mkdir()
    run = server.start(NIGHTLY)
    failed = server.end_of(run)
    assert failed.state is not None and failed.state.is_failed()
    (district.data_dir / "warehouse.db").rmdir()
    district.receive("学府小学")
    return run


def see_completed(page: Any) -> None:
    """The badge, not a line of the log that says the same."""
    badge = page.get_by_text("Completed", exact=True).first
    badge.wait_for(timeout=2 * PATIENCE)


def assert_made_good(
    server: Server, run: UUID, district: District, undisturbed: dict[str, Any]
) -> None:
    assert is_completed(server.end_of(run, attempt=2))
    assert district.submissions() == ALL_FOUR
    assert district.totals() == undisturbed


def test_retry_in_the_newer_pages(
    page: Any, server: Server, district: District, undisturbed: dict[str, Any]
) -> None:
    run = unreachable_warehouse(server, district)
    page.goto(f"{server.pages}/v2/runs/flow-run/{run}?tab=Artifacts")
    page.get_by_text("· 数据库打不开或不能写入").first.wait_for()
    picture(page, "failed-run")
    page.get_by_role("button", name="Open menu").click()
    page.get_by_role("menuitem", name="Retry").click()
    confirm = page.get_by_role("alertdialog").or_(page.get_by_role("dialog"))
    picture(page, "retry")
    confirm.get_by_role("button", name="Retry").click()
    see_completed(page)
    page.goto(f"{server.pages}/v2/runs/flow-run/{run}?tab=Artifacts")
    page.get_by_text("night-2020").first.wait_for()
    picture(page, "completed-run")
    assert_made_good(server, run, district, undisturbed)


def test_retry_in_the_older_pages(
    page: Any, server: Server, district: District, undisturbed: dict[str, Any]
) -> None:
    run = unreachable_warehouse(server, district)
    page.goto(f"{server.pages}/runs/flow-run/{run}")
    page.get_by_text("· 数据库打不开或不能写入").first.wait_for()
    page.get_by_role("button", name="Retry", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Retry", exact=True).click()
    see_completed(page)
    assert_made_good(server, run, district, undisturbed)


def test_the_morning_after_and_one_unit_again_by_its_form(
    page: Any, server: Server, district: District
) -> None:
    """What docs/operations.md shows of a night with a returned file."""
    shutil.copy(SAMPLES / "first_round" / "曹庵镇第二小学_2020年报表.xlsx", district.inbox)
    run = server.start(NIGHTLY)
    assert is_completed(server.end_of(run))
    with server.client() as client:
        artifacts = {one.key: one for one in client.read_artifacts() if one.flow_run_id == run}
    assert set(artifacts) == {"night-2020", "progress-2020", "returned-2020"}
    page.goto(f"{server.pages}/v2/runs")
    page.get_by_text("2020 夜间汇总").first.wait_for()
    picture(page, "runs")
    page.goto(f"{server.pages}/v2/artifacts/artifact/{artifacts['night-2020'].id}")
    page.get_by_text("把问题清单发给 1 个单位").first.wait_for()
    picture(page, "night")
    page.goto(f"{server.pages}/v2/artifacts/artifact/{artifacts['returned-2020'].id}")
    page.get_by_text("曹庵镇第二小学").first.wait_for()
    picture(page, "returned")
    totals, held = district.totals(), district.submissions()
    with server.client() as client:
        deployment = client.read_deployment_by_name(ONE_UNIT)
    page.goto(f"{server.pages}/v2/deployments/deployment/{deployment.id}/run")
    page.get_by_text("单位 · unit").wait_for()
    page.get_by_text("单位名称、曾用名简称或单位代码，例如 第一小学").wait_for()
    page.get_by_text("填报任务 · collection").first.wait_for()
    page.get_by_label("单位 · unit").or_(page.locator("textarea")).first.fill("第四小学")
    picture(page, "one-unit-form")
    # Waited for by the browser: it answers the page's requests only while it waits.
    with page.expect_response(re.compile("create_flow_run")) as answer:
        page.get_by_role("button", name="Submit").click()
    run = UUID(answer.value.json()["id"])
    done = server.end_of(run)
    assert is_completed(done)
    assert done.parameters["unit"] == "第四小学"
    assert server.task_names(run) == ["第四小学 · 待说明"]
    assert district.submissions() == held
    assert district.totals() == totals


def test_an_overdue_night_is_plain_on_the_page(page: Any, tmp_path: Path) -> None:
    """The clock is the reader's: nothing of ours runs any more when it matters."""
    settings = Settings(data_dir=tmp_path / "data", unit_register=SAMPLES / "register.csv")
    workspace = Workspace(settings, "2020")
    due = datetime(2020, 12, 1, 18, 0, tzinfo=UTC)
    with writing(workspace.engine) as connection:
        note_due(connection, {"nightly": due})
    folder = settings.reports_dir / "2020"
    folder.mkdir(parents=True)
    (folder / figures_file("2020", "html")).write_bytes(render_page(gather(workspace)))
    write_notice(workspace)
    with page_server(settings.reports_dir, free_port(), AUTH) as address:
        page.clock.install(time=due - timedelta(hours=1))
        page.goto(f"{address}/2020/{figures_file('2020', 'html')}")
        line = page.locator("#nights")
        line.get_by_text("下一次夜间汇总：2020-12-02 02:00（北京时间）").wait_for()
        assert line.get_attribute("class") == ""
        page.clock.fast_forward("01:32:00")
        line.get_by_text("夜间汇总逾期：应于 2020-12-02 02:00（北京时间）开始").wait_for()
        assert line.get_attribute("class") == "overdue"
        picture(page, "overdue")
