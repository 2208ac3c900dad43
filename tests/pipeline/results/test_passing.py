"""An explanation is an answer, not a verdict: 审核通过 is the word of a person of the bureau."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli import app, main
from pipeline.outbox.school_explanations import open_queries
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.nights import SAMPLES
from tests.pipeline.test_one_cell import correct
from tests.plain_engine import nightly

UNIT = "第一小学"
RETURN = f"{UNIT}_2020年报表.xlsx"


@pytest.fixture
def inbox(environment: Callable[[Path], None], tmp_path: Path) -> Path:
    environment(tmp_path / "data")
    folder = tmp_path / "data" / "inbox"
    folder.mkdir(parents=True)
    shutil.copy(SAMPLES / "first_round" / RETURN, folder)
    return folder


def huizong(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def state() -> Any:
    units = json.loads(huizong("status", "--format", "json"))
    (one,) = [unit for unit in units if unit["name"] == UNIT]
    return one["state"]


def explain_all() -> None:
    workspace = Workspace(Settings(), "2020")
    for rule in {one.finding.rule for one in open_queries(workspace, workspace.unit(UNIT))}:
        huizong("explain-query", UNIT, "--rule", rule, "--text", "电话核实无误", "--by", "王主任")


def refused(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["huizong", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2


def test_what_was_explained_is_passed_by_a_person_until_it_changes(
    inbox: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A call by telephone made a unit 审核通过 at once."""
    nightly()
    assert state() == "accepted-with-queries"
    refused("pass", UNIT, "--by", "李科长", monkeypatch=monkeypatch)
    assert f"{UNIT}现在是“待说明”，不能审核通过" in capsys.readouterr().err
    refused("pass", "学府小学", "--by", "李科长", monkeypatch=monkeypatch)
    assert "学府小学现在是“未报”，不能审核通过" in capsys.readouterr().err

    explain_all()
    assert state() == "explained"
    assert "已说明" in huizong("status")
    refused("pass", UNIT, "--by", " ", monkeypatch=monkeypatch)
    assert "请写明审核人" in capsys.readouterr().err
    assert state() == "explained"

    assert "审核通过 1 个单位" in huizong("pass", UNIT, "--by", "李科长", "--note", "已核")
    assert state() == "passed"
    assert "审核通过" in huizong("status")
    nightly()
    assert state() == "passed"  # nothing has changed

    source = SAMPLES / "first_round" / RETURN
    correct(source, inbox / f"{UNIT}_平安校园_更正.xlsx", "平安校园", "D7", 4)
    nightly()
    assert state() in ("accepted", "explained", "accepted-with-queries")
