"""A slip in the file of quoted figures is told by every command that shows verdicts, and stops none."""

import json
import shutil
from html import escape
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from flows.nightly import nightly
from indicators import quoted_file
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.flows.run_page.test_artifacts import artifact
from tests.nights import SAMPLES, District

pytestmark = pytest.mark.usefixtures("prefect_server")

TROUBLES = [
    "quoted_2020.csv 第 3 行没有采用：masks：“大概”不认识",
    "quoted_2020.csv 第 4 行没有采用：没有编号为“<b>mask”的指标",
]


@pytest.fixture
def slips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file as somebody left it in Excel: saved as GBK, two lines of it not to be used."""
    folder = tmp_path / "quoted"
    folder.mkdir()
    (folder / "quoted_2020.csv").write_bytes(
        (
            "indicator,section,value,unit,qualifier,written\r\n"
            "guards_total,3.4,,,,约180名\r\n"
            "masks,4.1,30,万个,大概,\r\n"
            "<b>mask,4.1,30,万个,none,\r\n"
            "cctv_coverage,3.4,,,,全部\r\n"
        ).encode("gb18030")
    )
    monkeypatch.setattr(quoted_file, "FOLDER", folder)


@pytest.mark.parametrize("command", ["totals", "relations"])
def test_lists_go_on_with_the_rest(district: District, slips: None, command: str) -> None:
    result = CliRunner().invoke(app, [command, "--format", "json"])
    assert result.exit_code == 0, result.output
    assert [line for line in result.stderr.splitlines() if line] == TROUBLES
    answer = json.loads(result.stdout)
    if command == "totals":
        by_id = {one["indicator"]: one for one in answer}
        guards, cctv, masks = (by_id[n] for n in ("guards_total", "cctv_coverage", "masks"))
        assert (guards["quoted"], guards["verdict"]) == ("约180名", "agrees")
        assert (cctv["quoted"], cctv["verdict"]) == ("全部", "agrees")
        assert (masks["quoted"], masks["verdict"]) == (None, "not-quoted")


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain", "guards_total"],
        ["status"],
        ["check", str(SAMPLES / "first_round" / "第一小学_2020年报表.xlsx")],
    ],
    ids=lambda arguments: arguments[0],
)
def test_other_commands_do_not_mind(district: District, slips: None, arguments: list[str]) -> None:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output


def test_the_report_says_how_many_and_the_page_which(
    district: District, slips: None, tmp_path: Path
) -> None:
    result = CliRunner().invoke(app, ["report", "-o", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert [line for line in result.stderr.splitlines() if "没有采用" in line] == TROUBLES
    shown = (tmp_path / "out" / "指标_2020.html").read_text(encoding="utf-8")
    assert "引用数字有 2 行没有采用" in shown
    assert all(f"<li>{escape(trouble)}</li>" in shown for trouble in TROUBLES)


def test_the_night_goes_on_and_tells(own_district: District, slips: None, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = nightly("2020", str(tmp_path / "empty"))
    assert result["totals"]["provisional"] == 0
    told = artifact("night-2020")
    assert "### 引用数字没有采用的" in told
    assert "第 3 行没有采用" in told and "第 4 行没有采用" in told


def test_no_file_is_no_trouble(
    own_district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quoted_file, "FOLDER", tmp_path)
    shutil.rmtree(Workspace(Settings(), "2020").settings.reports_dir, ignore_errors=True)
    result = CliRunner().invoke(app, ["totals", "--format", "json"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert {one["verdict"] for one in json.loads(result.stdout)} == {"not-quoted"}
