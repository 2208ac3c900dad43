"""Cells, headers, rows and identity: the exact finding at the exact cell."""

from pathlib import Path
from typing import Any

import pytest

from returns.workbooks.return_book import NIL
from schemas.findings import Status
from schemas.forms import FORMS
from tests.returns.small_returns import OTHER, example_record, found, judge_one, workbook

GOOD = example_record(FORMS["safety"])


def judge_safety(tmp_path: Path, **changes: Any) -> list[tuple[str, str, str]]:
    return found(judge_one(workbook(tmp_path, {"safety": GOOD | changes})))


def test_a_good_return_is_accepted(tmp_path: Path) -> None:
    judged = judge_one(workbook(tmp_path, {"safety": GOOD}))
    assert found(judged) == []
    assert judged.status is Status.ACCEPTED
    assert judged.forms[0].values()["guards_full_time"] == [2]


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (-1, "VAL-003"),
        (1.5, "VAL-002"),
        ("两人", "VAL-001"),
        ("约3", "VAL-018"),
        ("12人", "VAL-017"),
        ("无", "VAL-012"),
        ("—", "VAL-012"),
        (None, "VAL-004"),
    ],
)
def test_a_bad_number_is_found_at_its_cell(tmp_path: Path, value: Any, rule: str) -> None:
    assert judge_safety(tmp_path, guards_full_time=value) == [(rule, "平安校园", "D7")]


@pytest.mark.parametrize("value", ["2", " 2 ", "２", "2.0", "1,002", "1，002"])
def test_a_number_written_as_text_is_read(tmp_path: Path, value: str) -> None:
    judged = judge_one(workbook(tmp_path, {"safety": GOOD | {"school_buses": value}}))
    assert found(judged) == []
    assert judged.forms[0].values()["school_buses"][0] in (2, 1002)


def test_all_problems_of_a_form_come_at_once(tmp_path: Path) -> None:
    findings = judge_safety(
        tmp_path, pupils="很多", boarders=-3, staff=2.5, cctv="部分", drowning_deaths=None
    )
    assert findings == [
        ("VAL-001", "平安校园", "D4"),
        ("VAL-002", "平安校园", "D6"),
        ("VAL-003", "平安校园", "D5"),
        ("VAL-004", "平安校园", "D16"),
        ("VAL-009", "平安校园", "D9"),
    ]


def test_the_words_name_place_value_and_remedy(tmp_path: Path) -> None:
    judged = judge_one(workbook(tmp_path, {"safety": GOOD | {"guards_full_time": -1}}))
    assert [finding.message for finding in judged.findings] == [
        "「平安校园」D7：专职保安填了 -1，人数不能为负，请改为实际人数。"
    ]


def drills(*records: dict[str, Any]) -> list[dict[str, Any]]:
    return [example_record(FORMS["drills"], **record) for record in records]


def test_text_and_negative_in_one_column_do_not_hide_each_other(tmp_path: Path) -> None:
    rows = drills(
        {"theme": "一", "pupils": "全体"},
        {"theme": "二", "pupils": -5},
        {"theme": "三", "pupils": None},
        {"theme": "四", "pupils": 0.5},
    )
    judged = judge_one(workbook(tmp_path, {"drills": rows}))
    assert found(judged) == [
        ("VAL-001", "应急演练", "E4"),
        ("VAL-002", "应急演练", "E7"),
        ("VAL-003", "应急演练", "E5"),
        ("VAL-004", "应急演练", "E6"),
    ]
    assert judged.status is Status.RETURNED


def test_a_duplicate_row_an_unknown_term_and_a_bad_date(tmp_path: Path) -> None:
    rows = drills(
        {"theme": "一"}, {"theme": "一"}, {"kind": "跑步"}, {"held_on": "2020年9月", "theme": "二"}
    )
    assert found(judge_one(workbook(tmp_path, {"drills": rows}))) == [
        ("ROW-001", "应急演练", "B5"),
        ("VAL-005", "应急演练", "C6"),
        ("VAL-006", "应急演练", "B7"),
    ]


def test_nil_is_an_answer_and_an_empty_table_is_not(tmp_path: Path) -> None:
    answered = judge_one(workbook(tmp_path, {"drills": NIL}))
    assert found(answered) == []
    assert answered.forms[0].sheet.nil
    empty = workbook(tmp_path, {"drills": NIL}, overwrites={("应急演练", "B4"): None})
    assert [rule for rule, _, _ in found(judge_one(empty))] == ["ROW-002"]


def test_a_total_must_equal_its_parts(tmp_path: Path) -> None:
    content = workbook(
        tmp_path,
        {"drills": drills({"theme": "一"}, {"theme": "二"})},
        overwrites={("应急演练", "E6"): 999},
    )
    assert found(judge_one(content)) == [("TOT-001", "应急演练", "E6")]


def test_an_unknown_and_a_missing_line(tmp_path: Path) -> None:
    content = workbook(tmp_path, {"safety": GOOD}, overwrites={("平安校园", "B7"): "门卫大爷"})
    assert [(rule, cell) for rule, _, cell in found(judge_one(content))] == [
        ("HDR-001", "B7"),
        ("HDR-002", "A1"),
    ]


def test_an_unknown_and_a_missing_column(tmp_path: Path) -> None:
    content = workbook(
        tmp_path, {"drills": drills({})}, overwrites={("应急演练", "D3"): "天气情况"}
    )
    assert [(rule, cell) for rule, _, cell in found(judge_one(content))] == [
        ("HDR-001", "D3"),
        ("HDR-002", "A3"),
    ]


def test_a_sheet_that_is_no_form_is_reported(tmp_path: Path) -> None:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook(tmp_path, {"safety": GOOD})))
    book.create_sheet("草稿")["B2"] = "随便写写"
    buffer = io.BytesIO()
    book.save(buffer)
    assert found(judge_one(buffer.getvalue())) == [("SHT-002", "草稿", "A1")]


def test_a_form_listed_on_the_cover_must_be_there(tmp_path: Path) -> None:
    content = workbook(tmp_path, {"safety": GOOD}, cover=True, listed=["safety", "ict"])
    judged = judge_one(content)
    assert found(judged) == [("SHT-001", "封面", "B10")]
    assert judged.status is Status.RETURNED
    assert [form.status for form in judged.forms] == [Status.ACCEPTED]


def test_a_form_that_the_unit_does_not_owe_is_not_used(tmp_path: Path) -> None:
    judged = judge_one(workbook(tmp_path, {"preschool": example_record(FORMS["preschool"])}))
    assert [rule for rule, _, _ in found(judged)] == ["SHT-004"]
    assert judged.forms == []


def test_another_year_is_refused_once_and_not_judged_further(tmp_path: Path) -> None:
    heading = "填报单位：曹庵镇第二小学　　单位代码：2134000101　　填报任务：2019"
    content = workbook(
        tmp_path,
        {"safety": GOOD | {"pupils": "很多"}},
        overwrites={("平安校园", "A2"): heading},
    )
    judged = judge_one(content)
    assert found(judged) == [("COL-001", "平安校园", "A2")]
    assert [form.status for form in judged.forms] == [Status.RETURNED]


def test_an_unknown_unit_is_told_so_and_its_cells_are_checked_all_the_same(tmp_path: Path) -> None:
    heading = "填报单位：不存在小学　　单位代码：9999999999　　填报任务：2020"
    content = workbook(
        tmp_path,
        {"safety": GOOD | {"pupils": -1}},
        overwrites={("平安校园", "A2"): heading},
    )
    judged = judge_one(content)
    assert found(judged) == [("UNT-001", "平安校园", "A2"), ("VAL-003", "平安校园", "D4")]
    assert judged.unit is None
    assert [form.status for form in judged.forms] == [Status.RETURNED]


def test_a_unit_is_found_by_its_alias(tmp_path: Path) -> None:
    content = workbook(
        tmp_path,
        {"safety": GOOD},
        overwrites={("平安校园", "A2"): "填报单位：曹庵二小　　填报任务：2020"},
    )
    judged = judge_one(content)
    assert judged.unit is not None
    assert judged.unit.code == "2134000101"


def test_a_file_named_after_another_unit_is_queried(tmp_path: Path) -> None:
    judged = judge_one(workbook(tmp_path, {"safety": GOOD}), f"{OTHER.name}_2020年报表.xlsx")
    assert [rule for rule, _, _ in found(judged)] == ["UNT-003"]
    assert judged.unit is not None
    assert judged.unit.code == "2134000101"


def test_an_unreadable_file_is_charged_to_the_unit_in_its_name() -> None:
    judged = judge_one(b"PK\x03\x04", "曹庵二小_2020年报表.xlsx")
    assert judged.status is Status.UNREADABLE
    assert judged.unit is not None
    assert judged.unit.name == "曹庵镇第二小学"


def test_a_formula_error_and_an_uncalculated_formula(tmp_path: Path) -> None:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook(tmp_path, {"safety": GOOD})))
    sheet = book["平安校园"]
    sheet["D7"] = "=1+1"  # openpyxl writes no stored value
    sheet["D8"].value = "#REF!"
    sheet["D8"].data_type = "e"
    buffer = io.BytesIO()
    book.save(buffer)
    assert found(judge_one(buffer.getvalue())) == [
        ("VAL-007", "平安校园", "D8"),
        ("VAL-008", "平安校园", "D7"),
    ]


def test_a_long_number_stored_as_a_number_is_never_repaired(tmp_path: Path) -> None:
    record = example_record(FORMS["dropout_cases"])
    content = workbook(
        tmp_path,
        {"dropout_cases": [record]},
        overwrites={("控辍保学核查台账", "D4"): 340403201001010017.0},
    )
    judged = judge_one(content)
    assert [(f.rule, f.cell) for f in judged.findings if f.severity == "error"] == [
        ("VAL-011", "D4")
    ]
    assert "340403201001" not in "".join(f.message + f.value for f in judged.findings)
