"""Blank returns: what comes back filled in is read as it was meant, whatever was left standing."""

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from returns.workbooks.sheet_layout import SheetLayout
from returns.workbooks.template import example_of, instructions, owed_forms, write_template
from returns.workbooks.validation import CodeLists, validation_of
from schemas.forms import FORMS
from schemas.sheet_names import HIDDEN
from tests.returns.small_returns import (
    COLLECTION,
    SCHOOL,
    example_record,
    judge_one,
    read,
    workbook,
)

CODES = owed_forms(SCHOOL, COLLECTION)


@pytest.fixture
def blank(tmp_path: Path) -> tuple[Path, dict[str, SheetLayout]]:
    path = tmp_path / "template.xlsx"
    return path, write_template(path, SCHOOL, COLLECTION, CODES)


def fill(path: Path, layouts: dict[str, SheetLayout]) -> bytes:
    """The example of every field typed in once, as a clerk does."""
    book = openpyxl.load_workbook(path)
    for code, layout in layouts.items():
        sheet = book[FORMS[code].title]
        for column in layout.columns:
            cell = layout.cell(column.name, 0 if layout.is_card else 1)
            value = example_of(column)
            sheet[cell] = float(value) if isinstance(value, Decimal) else value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_unit_gets_what_it_owes_and_no_more() -> None:
    assert "enrolment" in CODES
    assert "preschool" not in CODES and not any(code.startswith("office") for code in CODES)
    assert all(FORMS[code].owed_by_unit(SCHOOL, COLLECTION) for code in CODES)


def test_a_filled_template_says_what_a_written_return_says(
    blank: tuple[Path, dict[str, SheetLayout]], tmp_path: Path
) -> None:
    path, layouts = blank
    filled = read(fill(path, layouts))
    forms: dict[str, Any] = {}
    for code, layout in layouts.items():
        record = example_record(FORMS[code])
        kept = {column.name: record[column.name] for column in layout.columns}
        forms[code] = kept if layout.is_card else [kept]
    written = read(workbook(tmp_path, forms, cover=True))
    assert {s.form: s.columns for s in filled.sheets} == {s.form: s.columns for s in written.sheets}
    assert filled.unknown_sheets == []
    tables = [code for code, layout in layouts.items() if not layout.is_card]
    # The example rows stand there still: read over, and each form says so once.
    assert [
        (sheet.form, problem.rule) for sheet in filled.sheets for problem in sheet.problems
    ] == [(code, "ROW-003") for code in tables]
    assert {key: value for key, (value, _) in filled.cover.items()} == {
        "unit_name": SCHOOL.name,
        "unit_code": SCHOOL.code,
        "collection": "2020",
        "edition": COLLECTION.edition.code,
    }


def test_a_template_sent_back_blank_is_returned_in_one_line(
    blank: tuple[Path, dict[str, SheetLayout]],
) -> None:
    judged = judge_one(blank[0].read_bytes())
    assert [finding.rule for finding in judged.findings] == ["SHT-006"]
    assert judged.unit == SCHOOL


def test_an_example_that_was_written_over_is_mentioned(
    blank: tuple[Path, dict[str, SheetLayout]],
) -> None:
    path, layouts = blank
    book = openpyxl.load_workbook(path)
    layout = layouts["drills"]
    book["应急演练"][layout.cell(layout.columns[-1].name)] = 999
    buffer = io.BytesIO()
    book.save(buffer)
    (sheet,) = [sheet for sheet in read(buffer.getvalue()).sheets if sheet.form == "drills"]
    assert [problem.rule for problem in sheet.problems] == ["ROW-003", "ROW-002"]


def test_the_same_template_is_the_same_file(
    blank: tuple[Path, dict[str, SheetLayout]], tmp_path: Path
) -> None:
    again = tmp_path / "again.xlsx"
    write_template(again, SCHOOL, COLLECTION, CODES)
    assert again.read_bytes() == blank[0].read_bytes()


def test_only_what_is_to_be_filled_in_is_open_and_has_a_prompt(
    blank: tuple[Path, dict[str, SheetLayout]],
) -> None:
    path, layouts = blank
    book = openpyxl.load_workbook(path)
    assert book[HIDDEN].sheet_state == "veryHidden"
    for code, layout in layouts.items():
        sheet: Worksheet = book[FORMS[code].title]
        assert sheet.protection.sheet
        prompted = {
            cell
            for validation in sheet.data_validations.dataValidation
            for block in validation.sqref.ranges
            for row, column in block.cells
            for cell in [(row, column)]
            if validation.prompt and validation.error
        }
        for column in layout.columns:
            cell = sheet[layout.cell(column.name, 0 if layout.is_card else 1)]
            assert not cell.protection.locked, (code, column.name)
            assert (cell.row, cell.column) in prompted, (code, column.name)
            assert sheet[layout.header_cell(column.name)].protection.locked
        assert sheet.page_setup.paperSize == 9


def test_every_sheet_prints_on_a4_with_its_header_on_each_page_and_a_line_for_the_seal(
    blank: tuple[Path, dict[str, SheetLayout]],
) -> None:
    book = openpyxl.load_workbook(blank[0])
    for sheet in book:
        if sheet.title != HIDDEN:
            assert sheet.page_setup.paperSize == 9
            assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
            assert sheet.page_setup.fitToWidth in (None, 1), sheet.title
    for code, layout in blank[1].items():
        sheet = book[FORMS[code].title]
        if not layout.is_card:
            assert sheet.print_title_rows == f"$3:${layout.first_row}", code
        assert str(sheet.cell(layout.signature_row + 1, 1).value).endswith("（公章）"), code


def test_the_stamp_is_on_the_cover_and_on_a_sheet_that_nobody_sees(
    blank: tuple[Path, dict[str, SheetLayout]],
) -> None:
    book = openpyxl.load_workbook(blank[0])
    hidden = book[HIDDEN]
    stamp = {hidden.cell(row, 1).value: hidden.cell(row, 2).value for row in range(1, 60)}
    expected = {
        "单位代码": SCHOOL.code,
        "单位名称": SCHOOL.name,
        "填报任务": "2020",
        "表样版本": "2020.1",
    }
    assert expected.items() <= stamp.items()
    assert stamp["表"].split() == CODES
    cover = book["封面"]
    assert {cover.cell(row, 1).value: cover.cell(row, 2).value for row in range(3, 7)} == {
        key: expected[key] for key in ("单位名称", "单位代码", "填报任务", "表样版本")
    }


def test_a_table_of_terms_has_no_more_rows_than_terms(
    blank: tuple[Path, dict[str, SheetLayout]],
) -> None:
    rows = {code: blank[1][code].records - 1 for code in ("enrolment", "student_aid", "drills")}
    assert rows == {"enrolment": 11, "student_aid": 30, "drills": 30}


def test_prompts_fit_into_what_excel_shows() -> None:
    for form in FORMS.values():
        for column in form.columns:
            options = validation_of(column, "B2", CodeLists("x"))
            assert len(options["input_title"]) <= 32
            assert len(options["input_message"]) <= 255 and len(options["error_message"]) <= 255


def test_the_instructions_name_the_unit_the_forms_and_the_day() -> None:
    lines = instructions(SCHOOL, COLLECTION, [FORMS["safety"], FORMS["drills"]])
    assert "曹庵镇第二小学（单位代码 2134000101）" in lines[0]
    assert "共 2 张：平安校园、应急演练。" in lines[0]
    assert "2020 年 12 月 31 日前" in lines[1]
