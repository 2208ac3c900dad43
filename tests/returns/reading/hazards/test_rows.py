"""Hazards 31 to 37: totals, footers, examples, merged cells, serial numbers, several units."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from returns.judging.batch import History, judge
from returns.judging.splitting import split
from returns.workbooks.return_book import NIL
from schemas.forms import FORMS
from schemas.units import Register
from tests.returns.reading.hazards.books import (
    DRILLS,
    SAFETY,
    THEMES,
    drills,
    edited,
    notes,
    of_field,
)
from tests.returns.small_returns import (
    COLLECTION,
    OTHER,
    REGISTER,
    SCHOOL,
    example_record,
    found,
    judge_one,
    read,
    workbook,
)


def test_hazard_31_totals_are_a_check_and_never_a_record(tmp_path: Path) -> None:
    right = judge_one(drills(tmp_path))
    assert (found(right), of_field(right, "pupils")) == ([], [360, 360, 360])

    wrong = judge_one(drills(tmp_path, {"E7": 1081}))
    assert found(wrong) == [("TOT-001", DRILLS, "E7")]
    assert [finding.message for finding in wrong.findings if finding.rule == "TOT-001"] == [
        f"「{DRILLS}」E7：参加学生人次合计填了 1081，各行相加为 1080，请核对。"
    ]

    def subtotal(book: Workbook) -> None:
        sheet = book[DRILLS]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.insert_rows(6)
        sheet["B6"], sheet["E6"], sheet["F6"] = "小计", 720, 51  # of staff there are 2 × 25

    assert found(judge_one(edited(drills(tmp_path), subtotal))) == [("TOT-001", DRILLS, "F6")]

    part = judge_one(drills(tmp_path, {"B6": "其中：初中", "C6": None, "D6": None}))
    assert [one for one in found(part) if one[2] == "B6"] == [("VAL-006", DRILLS, "B6")]


@pytest.mark.parametrize("words", ["合　计", "合 计：", "总计", "　合\u200b计"])
@pytest.mark.parametrize("column", ["A", "B", "D"])
def test_hazard_32_a_total_is_known_however_it_is_spaced(
    words: str, column: str, tmp_path: Path
) -> None:
    cells = {"B7": None, f"{column}7": words}
    assert found(judge_one(drills(tmp_path, cells))) == []
    assert read(drills(tmp_path, cells)).sheets[0].rows == [4, 5, 6]


def test_hazard_33_footers_are_no_records(tmp_path: Path) -> None:
    lines = ("填表说明：按年填写", "备注：无", "填表人：甲", "审核人（签字）：乙", "（公章）")
    cells = {f"B{row}": line for row, line in enumerate(lines, start=10)}
    judged = judge_one(drills(tmp_path, cells))
    assert found(judged) == []
    assert of_field(judged, "theme") == list(THEMES)


def test_hazard_34_an_example_row_is_left_out_and_reported(tmp_path: Path) -> None:
    judged = judge_one(drills(tmp_path, {"A4": "例：", "E4": 999, "E7": 720, "F7": 50}))
    assert found(judged) == []
    assert of_field(judged, "theme") == list(THEMES[1:])
    assert notes(judged) == [("ROW-003", DRILLS, "A4")]
    (said,) = (finding.message for finding in judged.findings if finding.rule == "ROW-003")
    assert said == (
        f"「{DRILLS}」A4：第 4 行是示例，已忽略，没有计入；第 4 行与下发的示例不同，"
        "如是本单位的数据，请去掉“例”字，改填序号。"
    )

    examples = [column.example for column in FORMS["drills"].columns]
    untouched = {f"{letter}{row}": example for row in (4, 5)
                 for letter, example in zip("BCDEF", examples, strict=True)}  # fmt: skip
    marked = {"A4": "例", "A5": "例", "E7": 360, "F7": 25, **untouched}
    judged = judge_one(drills(tmp_path, marked))
    assert (found(judged), of_field(judged, "theme")) == ([], [THEMES[2]])
    assert [one.message for one in judged.findings if one.rule == "ROW-003"] == [
        f"「{DRILLS}」A4：第 4、5 行是示例，已忽略，没有计入。"
    ]


def test_hazard_35_a_name_merged_over_rows_is_filled_down_inside_the_merge_only(
    tmp_path: Path,
) -> None:
    def merge(book: Workbook) -> None:
        sheet = book[DRILLS]
        sheet.merge_cells("C4:C5")  # a term names both rows
        sheet.merge_cells("E5:E6")  # a number would count twice
        sheet["C6"] = None
        sheet["C7"], sheet["E7"] = None, None

    judged = judge_one(edited(drills(tmp_path), merge))
    assert found(judged) == [("VAL-004", DRILLS, "C6"), ("VAL-004", DRILLS, "E6")]
    assert of_field(judged, "kind") == ["疏散", "疏散", None]
    assert of_field(judged, "pupils") == [360, 360, None]


def test_hazard_36_serial_numbers_and_blank_rows_do_not_matter(tmp_path: Path) -> None:
    def number(book: Workbook) -> None:
        sheet = book[DRILLS]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet["A4"], sheet["A5"], sheet["A6"] = "一", "（二）", "③"
        sheet.insert_rows(5, 2)
        sheet["A6"] = "二"

    judged = judge_one(edited(drills(tmp_path), number))
    assert found(judged) == []
    assert of_field(judged, "theme") == list(THEMES)


def test_hazard_37_a_file_of_several_schools_is_split_where_the_sender_may_file_for_them(
    tmp_path: Path,
) -> None:
    """By school, as in tests/returns/judging/test_splitting.py; here what one file says of two schools."""
    forms = {"safety": example_record(FORMS["safety"]), "drills": NIL}
    heading = f"填报单位：{OTHER.name}　　单位代码：{OTHER.code}　　填报任务：2020"
    content = workbook(tmp_path, forms, overwrites={(DRILLS, "A2"): heading}, cover=True)
    file = read(content)

    (refused,) = split(file, REGISTER)
    (judged,) = judge([refused], REGISTER, COLLECTION, History())
    assert found(judged) == [("UNT-002", "", "")]
    assert judged.unit is None
    assert [form.sheet.sheet for form in judged.forms] == [SAFETY, DRILLS]
    assert {form.status.value for form in judged.forms} == {"returned"}
    assert "曹庵镇第二小学、史院乡中心小学" in judged.findings[0].message

    under = Register([SCHOOL, replace(OTHER, central_code=SCHOOL.code)])
    part, whole = judge(split(file, under), under, COLLECTION, History())
    assert [(found(one), one.unit and one.unit.code) for one in (part, whole)] == [
        ([], OTHER.code),
        ([], SCHOOL.code),
    ]
    assert [[form.form.code for form in one.forms] for one in (part, whole)] == [
        ["drills"],
        ["safety"],
    ]
