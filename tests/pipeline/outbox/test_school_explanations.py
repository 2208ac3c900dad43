"""What the bureau was told by telephone is an explanation like any other."""

from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from cli import app
from pipeline.outbox.school_explanations import open_queries
from pipeline.settings import Settings
from pipeline.workspace import Workspace, WrongUse
from schemas.findings import Finding
from schemas.sheet_names import ISSUES
from tests.plain_engine import nightly
from tests.sent_out import copy_of, slip_of

FILE = "第一小学_2020年报表.xlsx"


def queries(unit: str) -> list[Finding]:
    workspace = Workspace(Settings(), "2020")
    return [one.finding for one in open_queries(workspace, workspace.unit(unit))]


def huizong(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_noted_explanation_takes_the_query_off_the_list(inbox: Path) -> None:
    nightly("2020")
    while found := queries("第一小学"):
        arguments = ("--rule", found[0].rule, "--text", "电话核实无误", "--by", "王主任")
        huizong("explain-query", "第一小学", *arguments)
        assert found[0].rule not in {one.rule for one in queries("第一小学")}
    assert not copy_of("第一小学", FILE).exists()
    left = openpyxl.load_workbook(slip_of("第一小学", FILE))[ISSUES]
    assert {row[5] for row in left.iter_rows(min_row=6, values_only=True)} == {"提示"}
    listed = huizong("explanations", "第一小学")
    assert "电话核实无误" in listed and "王主任" in listed and "登记" in listed
    assert huizong("explanations", "第二小学").strip() == "还没有说明。"


def test_only_the_query_at_the_cell_is_answered(inbox: Path) -> None:
    nightly("2020")
    first = queries("第二小学")[0]
    where = ("--rule", first.rule, "--cell", first.cell, "--text", "无误", "--by", "王主任")
    huizong("explain-query", "第二小学", *where)
    assert first not in queries("第二小学")


@pytest.mark.slow
def test_where_nothing_is_asked_nothing_is_noted(inbox: Path) -> None:
    nightly("2020")
    rule = queries("第一小学")[0].rule
    before = queries("第一小学")
    with pytest.raises(WrongUse, match="学府小学没有待说明的"):
        huizong(
            "explain-query", "第一小学", "学府小学", "--rule", rule, "--text", "无", "--by", "王"
        )
    assert queries("第一小学") == before


@pytest.mark.slow
@pytest.mark.parametrize(("text", "by"), [(" ", "王主任"), ("无误", "")])
def test_an_explanation_has_words_and_a_name(inbox: Path, text: str, by: str) -> None:
    nightly("2020")
    before = queries("第一小学")
    with pytest.raises(WrongUse, match="请写明说明内容和说明人"):
        huizong("explain-query", "第一小学", "--rule", before[0].rule, "--text", text, "--by", by)
    assert queries("第一小学") == before
