"""One table a form whose rows belong to several schools, named in a column beside the form's own."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

from returns.judging.judged import JudgedFile
from schemas.forms import FORMS
from schemas.units import Unit
from tests.returns.shared_books import (
    CENTRE,
    PINES,
    SECOND,
    STRANGER,
    judge_shared,
    returned,
    said,
    saved,
    summary,
)
from tests.returns.small_returns import example_record

DRILLS = "应急演练"
Row = tuple[str, str, int]  # whose, theme, pupils
ROWS: tuple[Row, ...] = (
    ("曹庵二小", "火灾", 300),
    ("曹庵二小", "地震", 310),
    ("曹庵镇松岗小学", "火灾", 90),
    (CENTRE.name, "火灾", 500),
)


def table(
    rows: Sequence[Row] = ROWS,
    head: str | None = "学校",
    sender: Unit = CENTRE,
    total: int | None = None,
) -> Workbook:
    """应急演练 of several schools: the header in row 3, the school in column H, the 合计 at the end."""
    records = [
        example_record(FORMS["drills"], theme=theme, pupils=pupils) for _, theme, pupils in rows
    ]
    book = load_workbook(io.BytesIO(returned(sender, {"drills": records})))
    sheet = book[DRILLS]
    sheet["H3"] = head
    for at, (school, _, _) in enumerate(rows, start=4):
        sheet.cell(at, 8).value = school
    if total is not None:
        sheet.cell(4 + len(rows), 5).value = total
    return book


def values(judged: Sequence[JudgedFile], name: str = "pupils") -> list[list[Any]]:
    return [form.values()[name] for one in judged for form in one.forms]


def rules(judged: JudgedFile) -> list[tuple[str, str]]:
    return [(f.rule, f.cell) for f in judged.findings if f.severity != "note"]


def test_each_school_has_its_own_rows() -> None:
    judged = judge_shared(saved(table()))
    assert summary(judged) == [
        (SECOND.name, "accepted", ["drills"]),
        (PINES.name, "accepted", ["drills"]),
        (CENTRE.name, "accepted", ["drills"]),
    ]
    assert values(judged) == [[300, 310], [90], [500]]
    assert [form.sheet.rows for one in judged for form in one.forms] == [[4, 5], [6], [7]]
    assert [rules(one) for one in judged] == [[], [], []]


def test_a_mistake_is_one_schools_and_has_its_true_place() -> None:
    book = table((*ROWS, ("松岗小学", "火灾", 95)))
    book[DRILLS]["E5"] = "三百"
    judged = judge_shared(saved(book))
    assert [rules(one) for one in judged] == [[("VAL-001", "E5")], [("ROW-001", "B8")], []]
    (second,) = judged[0].forms
    assert (second.status.value, second.sheet.columns["pupils"]) == ("returned", [300, None])
    assert "第 6 行" in judged[1].findings[-1].message


def test_a_total_over_all_schools_is_a_check_over_all_their_rows() -> None:
    assert values(judge_shared(saved(table(total=1200)))) == [[300, 310], [90], [500]]
    judged = judge_shared(saved(table(total=1199)))
    assert [rules(one) for one in judged] == [[("TOT-001", "E8")]] * 3
    assert "各行相加为 1200" in judged[0].findings[-1].message


def test_a_subtotal_is_the_matter_of_its_school() -> None:
    rows = [*ROWS[:2], ("小计", "", 0), *ROWS[2:]]
    book = table(rows)
    sheet = book[DRILLS]
    for cell in sheet[6]:
        cell.value = {"H": "曹庵二小小计", "E": 611}.get(cell.column_letter)
    sheet["E9"] = None
    sheet["F9"] = None
    judged = judge_shared(saved(book))
    assert [rules(one) for one in judged] == [[("TOT-001", "E6")], [], []]
    assert values(judged) == [[300, 310], [90], [500]]


def test_a_name_merged_over_rows_is_filled_down_inside_the_merge_only() -> None:
    book = table((*ROWS, ("", "防汛", 7)))
    book[DRILLS]["H5"] = None
    book[DRILLS].merge_cells("H4:H5")
    judged = judge_shared(saved(book))
    assert values(judged) == [[300, 310], [90], [7], [500]]
    *_, lost, whole = judged
    assert (lost.unit, said(lost)) == (None, [("UNT-001", DRILLS, "H8")])
    assert "工作表“应急演练”第 8 行" in lost.findings[0].message
    assert ("UNT-001", DRILLS, "H8") in said(whole)
    assert [form.status.value for form in whole.forms] == ["accepted"]


def test_who_is_not_known_or_not_under_the_sender_is_left_out() -> None:
    rows = (*ROWS, ("松港小学", "火灾", 1), (STRANGER.name, "火灾", 2), ("松港小学", "地震", 3))
    judged = judge_shared(saved(table(rows)))
    assert [one.unit and one.unit.name for one in judged] == [
        SECOND.name, PINES.name, None, None, CENTRE.name,
    ]  # fmt: skip
    assert [said(one) for one in judged[2:4]] == [
        [("UNT-001", DRILLS, "H8")],
        [("UNT-006", DRILLS, "H9")],
    ]
    assert "（工作表“应急演练”第 8、10 行）" in judged[2].findings[0].message


def test_a_code_that_contradicts_the_name_is_nobodys() -> None:
    book = table(head="学校名称")
    sheet = book[DRILLS]
    sheet["I3"] = "单位代码"
    for row, code in ((4, SECOND.code), (5, STRANGER.code), (6, PINES.code), (7, CENTRE.code)):
        sheet.cell(row, 9).value = int(code)
    second, lost, pines, whole = judge_shared(saved(book))
    assert values([second, pines, whole]) == [[300], [90], [500]]
    assert said(lost) == [("UNT-001", DRILLS, "H5")]
    assert "“曹庵二小（2134000199）”" in lost.findings[0].message


def test_a_school_says_nil_in_its_row() -> None:
    book = table()
    for cell in book[DRILLS][6]:
        cell.value = {"H": PINES.name, "B": "无"}.get(cell.column_letter)
    book[DRILLS]["E8"], book[DRILLS]["F8"] = None, None
    second, whole, pines = sorted(
        judge_shared(saved(book)), key=lambda one: one.unit.code if one.unit else ""
    )
    (nil,) = pines.forms
    assert (nil.sheet.nil, nil.sheet.rows, nil.status.value) == (True, [], "accepted")
    assert values([second, whole]) == [[300, 310], [500]]


def test_tables_one_below_the_other_each_under_its_own_heading() -> None:
    book = table(ROWS[:2], head=None, sender=CENTRE)
    sheet = book[DRILLS]
    sheet["H4"], sheet["H5"] = None, None
    below = table(ROWS[2:3], sender=PINES)[DRILLS]
    start = sheet.max_row + 2
    for row in below.iter_rows(max_col=6, max_row=5):
        for cell in row:
            sheet.cell(start + cell.row, cell.column).value = cell.value
    pines, whole = judge_shared(saved(book))
    assert (pines.unit, whole.unit) == (PINES, CENTRE)
    assert values([pines, whole]) == [[90], [300, 310]]
    assert [rules(one) for one in (pines, whole)] == [[], []]


def test_a_column_that_names_no_unit_is_no_column_of_units() -> None:
    book = table(head="单位")
    for row in range(4, 8):
        book[DRILLS].cell(row, 8).value = "人"
    (judged,) = judge_shared(saved(book))
    assert judged.unit == CENTRE


def test_rows_of_others_in_a_schools_own_file_are_refused() -> None:
    (judged,) = judge_shared(saved(table(sender=SECOND)))
    assert (judged.unit, said(judged)) == (None, [("UNT-002", "", "")])
