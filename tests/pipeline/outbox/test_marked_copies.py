"""The loop with the school: its own file back, marked up, and its explanations attached."""

import html
import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from pipeline.outbox.folders import DISTRICT, NOBODY
from pipeline.outbox.outgoing_zip import parcel_path
from pipeline.results.unit_states import unit_states
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from schemas.sheet_names import ISSUES
from tests.clerk import EXPLANATION_COLUMN, explain, keep_only
from tests.nights import SAMPLES
from tests.plain_engine import nightly
from tests.returns.reading.binary_workbooks import as_binary
from tests.returns.small_returns import rewrite
from tests.sent_out import copy_of, slip_of
from warehouse.engine import reading
from warehouse.explanations import Given, explanations

FULL_OF_SLIPS = "曹庵镇第二小学_2020年报表.xlsx"
QUERIED = "第一小学_2020年报表.xlsx"


def marked(unit: str, file_name: str) -> Path:
    return copy_of(unit, file_name)


def coloured(book: Workbook) -> dict[str, set[str]]:
    """Sheet → the cells that our conditional formats colour."""
    return {
        sheet.title: set(str(area.sqref).split())
        for sheet in book
        for area in sheet.conditional_formatting
    }


def state_of(unit: str) -> tuple[str, int, int]:
    states = {one.unit.name: one for one in unit_states(Workspace(Settings(), "2020"))}
    return states[unit].state, states[unit].errors, states[unit].queries


def test_the_own_file_comes_back_with_every_problem_marked(inbox: Path) -> None:
    shutil.copy(SAMPLES / "first_round" / FULL_OF_SLIPS, inbox)
    nightly("2020")
    original = load_workbook(inbox / FULL_OF_SLIPS)
    copy = load_workbook(marked("曹庵镇第二小学", FULL_OF_SLIPS))
    assert copy.sheetnames == [ISSUES, *original.sheetnames]
    assert coloured(copy) == {
        "平安校园": {"D7", "D9", "D15", "D17"},
        "应急演练": {"E4", "B5", "E5", "C6", "E6", "E7", "B9"},
        "宣传": {"B5", "C5", "D6", "B7"},
    }
    comment = copy["平安校园"]["D7"].comment
    assert comment is not None and "VAL-003" in comment.text and "人数不能为负" in comment.text
    link = copy[ISSUES]["C6"].hyperlink
    assert (link.location, copy[ISSUES]["C6"].value) == ("'平安校园'!D7", "D7")
    for sheet in original:
        for row in sheet.iter_rows():
            for cell in row:
                twin = copy[sheet.title][cell.coordinate]
                assert twin.value == cell.value
                assert twin.fill.fgColor.rgb == cell.fill.fgColor.rgb
                assert twin.number_format == cell.number_format


def test_a_marked_copy_that_is_corrected_and_sent_has_lost_its_marks(inbox: Path) -> None:
    shutil.copy(SAMPLES / "first_round" / FULL_OF_SLIPS, inbox)
    nightly("2020")
    book = load_workbook(marked("曹庵镇第二小学", FULL_OF_SLIPS))
    book["平安校园"]["D7"] = 2
    book.save(inbox / "曹庵镇第二小学_更正.xlsx")
    nightly("2020")
    assert not marked("曹庵镇第二小学", FULL_OF_SLIPS).exists()
    copy = load_workbook(marked("曹庵镇第二小学", "曹庵镇第二小学_更正.xlsx"))
    assert copy.sheetnames.count(ISSUES) == 1
    assert coloured(copy)["平安校园"] == {"D9", "D15", "D17"}
    assert copy["平安校园"]["D7"].comment is None
    assert copy["平安校园"]["D9"].comment.text.count("VAL-009") == 1


def test_an_explanation_closes_its_query(inbox: Path) -> None:
    nightly("2020")
    before = state_of("第一小学")
    sent_back = inbox / "第一小学_已说明.xlsx"
    shutil.copy(marked("第一小学", QUERIED), sent_back)
    assert explain(sent_back, "情况属实") == before[2] > 0
    nightly("2020")
    assert state_of("第一小学") == ("explained", 0, 0)
    assert {(one.explanation.text, one.explanation.author) for one in given()} == {
        ("情况属实", "王老师")
    }
    assert not marked("第一小学", sent_back.name).exists()


def answers_of(other: Path, sheet: str, *, into: Path) -> None:
    """The numbers of a sheet as another unit answered them."""
    book, theirs = load_workbook(into), load_workbook(other)[sheet]
    for row in theirs.iter_rows():
        for cell in row:
            if isinstance(cell.value, int | float):
                book[sheet][cell.coordinate] = cell.value
    book.save(into)


@pytest.mark.slow
def test_what_is_asked_across_forms_is_explained_in_its_own_list(inbox: Path) -> None:
    copied = inbox / "第一小学_校舍.xlsx"
    nightly("2020")
    shutil.copy(inbox / QUERIED, copied)
    keep_only(copied, "校舍")
    answers_of(inbox / "第二小学_2020年报表.xlsx", "校舍", into=copied)
    nightly("2020")
    listed = slip_of("第一小学", DISTRICT)
    asked = state_of("第一小学")[2]
    sent_back = inbox / "说明.xlsx"  # the name says nothing: the list knows whose it is
    shutil.copy(listed, sent_back)
    explained = explain(sent_back, "两校同一图纸")
    result = nightly("2020")
    assert [file["status"] for file in result["files"]] == ["accepted"]
    assert state_of("第一小学")[2] == asked - explained < asked
    assert not listed.exists()


def test_a_changed_value_is_asked_about_again(inbox: Path) -> None:
    nightly("2020")
    listed = load_workbook(marked("第一小学", QUERIED))[ISSUES]
    rows = [row for row in listed.iter_rows(min_row=6, values_only=True) if row[5] == "经验校验"]
    sheet, cell = next(
        (row[1], row[2]) for row in rows if isinstance(row[3], str) and row[3].isdigit()
    )
    sent_back = inbox / "第一小学_已说明.xlsx"
    shutil.copy(marked("第一小学", QUERIED), sent_back)
    explain(sent_back, "情况属实")
    nightly("2020")
    open_before = state_of("第一小学")[2]
    book = load_workbook(sent_back)
    book[sheet][cell] = int(book[sheet][cell].value) + 1
    changed = inbox / "第一小学_又改.xlsx"
    book.save(changed)
    nightly("2020")
    assert state_of("第一小学")[2] > open_before
    asked = load_workbook(marked("第一小学", changed.name))[ISSUES]
    assert (sheet, cell) in {
        (row[1], row[2]) for row in asked.iter_rows(min_row=6, values_only=True)
    }


@pytest.mark.slow
def test_an_explanation_of_nothing_is_told(inbox: Path) -> None:
    nightly("2020")
    sent_back = inbox / "第一小学_已说明.xlsx"
    book = load_workbook(marked("第一小学", QUERIED))
    line = book[ISSUES].max_row + 1
    book[ISSUES].cell(line, EXPLANATION_COLUMN).value = "另有情况"
    book.save(sent_back)
    nightly("2020")
    assert given() == []
    slip = load_workbook(slip_of("第一小学", sent_back.name))[ISSUES]
    told = [row[1:3] for row in slip.iter_rows(min_row=6, values_only=True) if row[6] == "EXP-001"]
    assert told == [(ISSUES, f"H{line}")]


@pytest.mark.parametrize("suffix", ["html", "xlsb"])
def test_a_format_that_carries_no_marks_comes_back_in_our_template(
    inbox: Path, suffix: str
) -> None:
    content = (SAMPLES / "first_round" / FULL_OF_SLIPS).read_bytes()
    old = inbox / f"曹庵镇第二小学.{suffix}"
    old.write_bytes(as_web_page(content) if suffix == "html" else as_binary(content))
    nightly("2020")
    copy = load_workbook(marked("曹庵镇第二小学", old.name))
    assert coloured(copy)["平安校园"] == {"D7", "D9", "D15", "D17"}
    values = [copy["平安校园"][cell].value for cell in ("D4", "D7", "D9", "D15")]
    assert values == [380, -1, "已装", "约380"]
    assert "原文件的格式不能加标注" in copy[ISSUES]["A3"].value


def test_a_copy_that_would_change_a_cell_is_not_sent(inbox: Path) -> None:
    """A day written as a text of its own kind, which the library that marks makes a number of."""
    day = b'<row r="60"><c r="B60" t="d"><v>2020-11-26</v></c></row></sheetData>'
    sent = inbox / FULL_OF_SLIPS
    sent.write_bytes(
        rewrite(
            (SAMPLES / "first_round" / FULL_OF_SLIPS).read_bytes(),
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(b"</sheetData>", day),
        )
    )
    nightly("2020")
    copy = load_workbook(marked("曹庵镇第二小学", sent.name))
    assert re.search("原文件加标注后，「.+」B60的内容会改变", copy[ISSUES]["A3"].value)
    assert coloured(copy)["平安校园"] == {"D7", "D9", "D15", "D17"}
    assert copy["平安校园"]["D7"].value == -1


def test_all_that_goes_out_lies_in_one_zip(inbox: Path) -> None:
    shutil.copy(SAMPLES / "first_round" / FULL_OF_SLIPS, inbox)
    nightly("2020")
    outbox = Settings().outbox_of("2020")
    parcel = parcel_path(Workspace(Settings(), "2020"))
    with zipfile.ZipFile(parcel) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert held == {
        path.relative_to(outbox).as_posix(): path.read_bytes()
        for path in outbox.glob("*/*.xlsx")
        if path.parent.name not in (DISTRICT, NOBODY)
    }
    assert "2134000101_曹庵镇第二小学/曹庵镇第二小学_2020年报表_标注.xlsx" in held
    before = parcel.stat().st_mtime_ns
    nightly("2020", str(SAMPLES / "corrections"))
    assert parcel.stat().st_mtime_ns > before  # another content; the same one is left alone


def given() -> list[Given]:
    workspace = Workspace(Settings(), "2020")
    with reading(workspace.engine) as connection:
        return explanations(connection, workspace.vault, "2020")


def as_web_page(content: bytes) -> bytes:
    """The sheets as tables of a page, as some programs save an .xls."""
    tables = []
    for sheet in load_workbook(io.BytesIO(content)):
        covered = {
            (row, column)
            for block in sheet.merged_cells.ranges
            for row, column in block.cells
            if (row, column) != (block.min_row, block.min_col)
        }
        spans = {(b.min_row, b.min_col): b.size for b in sheet.merged_cells.ranges}
        rows = []
        for row in sheet.iter_rows():
            cells = []
            for cell in row:
                place = (cell.row, cell.column)
                if place in covered:
                    continue
                size = spans.get(place, {"rows": 1, "columns": 1})
                text = "" if cell.value is None else html.escape(str(cell.value))
                cells.append(
                    f'<td rowspan="{size["rows"]}" colspan="{size["columns"]}">{text}</td>'
                )
            rows.append(f"<tr>{''.join(cells)}</tr>")
        tables.append(f"<table><caption>{sheet.title}</caption>{''.join(rows)}</table>")
    return f'<html><meta charset="utf-8">{"".join(tables)}</html>'.encode()
