"""Commands that only look make nothing in a folder where nothing was run yet."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from sqlalchemy import URL, inspect

from cli import main
from pipeline.run.fault_kinds import WRONG_USE
from tests.conftest import run_on_server
from tests.nights import SAMPLES
from warehouse.engine import connect

NOTHING_YET = (
    "var/ 里还没有数据：请先把报表放进 var/inbox/，运行 huizong run；想先看看就运行 huizong demo。"
    "数据在别处的，用 huizong.toml 或 HUIZONG_DATA_DIR 指明"
)
LOOKING = [
    ["totals"],
    ["totals", "--release", "1"],
    ["explain", "guards_total"],
    ["status"],
    ["relations"],
    ["report", "-o", "报告"],
    ["runs"],
    ["explanations"],
    ["explain-query", "第一小学", "--rule", "SAF-003", "--text", "有", "--by", "王"],
    ["release", "--by", "统计员"],
    ["backup", "-o", "备份"],
]


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and settings that say nothing."""
    for name in [name for name in os.environ if name.startswith("HUIZONG_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["huizong", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    return stopped.value.code


def everything_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize("arguments", LOOKING, ids=" ".join)
def test_looking_where_nothing_is_makes_nothing(
    nowhere: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    assert call(*arguments, monkeypatch=monkeypatch) == WRONG_USE
    assert capsys.readouterr().err.strip() == NOTHING_YET
    assert everything_in(nowhere) == []


def test_before_the_first_run_the_register_says_who_is_missing(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUIZONG_UNIT_REGISTER", str(SAMPLES / "register.csv"))
    assert call("status", monkeypatch=monkeypatch) == 0
    assert "应报 107 个单位：未报 107。" in capsys.readouterr().out
    assert everything_in(nowhere) == []


def test_tables_without_a_key_are_nothing_yet(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("migrate", monkeypatch=monkeypatch) == 0
    assert call("status", monkeypatch=monkeypatch) == WRONG_USE
    assert NOTHING_YET in capsys.readouterr().err
    assert not (nowhere / "var" / "keys").exists()


def test_an_empty_database_of_a_server_stays_empty(
    nowhere: Path, postgres: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_on_server(postgres, "CREATE DATABASE looked_at")
    url = postgres.set(database="looked_at")
    monkeypatch.setenv("HUIZONG_WAREHOUSE_URL", url.render_as_string(hide_password=False))
    assert call("totals", monkeypatch=monkeypatch) == WRONG_USE
    engine = connect(url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
    assert everything_in(nowhere) == []


def test_checking_and_templates_need_the_register_alone(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "第一小学_2020年报表.xlsx"
    shutil.copy(SAMPLES / "first_round" / name, nowhere)
    assert call("check", name, monkeypatch=monkeypatch) == WRONG_USE
    assert "还没有单位名册：请把名册放在 var/register.csv" in capsys.readouterr().err
    assert everything_in(nowhere) == [name]
    monkeypatch.setenv("HUIZONG_UNIT_REGISTER", str(SAMPLES / "register.csv"))
    assert call("check", name, monkeypatch=monkeypatch) == 0
    assert "第一小学，待说明" in capsys.readouterr().out
    assert call("template", "--unit", "第一小学", "-o", "模板", monkeypatch=monkeypatch) == 0
    assert everything_in(nowhere) == [
        "模板",
        "模板/第一小学",
        "模板/第一小学/第一小学_2020年报表模板.xlsx",
        name,
    ]
