"""A correction after a release: told by the run, the totals, the documents and the page; never hidden."""

import json
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from sqlalchemy import delete, update
from typer.testing import CliRunner

from cli import app
from flows.nightly import nightly
from pipeline.results.documents import figures_file, shelf_of
from pipeline.results.report import write_report
from pipeline.results.standing import standing
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.flows.run_page.test_artifacts import artifact
from tests.nights import SAMPLES, District
from tests.pipeline.test_one_cell import correct
from warehouse.engine import writing
from warehouse.tables import release_value

pytestmark = pytest.mark.usefixtures("prefect_server")


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments])
    assert result.exit_code == 0, result.output
    return result.output


def totals(*arguments: str) -> dict[str, dict]:
    return {
        one["indicator"]: one for one in json.loads(run("totals", "--format", "json", *arguments))
    }


def release() -> None:
    run("release", "--by", "统计员")


def one_guard_more(inbox: Path) -> dict:
    source = SAMPLES / "first_round" / "第一小学_2020年报表.xlsx"
    correct(source, inbox / "第一小学_平安校园_更正.xlsx", "平安校园", "D7", 4)
    return nightly("2020", str(inbox))


def page() -> str:
    workspace = Workspace(Settings(), "2020")
    return (shelf_of(workspace) / figures_file("2020", "html")).read_text(encoding="utf-8")


MOVED = "专兼职保安：179人（最终）→ 180人（最终）"
HEADLINE = "第 1 次发布以后有 1 项数字变动，尚未重新发布"


def test_a_correction_after_a_release_is_told_everywhere(
    own_district: District, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    before = nightly("2020", str(tmp_path / "empty"))
    assert before["since_release"] is None
    assert "全部数字为最终数。" in page()

    release()
    same = nightly("2020", str(tmp_path / "empty"))
    assert same["since_release"] == {"release": 1, "moved": [], "gone": []}
    assert "全部数字为最终数，与第 1 次发布一致。" in page()  # though no figure changed tonight
    assert totals()["guards_total"]["since_release"] is None

    night = one_guard_more(tmp_path / "inbox")
    assert night["since_release"]["moved"] == [
        {"indicator": "guards_total", "label": "专兼职保安", "released": "179人", "now": "180人"}
    ]
    told = artifact("night-2020")
    assert f"### {HEADLINE}" in told
    assert f"- {MOVED}" in told

    lines = standing(Workspace(Settings(), "2020")).lines(tmp_path)
    assert f"{HEADLINE}：{MOVED}。" in lines
    assert "huizong release 重新发布" not in lines[-1]  # 27 units have something to explain yet

    now, signed = totals(), totals("--release", "1")
    assert now["guards_total"]["value"] == "180"
    assert now["guards_total"]["since_release"] == {"released": "179人", "now": "180人"}
    assert signed["guards_total"]["value"] == "179"  # what was signed stays
    assert signed["guards_total"]["since_release"] == {"released": "179人", "now": "180人"}
    assert {name for name, one in now.items() if one["since_release"]} == {"guards_total"}
    assert totals("--as-of", "2020-01-01")["guards_total"]["since_release"] is None
    assert f"{HEADLINE}：\n  {MOVED}\n" in run("totals")

    shown = page()
    assert "全部数字为最终数" not in shown
    assert f"{HEADLINE}。" in shown
    assert f"<li>{MOVED}</li>" in shown
    assert "已发布 179人，以后有变动" in shown

    written = {path.suffix: path for path in write_report(Workspace(Settings(), "2020"), tmp_path)}
    words = "\n".join(one.text for one in Document(str(written[".docx"])).paragraphs)
    assert HEADLINE in words and "全部数字为最终数" not in words
    sheet = openpyxl.load_workbook(written[".xlsx"])["指标总表"]
    head = [cell.value for cell in sheet[1]]
    released = {
        row[2].value: row[head.index("已发布")].value
        for row in sheet.iter_rows(min_row=2)
        if row[head.index("已发布")].value
    }
    assert released == {"专兼职保安": "179人"}
    document = json.loads(written[".json"].read_text(encoding="utf-8"))
    (guards,) = [one for one in document["totals"] if one["since_release"]]
    assert guards["indicator"] == "guards_total"

    release()
    again = nightly("2020", str(tmp_path / "empty"))
    assert again["since_release"] == {"release": 2, "moved": [], "gone": []}
    assert "全部数字为最终数，与第 2 次发布一致。" in page()
    assert totals("--release", "1")["guards_total"]["value"] == "179"


def test_a_figure_that_is_no_longer_defined_stops_nothing(
    own_district: District, tmp_path: Path
) -> None:
    """An update may drop a figure; the release that has it can still be read."""
    release()
    workspace = Workspace(Settings(), "2020")
    with writing(workspace.engine) as connection:
        table = release_value
        connection.execute(delete(table).where(table.c.indicator == "masks"))
        connection.execute(
            update(table).where(table.c.indicator == "law_lectures").values(indicator="of_before")
        )
    (tmp_path / "empty").mkdir()
    night = nightly("2020", str(tmp_path / "empty"))
    assert night["since_release"] == {"release": 1, "moved": [], "gone": ["of_before"]}
    assert "of_before：现在不再计算" in run("totals", "--release", "1")
