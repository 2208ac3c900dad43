"""批注: kept and told of, never data, never quoted; ours are known from theirs."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from returns.reading.comments import OUR_LINE, shares, theirs_of
from returns.reading.formats import ods, xlsb, xml2003
from returns.reading.formats.xlsx_scan import look
from returns.reading.opening import open_grids
from returns.workbooks.issues.issue_list import IssueList
from returns.workbooks.issues.marking import Mark, mark
from tests.returns.reading.binary_workbooks import Sheet, as_binary, binary_workbook
from tests.returns.reading.hazards.books import SAFETY, drills, edited, safety
from tests.returns.reading.test_formats import ODS, XML_2003, as_ods
from tests.returns.small_returns import judge_one, rewrite

SOFFICE = shutil.which("soffice")
TALK = "李小明家长来电"
THREAD = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    f'<threadedComment ref="D9" id="a"><text>{TALK}</text></threadedComment></ThreadedComments>'
)
THREAD_RELATION = (
    '<Relationship Id="rId99" Target="/xl/threadedComments/threadedComment1.xml"'
    ' Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"/>'
)


def commented(content: bytes, *cells: str) -> bytes:
    def say(book: openpyxl.Workbook) -> None:
        for cell in cells:
            book[SAFETY][cell].comment = Comment(TALK, "王老师")

    return edited(content, say)


def told(content: bytes) -> list[tuple[str, str, str]]:
    """(sheet, cell, message) of the notes about comments; the rest is as without them."""
    findings = judge_one(content).findings
    assert not any(TALK in one.message for one in findings)
    assert {one.rule for one in findings} <= {"VAL-020"}
    return [(one.sheet, one.cell, one.message) for one in findings]


def told_of(cells: str, first: str) -> list[tuple[str, str, str]]:
    words = f"{cells}有批注，已留存，不作数据；需要报送的内容请填在单元格里"
    return [(SAFETY, first, f"「{SAFETY}」{first}：{words}。")]


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        (["D7"], "D7"),
        (["E9", "D7"], "D7、E9 共 2 个单元格"),
        (["D7", "ZZ999"], "D7、ZZ999 共 2 个单元格"),  # beside and below what is filled in
        ([f"D{row}" for row in range(4, 14)], "D4、D5、D6、D7、D8、D9、D10、D11 等 10 个单元格"),
    ],
)
def test_commented_cells_are_named_and_nothing_is_quoted(
    cells: list[str], named: str, tmp_path: Path
) -> None:
    content = safety(tmp_path)
    with_comments = commented(content, *cells)
    assert told(with_comments) == told_of(named, named[:2])
    assert judge_one(with_comments).forms[0].values() == judge_one(content).forms[0].values()


def test_a_comment_on_a_blank_cell_is_no_answer(tmp_path: Path) -> None:
    def empty(book: openpyxl.Workbook) -> None:
        book[SAFETY]["D7"].value = None
        book[SAFETY]["D7"].comment = Comment("2", "王老师")

    judged = judge_one(edited(safety(tmp_path), empty))
    assert [(one.rule, one.cell) for one in judged.findings] == [
        ("VAL-004", "D7"),
        ("VAL-020", "D7"),
    ]


def test_a_talk_of_today_counts_once_with_its_older_twin(tmp_path: Path) -> None:
    content = commented(safety(tmp_path), "D7", "D9")
    relations = "xl/worksheets/_rels/sheet1.xml.rels"
    end = b"</Relationships>"
    content = rewrite(
        content, relations, lambda xml: xml.replace(end, THREAD_RELATION.encode() + end)
    )
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/threadedComments/threadedComment1.xml", THREAD)
    assert told(buffer.getvalue()) == told_of("D7、D9 共 2 个单元格", "D7")
    alone = rewrite(
        buffer.getvalue(), "xl/comments/comment1.xml", lambda xml: xml.replace(b'ref="D', b'ref="')
    )
    assert told(alone) == told_of("D9", "D9")


def test_our_own_comments_do_not_count_and_theirs_do(tmp_path: Path) -> None:
    marks = [Mark(SAFETY, "D7", "人数不能为负", True), Mark(SAFETY, "D9", "请核对", False)]
    listed = IssueList("曹庵镇第二小学", "2134000101", "2020", "平安校园.xlsx")
    assert told(mark(safety(tmp_path), marks, listed)) == []
    content = mark(commented(safety(tmp_path), "D9"), marks, listed)
    assert told(content) == told_of("D9", "D9")
    assert told(commented(content, "D10")) == told_of("D9、D10 共 2 个单元格", "D9")
    assert theirs_of(f"属实\n{OUR_LINE}\n请核对") == "属实"


def test_a_sheet_without_a_form_is_not_asked(tmp_path: Path) -> None:
    def say_elsewhere(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("草稿")
        sheet["A1"] = "随手记的"
        sheet["A1"].comment = Comment(TALK, "王老师")

    judged = judge_one(edited(safety(tmp_path), say_elsewhere))
    assert [one.rule for one in judged.findings] == ["SHT-002"]


def test_nothing_is_opened_where_there_are_no_comments(tmp_path: Path) -> None:
    assert [seen.has_relations for seen in look(drills(tmp_path))] == [False]
    assert [grid.commented for grid in open_grids(drills(tmp_path))] == [frozenset]


def test_each_table_of_a_sheet_has_its_own() -> None:
    places = [(9, 0), (0, 5), (4, 1), (4, 0), (30, 2)]
    assert shares(places, [2, 9]) == [[(0, 5), (4, 0), (4, 1)], [(9, 0), (30, 2)]]
    assert shares([], [0]) == [[]]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda xml: xml.replace(b'ref="D7"', b'ref="D"'),
        lambda _: b"",
    ],
)
def test_damaged_comments_cost_no_value(spoil: Callable[[bytes], bytes], tmp_path: Path) -> None:
    content = commented(safety(tmp_path), "D7")
    assert told(rewrite(content, "xl/comments/comment1.xml", spoil)) == []


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine")
@pytest.mark.xdist_group("formats")
def test_older_formats_tell_of_them_too(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(commented(safety(tmp_path), "D4", "H99"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for suffix in ("xls", "ods"):
        command = [SOFFICE, profile, "--headless", "--convert-to", suffix, "--outdir", tmp_path]
        subprocess.run(
            [*command, tmp_path / "a.xlsx"], check=True, capture_output=True, timeout=120
        )
        content = (tmp_path / f"a.{suffix}").read_bytes()
        assert told(content) == told_of("D4、H99 共 2 个单元格", "D4"), suffix


def test_a_binary_workbook_tells_of_them() -> None:
    sheet = Sheet({(0, 0): "甲"}, comments={(6, 3): TALK, (0, 0): f"{OUR_LINE}\n请核对"})
    (grid,) = xlsb.grids(binary_workbook({"表": sheet}))
    assert grid.commented() == {(6, 3)}


def test_a_binary_return_without_them_has_none(tmp_path: Path) -> None:
    assert told(as_binary(safety(tmp_path))) == []


def test_a_document_and_xml_of_2003_tell_of_them() -> None:
    note = f"<office:annotation><text:p>{TALK}</text:p></office:annotation>"
    ours = f"<office:annotation><text:p>{OUR_LINE}</text:p></office:annotation>"
    cells = (
        f"<table:table-cell>{note}</table:table-cell><table:table-cell>{ours}</table:table-cell>"
        f"<table:table-cell office:value-type='string'>{note}<text:p>甲</text:p></table:table-cell>"
    )
    rows = f"<table:table-row/><table:table-row>{cells}</table:table-row>"
    (grid,) = ods.grids(as_ods(ODS.format(rows)))
    assert grid.commented() == {(1, 0), (1, 2)}
    assert grid.cells == [[], [None, None, "甲"]]
    said = f"<Comment><Data>{TALK}</Data></Comment>"
    with_comments = XML_2003.replace('<Cell ss:Formula="=A1"/>', f"<Cell>{said}</Cell>")
    seen, _ = xml2003.grids(with_comments.encode())
    assert seen.commented() == {(4, 4)}
