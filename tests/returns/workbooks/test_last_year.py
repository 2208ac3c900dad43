"""Last year's values on a template: there to compare with, and never taken for this year's."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from returns.workbooks.template import owed_forms, write_template
from schemas.forms import FORMS
from schemas.last_year import LastYear, shows_last_year
from tests.returns.small_returns import COLLECTION, SCHOOL, found, judge_one, read

ENROLMENT = {column.name: 1 for column in FORMS["enrolment"].columns if column.kind.is_number}
LAST_YEAR: LastYear = {
    "safety": [{"pupils": 371, "cctv": True, "guards_full_time": None}],
    "premises": [{column.name: 1234567 for column in FORMS["premises"].columns}],
    "enrolment": [
        {**ENROLMENT, "cohort": "一年级", "closing": 63},
        {**ENROLMENT, "cohort": "二年级", "closing": 58},
    ],
    "drills": [{"held_on": date(2019, 10, 15), "kind": "消防", "pupils": 1}],
}


def template(tmp_path: Path, codes: list[str]) -> tuple[Workbook, dict[str, Any]]:
    path = tmp_path / "template.xlsx"
    layouts = write_template(path, SCHOOL, COLLECTION, codes, LAST_YEAR)
    return openpyxl.load_workbook(path), layouts


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_card_shows_it_beside_the_fields(tmp_path: Path) -> None:
    book, layouts = template(tmp_path, ["safety", "premises"])
    sheet = book["平安校园"]
    assert [cell.value for cell in sheet[3]] == [
        "类别", "项目", "计量单位", "数值", "上年数", "备注",
    ]  # fmt: skip
    rows = {
        column.name: layouts["safety"].place(column.name)[0] + 1
        for column in layouts["safety"].columns
    }
    assert sheet.cell(rows["pupils"], 5).value == 371
    assert sheet.cell(rows["cctv"], 5).value == "是"
    assert sheet.cell(rows["guards_full_time"], 5).value is None
    assert sheet.cell(rows["pupils"], 5).protection.locked
    assert not sheet.cell(rows["pupils"], 4).protection.locked
    assert book["校舍"]["E4"].value == 12345.67  # m², from hundredths
    assert book["校舍"]["E4"].font.color.rgb == "FF808080"


def test_a_table_of_grades_shows_it_below_the_total(tmp_path: Path) -> None:
    book, layouts = template(tmp_path, ["enrolment"])
    layout = layouts["enrolment"]
    sheet = book["学籍变动"]
    first = layout.last_year_row + 1
    assert sheet.cell(first - 1, 2).value == "合计"
    shown = [[sheet.cell(row, column).value for column in (1, 2, 15)] for row in (first, first + 1)]
    assert shown == [["上年数", "一年级", 63], ["上年数", "二年级", 58]]
    assert sheet.cell(first, 15).protection.locked
    assert str(sheet.cell(first + 2, 1).value).startswith("注：")


def test_a_list_of_events_shows_none(tmp_path: Path) -> None:
    book, layouts = template(tmp_path, ["drills"])
    assert layouts["drills"].last_year == 0
    assert "上年数" not in [cell.value for row in book["应急演练"] for cell in row]
    assert [code for code in owed_forms(SCHOOL, COLLECTION) if shows_last_year(FORMS[code])] == [
        "profile", "enrolment", "staff", "student_aid", "pairing", "safety", "party", "civilised_campus",
        "ict", "epidemic", "funding", "premises",
    ]  # fmt: skip


def test_it_is_mentioned_in_the_instructions_only_where_it_is(tmp_path: Path) -> None:
    with_values, _ = template(tmp_path, ["safety"])
    without, _ = template(tmp_path, ["drills"])
    said = [
        "上年数" in str([cell.value for cell in book["填表说明"]["B"]])
        for book in (with_values, without)
    ]
    assert said == [True, False]


def test_what_is_left_standing_is_no_answer(tmp_path: Path) -> None:
    """A template sent back blank but for 无: last year's figures are nowhere among the values."""
    book, layouts = template(tmp_path, ["safety", "enrolment"])
    book["学籍变动"].cell(layouts["enrolment"].first_row + 2, 1).value = "无"
    content = saved(book)
    sheets = {sheet.form: sheet for sheet in read(content).sheets}
    assert (sheets["enrolment"].nil, sheets["enrolment"].rows) == (True, [])
    assert {value for values in sheets["safety"].columns.values() for value in values} == {None}
    problems = [problem.rule for sheet in sheets.values() for problem in sheet.problems]
    assert problems == ["ROW-003"]  # the example


def test_a_row_of_it_among_this_years_is_returned(tmp_path: Path) -> None:
    book, layouts = template(tmp_path, ["enrolment"])
    sheet = book["学籍变动"]
    source, target = layouts["enrolment"].last_year_row + 1, layouts["enrolment"].first_row + 2
    for column in range(1, sheet.max_column + 1):
        sheet.cell(target, column).value = sheet.cell(source, column).value
    rules = found(judge_one(saved(book)))
    assert rules == [
        ("ROW-002", "学籍变动", "A4"), ("ROW-004", "学籍变动", f"A{target}"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "header", [("", "上年数"), ("上年数", "期末在校生数")], ids=["one", "group"]
)
def test_a_column_of_it_in_a_table_is_passed_over(header: tuple[str, str], tmp_path: Path) -> None:
    """As some schools lay their sheets out: a column of last year's beside this year's."""
    book, _ = template(tmp_path, ["enrolment"])
    sheet = book["学籍变动"]
    last = sheet.max_column + 1
    for row, text in enumerate((*header, "", 77), start=3):
        sheet.cell(row, last).value = text or None
    (read_in,) = [one for one in read(saved(book)).sheets if one.form == "enrolment"]
    assert [problem.rule for problem in read_in.problems] == ["ROW-003", "ROW-002"]
    assert read_in.rows == []
