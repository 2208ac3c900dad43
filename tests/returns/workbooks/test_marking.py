"""Marks are put over what is there, and taken off again."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook

from returns.reading.opening import open_grids
from returns.reading.replies import Reply, read_replies
from returns.workbooks.issues.issue_list import Issue, IssueList, Listed, issues
from returns.workbooks.issues.marking import CannotCarryMarks, Mark, mark
from schemas.findings import Finding, Severity
from schemas.sheet_names import ISSUES

LISTED = IssueList("一小", "2101", "2020", "一小.xlsx")
GREEN = PatternFill("solid", start_color="00FF00")
KEY = "0123456789abcdef" * 2


def saved(change: Callable[[Workbook], None] = lambda book: None) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "平安校园"
    sheet["D7"], sheet["D9"] = -1, "=D7*2"
    sheet.merge_cells("A1:C2")
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def at(cell: str, text: str = "人数不能为负", *, is_error: bool = True) -> Mark:
    return Mark("平安校园", cell, text, is_error)


def marked(content: bytes, *marks: Mark, listed: IssueList = LISTED) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(mark(content, marks, listed)))


def colours(book: Workbook) -> dict[str, str]:
    """Range → colour of the conditional formats, in the order in which they count."""
    rules = [
        (rule.priority, str(area.sqref), rule.dxf.fill.bgColor.rgb[-6:])
        for area in book["平安校园"].conditional_formatting
        for rule in area.rules
    ]
    return {cells: colour for _, cells, colour in sorted(rules)}


def test_errors_are_red_and_queries_yellow() -> None:
    book = marked(saved(), at("D9", is_error=False), at("D7"), at("D7", is_error=False))
    assert colours(book) == {"D7": "FFC7CE", "D9": "FFEB9C"}
    assert book.sheetnames == [ISSUES, "平安校园"]


def test_what_the_school_made_itself_stays() -> None:
    def make(book: Workbook) -> None:
        sheet = book["平安校园"]
        sheet["D7"].fill = GREEN
        sheet["D7"].comment = Comment("请王老师核对", "李老师")
        own = CellIsRule(operator="lessThan", formula=["0"], fill=PatternFill(bgColor="0000FF"))
        sheet.conditional_formatting.add("D1:D20", own)

    book = marked(saved(make), at("D7"))
    sheet = book["平安校园"]
    assert sheet["D7"].fill.fgColor.rgb[-6:] == "00FF00"
    assert sheet["D7"].comment.text.startswith("请王老师核对\n—— 汇总审核 ——\n人数不能为负")
    assert sheet["D9"].value == "=D7*2"
    assert list(colours(book).items()) == [("D7", "FFC7CE"), ("D1:D20", "0000FF")]
    # And it is as it was once nothing is wrong any more.
    again = marked(mark(saved(make), [at("D7")], LISTED))
    assert again["平安校园"]["D7"].comment.text == "请王老师核对"
    assert colours(again) == {"D1:D20": "0000FF"}


def test_marks_of_an_earlier_round_do_not_pile_up() -> None:
    once = mark(saved(), [at("D7"), at("D9")], LISTED)
    assert mark(once, [at("D7"), at("D9")], LISTED) == once
    book = marked(once, at("D9", "现在是这个"))
    assert colours(book) == {"D9": "FFC7CE"}
    assert book["平安校园"]["D7"].comment is None
    assert book["平安校园"]["D9"].comment.text == "—— 汇总审核 ——\n现在是这个"
    assert book.sheetnames == [ISSUES, "平安校园"]


def test_a_mark_inside_a_merged_block_stands_at_its_first_cell() -> None:
    assert marked(saved(), at("B2"))["平安校园"]["A1"].comment is not None


def test_a_drawing_would_be_lost() -> None:
    with pytest.raises(CannotCarryMarks):
        mark(saved(lambda book: book["平安校园"].add_chart(BarChart())), [at("D7")], LISTED)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_xlsx_carries_no_marks(content: bytes) -> None:
    with pytest.raises(CannotCarryMarks):
        mark(content, [at("D7")], LISTED)


def finding(cell: str, value: str, severity: Severity = Severity.ERROR) -> Finding:
    message = f"「平安校园」{cell}：专职保安填了“{value}”，请改为数字。"
    return Finding("VAL-001", severity, message, "safety", "平安校园", cell, "guards", value)


def test_a_long_list_is_grouped_by_rule() -> None:
    many = [Listed(finding(cell, "两人")) for cell in ("D7", "D9", "D12")]
    (line,) = issues(many)
    assert (line.place, line.value) == ("D7、D9、D12 共 3 处", "两人")
    assert line.message == "「平安校园」专职保安填了“两人”，请改为数字。"
    (mixed,) = issues([*many, Listed(finding("D13", "三人"))])
    assert mixed.value == "两人、三人"
    assert mixed.message.endswith("（这是 D7；其余各处同类，请逐处核对）")
    assert [line.place for line in issues(many[:2])] == ["D7", "D9"]


def test_errors_come_first_and_only_queries_have_keys() -> None:
    query = Listed(finding("D9", "2", Severity.QUERY), KEY)
    lines = issues([query, Listed(finding("D7", "两人"), KEY)])
    assert [(line.place, line.keys) for line in lines] == [("D7", []), ("D9", [KEY])]


def test_an_explanation_comes_back_with_its_keys() -> None:
    lines = [
        Issue("平安校园", ["D7"], "2", "请核对", "query", "SAF-003", [KEY, KEY[::-1]]),
        Issue("平安校园", ["D9"], "2", "请核对", "query", "SAF-004", [KEY]),
    ]
    book = marked(saved(), listed=IssueList("一小", "2101", "2020", "一小.xlsx", lines))
    book[ISSUES]["H6"], book[ISSUES]["H4"] = "＝情况属实", "王老师"
    buffer = io.BytesIO()
    book.save(buffer)
    grid = next(grid for grid in open_grids(buffer.getvalue()) if grid.name == ISSUES)
    assert read_replies(grid) == [Reply([KEY, KEY[::-1]], "=情况属实", "王老师", ISSUES, "H6")]
