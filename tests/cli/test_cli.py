"""The command line to the letter of its contract: JSON keys, values and exit codes."""

import json
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from cli import app, main
from indicators.definitions import INDICATORS
from tests.nights import SAMPLES, District

FIRST_ROUND = SAMPLES / "first_round"


def run_json(*arguments: str, exit_code: int = 0) -> Any:
    result = CliRunner().invoke(app, [*arguments, "--format", "json"])
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout)


def test_check_lists_the_findings_of_a_file(district: District) -> None:
    file = FIRST_ROUND / "滨湖路小学_2020年报表.xlsx"
    ((answer),) = run_json("check", str(file), exit_code=1)
    assert (answer["file"], answer["status"]) == (file.name, "returned")
    error = next(one for one in answer["findings"] if one["severity"] == "error")
    assert error == {
        "rule": "VAL-004",
        "severity": "error",
        "form": "safety",
        "sheet": "平安校园",
        "cell": "D16",
        "value": "",
        "message": "「平安校园」D16：溺亡人数没有填写，没有发生的请填 0，不得留空。",
    }


def test_check_of_a_good_file_exits_with_0(district: District) -> None:
    answer = run_json("check", str(FIRST_ROUND / "第一小学_2020年报表.xlsx"))
    assert answer[0]["status"] == "accepted-with-queries"


def test_check_loads_nothing(district: District) -> None:
    before = run_json("status", "--collection", "2020")
    run_json("check", str(FIRST_ROUND / "滨湖路小学_2020年报表.xlsx"), exit_code=1)
    assert run_json("status", "--collection", "2020") == before


def test_status(district: District) -> None:
    units = run_json("status", "--collection", "2020")
    assert len(units) == 107  # 91 schools and kindergartens, 16 offices
    first = next(unit for unit in units if unit["name"] == "第一小学")
    assert set(first) == {"unit", "name", "kind", "state", "received_at", "errors", "queries"}
    assert (first["kind"], first["state"], first["errors"], first["queries"]) == (
        "学校",
        "accepted-with-queries",
        0,
        1,
    )


def test_totals(district: District) -> None:
    totals = {one["indicator"]: one for one in run_json("totals", "--collection", "2020")}
    assert len(totals) == len(INDICATORS) == 196
    assert totals["guards_total"] == {
        "indicator": "guards_total",
        "section": "3.4",
        "label": "专兼职保安",
        "value": "179",
        "unit": "人",
        "text": "179人",
        "numerator": "179",
        "denominator": None,
        "reported_units": 91,
        "expected_units": 91,
        "status": "final",
        "quoted": "179人",
        "verdict": "agrees",
        "reason": "",
        "kind": "measured",
        "target": None,
        "coverage": "已报 91/91",
        "scope": "全部中小学、幼儿园",
        "by_construction": "",
        "since_release": None,
    }
    window = totals["epidemic_period_funds"]["by_construction"]
    assert window.startswith("起止日期 2020-01-24 至 2020-08-31 由填报任务设定")
    settled = [name for name, one in totals.items() if one["by_construction"]]
    assert len(settled) == 5
    assert totals["t_caolinghu_open"]["target"] == {
        "baseline": "0",
        "target": "1",
        "comparison": "≥",
        "underway": 1,
        "state": "on-the-way",
    }
    assert totals["living_subsidy_paid"]["verdict"] == "differs"
    assert totals["guard_standard_coverage"]["verdict"] == "not-quoted"


def test_totals_as_of_a_moment_before_anything_came(district: District) -> None:
    totals = run_json("totals", "--collection", "2020", "--as-of", "2020-01-01T00:00:00")
    reported = [one for one in totals if one["kind"] != "constant"]
    assert {one["status"] for one in reported} == {"not-computable"}
    assert {one["value"] for one in reported} == {None}
    assert len(totals) - len(reported) == 4


def test_relations(district: District) -> None:
    outcomes = run_json("relations", "--collection", "2020")
    assert len(outcomes) == 32
    assert outcomes[1] == {
        "relation": "REL-02",
        "title": "国家级子课题与省市课题之和为课题总数",
        "kind": "identity",
        "verdict": "holds",
        "detail": "43＋18＝61",
        "figures": ["research_national", "research_provincial_city", "research_total"],
    }
    shown = CliRunner().invoke(app, ["relations", "--collection", "2020"]).output
    assert "指标关系 32 条：成立 22 条，不成立 2 条，待说明 8 条。" in shown


def test_explain_adds_up(district: District) -> None:
    explanation = run_json("explain", "guards_total", "--collection", "2020")
    assert set(explanation) == {"indicator", "value", "contributions"}
    contributions = explanation["contributions"]
    assert set(contributions[0]) == {"unit", "file", "sheet", "cell", "value", "role"}
    assert sum(int(one["value"]) for one in contributions) == 179 == int(explanation["value"])


def test_a_release_is_frozen_and_read_back(own_district: District) -> None:
    result = CliRunner().invoke(app, ["release", "--by", "统计员", "--note", "试发布"])
    assert result.exit_code == 0, result.output
    frozen = run_json("totals", "--collection", "2020", "--release", "1")
    current = run_json("totals", "--collection", "2020")
    assert sorted(frozen, key=lambda one: one["indicator"]) == sorted(
        current, key=lambda one: one["indicator"]
    )


def test_the_rule_catalogue_as_a_workbook(district: District, tmp_path: Path) -> None:
    path = tmp_path / "规则.xlsx"
    assert CliRunner().invoke(app, ["rules", "-o", str(path)]).exit_code == 0
    sheet = openpyxl.load_workbook(path)["校验规则"]
    ids = {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert {"SAF-002", "ENR-001", "DRP-002", "VAL-003"} <= ids


@pytest.mark.parametrize(
    ("arguments", "exit_code", "words"),
    [
        (["status", "--collection", "1999"], 2, "没有填报任务“1999”"),
        (["explain", "no_such_figure"], 2, "没有指标“no_such_figure”"),
        (["totals", "--release", "9"], 2, "没有第 9 次发布"),
    ],
)
def test_wrong_use_is_told_in_one_line(
    district: District,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    exit_code: int,
    words: str,
) -> None:
    monkeypatch.setattr(sys, "argv", ["huizong", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == exit_code
    err = capsys.readouterr().err
    assert words in err
    assert "Traceback" not in err


def test_a_technical_failure_exits_with_3_and_no_traceback(
    district: District,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HUIZONG_WAREHOUSE_URL", "postgresql://127.0.0.1:1/nowhere")
    monkeypatch.setattr(sys, "argv", ["huizong", "totals"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 3
    err = capsys.readouterr().err
    assert "技术故障" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("command", ["demo", "run", "check", "status", "totals", "explain"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert f"huizong {command}" in result.output


def test_the_ledger_of_runs(district: District) -> None:
    entries = run_json("runs", "--last", "1")
    (entry,) = entries
    assert set(entry) == {
        "id", "collection", "started_at", "finished_at", "outcome", "counts", "versions",
        "started_by", "flow_run", "attempt", "totals_digest",
    }  # fmt: skip
    assert entry["outcome"] == "completed"
    assert entry["versions"]["edition"] == "2020.1"
    result = CliRunner().invoke(app, ["runs"])
    assert result.exit_code == 0
    assert "完成" in result.stdout and "命令行" in result.stdout


def test_migrate_says_whether_there_was_anything_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIZONG_DATA_DIR", str(tmp_path / "new"))
    said = [CliRunner().invoke(app, ["migrate"]).stdout.strip() for _ in range(2)]
    assert said == ["数据库已升级。", "数据库已是最新。"]


def test_templates_by_unit_and_by_form(district: District, tmp_path: Path) -> None:
    out = tmp_path / "模板"
    result = CliRunner().invoke(app, ["template", "--unit", "一小", "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert [path.relative_to(out).as_posix() for path in out.rglob("*.xlsx")] == [
        "第一小学/第一小学_2020年报表模板.xlsx"
    ]
    answer = run_json("check", str(next(out.rglob("*.xlsx"))), exit_code=0)
    # Everything is in force: the blank template asks for nothing.
    assert [one["rule"] for one in answer[0]["findings"]] == ["SHT-007"]
    chosen = ["--unit", "第一小学", "--form", "平安校园", "--form", "应急演练", "--by-form"]
    result = CliRunner().invoke(app, ["template", *chosen, "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in out.rglob("*.xlsx")) == [
        "第一小学_2020年平安校园模板.xlsx",
        "第一小学_2020年应急演练模板.xlsx",
        "第一小学_2020年报表模板.xlsx",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--unit", "无名小学"], "名册中没有“无名小学”"),
        (["--form", "无名表"], "没有这样的表：无名表"),
        (["--unit", "第一小学", "--form", "工程项目台账"], ""),
    ],
)
def test_templates_of_what_there_is_not(
    district: District, tmp_path: Path, arguments: list[str], words: str
) -> None:
    result = CliRunner().invoke(app, ["template", *arguments, "-o", str(tmp_path)])
    assert result.exit_code != 0
    assert words in str(result.exception)
    assert list(tmp_path.rglob("*.xlsx")) == []
