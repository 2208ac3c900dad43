"""Hazards 17 to 30: sheets, headers, metadata lines, and where things stand."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from schemas.forms import FORMS
from tests.returns.reading.hazards.books import (
    DRILLS,
    FUNDING,
    SAFETY,
    SHEET_PART,
    THEMES,
    drills,
    edited,
    notes,
    of_field,
    safety,
    values,
)
from tests.returns.small_returns import example_record, found, judge_one, read, rewrite, workbook


def moved(sheet: Worksheet, *, rows: int = 0, columns: int = 0) -> None:
    """Everything further down and to the right; openpyxl does not move merged cells."""
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.move_range(sheet.dimensions, rows=rows, cols=columns)


@pytest.mark.parametrize("keeps_title", [True, False])
def test_hazard_17_sheets_are_chosen_by_what_is_on_them(keeps_title: bool, tmp_path: Path) -> None:
    def rename(book: Workbook) -> None:
        book[DRILLS].title = "Sheet1"
        if not keeps_title:
            book["Sheet1"]["A1"] = None
        book.create_sheet("草稿")["B2"] = "随手记的"

    judged = judge_one(edited(drills(tmp_path), rename))
    assert found(judged) == [("SHT-002", "草稿", "A1")]
    assert of_field(judged, "theme") == list(THEMES)


def test_hazard_18_what_is_hidden_is_read_and_noted(tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        book[DRILLS].row_dimensions[5].hidden = True
        book[DRILLS].column_dimensions["D"].hidden = True
        book[SAFETY].sheet_state = "veryHidden"
        book.create_sheet("代码表")["A1"] = "疏散"
        book["代码表"].sheet_state = "hidden"

    forms: dict[str, Any] = {
        "drills": [example_record(FORMS["drills"], theme=theme) for theme in THEMES],
        "safety": example_record(FORMS["safety"]),
    }
    judged = judge_one(edited(workbook(tmp_path, forms), hide))
    assert found(judged) == []  # a hidden sheet that is no form is nobody's business
    assert values(judged)["drills"]["theme"] == list(THEMES)
    assert values(judged)["safety"]["guards_full_time"] == [2]
    assert notes(judged) == [("SHT-005", DRILLS, "A3"), ("SHT-005", SAFETY, "A1")]
    assert [finding.message for finding in judged.findings if finding.rule == "SHT-005"] == [
        f"「{DRILLS}」A3：隐藏的内容（第 5 行、D 列）也已读取，请核对是否应报。",
        f"「{SAFETY}」A1：隐藏的内容（整张工作表）也已读取，请核对是否应报。",
    ]


def test_hazard_19_filtered_rows_are_read(tmp_path: Path) -> None:
    def filter_out(book: Workbook) -> None:
        sheet = book[DRILLS]
        sheet.auto_filter.ref = "A3:F6"
        sheet.auto_filter.add_filter_column(3, [THEMES[0]])
        for row in (5, 6):
            sheet.row_dimensions[row].hidden = True

    judged = judge_one(edited(drills(tmp_path), filter_out))
    assert found(judged) == []
    assert of_field(judged, "theme") == list(THEMES)


@pytest.mark.parametrize("stated", [b"A1:A1", b"A1:XFD1048576"])
def test_hazard_20_a_wrong_dimension_is_ignored(stated: bytes, tmp_path: Path) -> None:
    content = drills(tmp_path)
    lying = rewrite(
        content, SHEET_PART, lambda xml: xml.replace(b'<dimension ref="A1:F9"', b"").replace(
            b"<sheetViews>", b'<dimension ref="' + stated + b'"/><sheetViews>', 1
        )
    )  # fmt: skip
    judged = judge_one(lying)
    assert found(judged) == []
    assert of_field(judged, "theme") == list(THEMES)


def test_hazard_21_many_blank_rows_cost_no_more_than_they_may(tmp_path: Path) -> None:
    blank = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(20, 100_000))
    far = b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'

    def with_rows(rows: bytes) -> bytes:
        return rewrite(
            drills(tmp_path),
            SHEET_PART,
            lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"),
        )

    for rows in (blank, far):
        judged = judge_one(with_rows(rows))
        assert (found(judged), of_field(judged, "theme")) == ([], list(THEMES))
    filled = far.replace(b' s="1"/>', b"><v>1</v></c>")
    assert [finding.rule for finding in judge_one(with_rows(filled)).findings] == ["FIL-004"]


def test_hazard_22_a_gap_does_not_end_the_table(tmp_path: Path) -> None:
    def gap(book: Workbook) -> None:
        for _ in range(30):
            book[DRILLS].insert_rows(5)

    content = edited(drills(tmp_path, {"E6": -1}), gap)
    judged = judge_one(content)
    assert ("VAL-003", DRILLS, "E36") in found(judged)
    assert of_field(judged, "theme") == list(THEMES)


def test_hazard_23_leading_blanks_leave_the_addresses_true(tmp_path: Path) -> None:
    def move(book: Workbook) -> None:
        moved(book[DRILLS], rows=25, columns=3)
        book[DRILLS].title = "Sheet1"

    judged = judge_one(edited(drills(tmp_path, {"E4": "很多"}), move))
    assert found(judged) == [("VAL-001", "Sheet1", "H29")]
    assert of_field(judged, "theme") == list(THEMES)


def test_hazard_24_metadata_lines_above_the_header(tmp_path: Path) -> None:
    def head(book: Workbook) -> None:
        sheet = book[FUNDING]
        moved(sheet, rows=4)
        sheet["A2"], sheet["A3"] = "2020 年度", "填报日期：2020年12月1日"
        sheet["A4"], sheet["B4"] = "填报单位：", "曹庵镇第二小学"
        sheet["A5"], sheet["E5"] = "单位代码:2134000101", "单位：元"
        sheet["A6"] = "填报任务：2020"

    content = workbook(tmp_path, {"funding": example_record(FORMS["funding"])})
    plain = edited(content, head)
    judged = judge_one(plain)
    assert found(judged) == []
    assert judged.unit is not None and judged.unit.code == "2134000101"
    assert read(plain).sheets[0].meta == {
        "unit_name": ("曹庵镇第二小学", "B4"),
        "unit_code": ("2134000101", "A5"),
        "collection": ("2020", "A6"),
    }


def test_hazard_25_merged_headers_are_joined_to_paths(tmp_path: Path) -> None:
    forms = {"enrolment": [example_record(FORMS["enrolment"], other_gains=3, other_losses=5)]}
    content = workbook(tmp_path, forms)

    def merge_below(book: Workbook) -> None:
        book["学籍变动"].merge_cells("D5:G5")  # in the body: no header, and no answer below it

    assert read(content).sheets[0].layout["other_gains"] == "G"
    judged = judge_one(content)
    assert (values(judged)["enrolment"]["other_gains"], of_field(judged, "other_losses")) == (
        [3],
        [5],
    )
    merged = judge_one(edited(content, merge_below))
    assert [one for one in found(merged) if one[0] == "VAL-004"] == [
        ("VAL-004", "学籍变动", cell) for cell in ("E5", "F5", "G5")
    ]


def test_hazard_26_a_repeated_header_is_left_out_and_counted(tmp_path: Path) -> None:
    def repeat(book: Workbook) -> None:
        sheet = book[DRILLS]
        moved(sheet)
        for row in (5, 7):
            sheet.insert_rows(row)
            for cell in sheet[3]:
                sheet.cell(row, cell.column).value = cell.value

    judged = judge_one(edited(drills(tmp_path), repeat))
    assert found(judged) == []
    assert of_field(judged, "theme") == list(THEMES)
    assert [finding.message for finding in judged.findings if finding.rule == "ROW-005"] == [
        f"「{DRILLS}」A5：第 5、7 行是重复的表头，已忽略。"
    ]


def test_hazard_27_columns_are_matched_by_label_and_alias(tmp_path: Path) -> None:
    def rearrange(book: Workbook) -> None:
        sheet = book["控辍保学核查台账"]
        moved(sheet)
        for row in range(3, 5):  # the number before the name, under its other label
            name, number = sheet.cell(row, 3), sheet.cell(row, 4)
            name.value, number.value = number.value, name.value
        sheet["C3"], sheet["H3"], sheet["H4"] = "全国学籍号", "家访次数", 3

    record = example_record(FORMS["dropout_cases"])
    judged = judge_one(edited(workbook(tmp_path, {"dropout_cases": [record]}), rearrange))
    assert found(judged) == [("HDR-001", "控辍保学核查台账", "H3")]
    assert of_field(judged, "child_id") == [record["child_id"]]


def test_hazard_28_of_two_equal_labels_the_path_decides_else_nobody(tmp_path: Path) -> None:
    content = workbook(tmp_path, {"enrolment": [example_record(FORMS["enrolment"])]})

    def lose_groups(book: Workbook) -> None:
        for merged in ("D3:G3", "H3:N3"):
            book["学籍变动"].unmerge_cells(merged)
        book["学籍变动"]["D3"] = book["学籍变动"]["H3"] = None

    assert found(judge_one(content))[0][0] != "HDR-001"
    assert [one for one in found(judge_one(edited(content, lose_groups))) if "HDR" in one[0]] == [
        ("HDR-001", "学籍变动", "G4"),
        ("HDR-001", "学籍变动", "N4"),
        ("HDR-002", "学籍变动", "A4"),
        ("HDR-002", "学籍变动", "A4"),
    ]


def test_hazard_29_a_card_is_read_by_its_labels(tmp_path: Path) -> None:
    def shuffle(book: Workbook) -> None:
        sheet = book[SAFETY]
        for column in (2, 3, 4):
            guards, letters = sheet.cell(7, column), sheet.cell(15, column)
            guards.value, letters.value = letters.value, guards.value
        sheet["D15"] = -4

    judged = judge_one(edited(safety(tmp_path), shuffle))
    assert found(judged) == [("VAL-003", SAFETY, "D15")]
    assert of_field(judged, "drowning_letters") == [380]


def test_hazard_30_two_tables_on_a_sheet_are_two_regions(tmp_path: Path) -> None:
    forms: dict[str, Any] = {
        "safety": example_record(FORMS["safety"], guards_full_time=-1),
        "drills": [example_record(FORMS["drills"], theme=theme) for theme in THEMES],
    }

    def join(book: Workbook) -> None:
        upper, lower = book[SAFETY], book[DRILLS]
        for row in lower.iter_rows():
            for cell in row:
                if cell.value is not None:
                    upper.cell(cell.row + 30, cell.column).value = cell.value
        upper["E35"] = "全体"
        upper.title = "报表"
        book.remove(lower)

    judged = judge_one(edited(workbook(tmp_path, forms), join))
    assert found(judged) == [("VAL-001", "报表", "E35"), ("VAL-003", "报表", "D7")]
    assert values(judged)["drills"]["theme"] == list(THEMES)
    assert values(judged)["safety"]["staff"] == [26]
