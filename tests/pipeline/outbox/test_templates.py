"""A unit that was told to use the template finds it beside its slip, and nobody else gets one."""

import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from pipeline.outbox.last_year import last_year
from pipeline.outbox.templates import NAMING_THE_TEMPLATE
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.collections import COLLECTIONS
from tests.nights import SAMPLES, District
from tests.plain_engine import nightly
from tests.sent_out import folder_of, slip_of
from warehouse.engine import reading
from warehouse.findings import open_findings

RETURN = "第一小学_2020年报表.xlsx"
TEMPLATE = "第一小学_2020年报表模板.xlsx"


def templates() -> list[str]:
    outbox = Settings().outbox_of("2020")
    return sorted(path.relative_to(outbox).as_posix() for path in outbox.glob("*/*模板.xlsx"))


def sheets(path: Path) -> list[str]:
    return openpyxl.load_workbook(path).sheetnames


def test_the_rules_that_send_for_the_template() -> None:
    assert sorted(NAMING_THE_TEMPLATE) == [
        "COL-001", "DRP-001", "EDN-001", "FIL-004", "FIL-005", "FIL-009", "HDR-002", "HDR-004",
        "SHT-001",
    ]  # fmt: skip


def test_last_years_template_is_answered_with_this_years(inbox: Path) -> None:
    path = inbox / RETURN
    book = openpyxl.load_workbook(path)
    book["封面"]["B6"] = "2019.1"
    book.save(path)
    nightly("2020")
    assert slip_of("第一小学", RETURN).is_file()
    assert templates() == [f"{folder_of('第一小学').name}/{TEMPLATE}"]
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        raised = open_findings(connection, "2020", workspace.register.named("第一小学").code)
    messages = [one.finding.message for one in raised if one.finding.rule == "EDN-001"]
    assert messages == [
        f"「封面」B6：表样版本为“2019.1”，本次应为“2020.1”，请改用“{TEMPLATE}”填报。"
    ]
    assert len(sheets(folder_of("第一小学") / TEMPLATE)) > 10
    shutil.copy(SAMPLES / "first_round" / RETURN, path)
    nightly("2020")
    assert templates() == []


@pytest.mark.slow
def test_only_the_form_that_is_missing_is_on_it(inbox: Path) -> None:
    path = inbox / RETURN
    book = openpyxl.load_workbook(path)
    del book["应急演练"]
    book.save(path)
    nightly("2020")
    assert templates() == [f"{folder_of('第一小学').name}/{TEMPLATE}"]
    assert sheets(folder_of("第一小学") / TEMPLATE) == [
        "填表说明", "封面", "应急演练", "汇总内部",
    ]  # fmt: skip


def test_what_is_in_force_of_an_earlier_collection_is_last_years(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sample's year, seen from the next one."""
    this_year = COLLECTIONS["2020"]
    day = this_year.stock_date.replace(year=2021)
    monkeypatch.setitem(COLLECTIONS, "2021", replace(this_year, code="2021", stock_date=day))
    workspace = Workspace(Settings(), "2021")
    unit = workspace.register.named("第一小学")
    records = last_year(workspace, [unit.code])
    assert records.keys() == {unit.code}
    (safety,) = records[unit.code]["safety"]
    sheet = openpyxl.load_workbook(SAMPLES / "first_round" / RETURN)["平安校园"]
    filled_in = {sheet.cell(row, 2).value: sheet.cell(row, 4).value for row in range(4, 19)}
    assert safety["pupils"] == filled_in["学生（幼儿）数"]
    assert safety["cctv"] is (filled_in["是否配备监控系统"] == "是")
    assert "drills" not in records[unit.code]
    assert [row["cohort"] for row in records[unit.code]["enrolment"]][:2] == ["一年级", "二年级"]
    assert last_year(Workspace(Settings(), "2020"), [unit.code]) == {}
