"""How a cell shows its number: a count as per cent, as a day, as a time of the day."""

import shutil
import subprocess
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from returns.judging.judged import JudgedFile
from returns.reading.formats.number_formats import percent_styles, shows_percent
from returns.reading.grid import Grid
from returns.reading.opening import open_grids
from schemas.forms import FORMS
from tests.returns.reading.binary_workbooks import Percent, Sheet, binary_workbook
from tests.returns.reading.hazards.books import (
    DRILLS,
    FUNDING,
    SAFETY,
    SHEET_PART,
    edited,
    of_field,
    safety,
)
from tests.returns.small_returns import example_record, judge_one, rewrite, workbook

SOFFICE = shutil.which("soffice")
STYLES = (
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<numFmts><numFmt numFmtId="176" formatCode="%s"/></numFmts>'
    b'<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    b'<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="176"/></cellXfs></styleSheet>'
)


def told(judged: JudgedFile) -> list[tuple[str, str, str]]:
    return [
        (one.rule, one.cell, one.value)
        for one in judged.findings
        if one.rule in ("FMT-001", "VAL-026", "VAL-002")
    ]


def formatted(book: Workbook, cells: dict[str, tuple[Any, str]], sheet: str = SAFETY) -> None:
    for cell, (value, code) in cells.items():
        book[sheet][cell] = value
        book[sheet][cell].number_format = code


def test_a_count_that_shows_as_per_cent_is_asked_about_at_its_cell(tmp_path: Path) -> None:
    """5 guards show as 500 %; the number stands, and rules go on to judge it."""
    content = edited(
        safety(tmp_path),
        lambda book: formatted(book, {"D7": (5, "0%"), "D8": (0, "0%"), "D18": (3, '0"%"')}),
    )
    judged = judge_one(content)
    assert told(judged) == [("FMT-001", "D7", "500%")]
    assert of_field(judged, "guards_full_time") == [5]
    (said,) = (one.message for one in judged.findings if one.rule == "FMT-001")
    assert said == (
        f"「{SAFETY}」D7：专职保安的单元格是百分比格式，显示为 500%，存的数是 5，已按 5 读取；"
        "请把单元格格式改为“常规”后核对；确为 5 的，请说明。"
    )
    many = edited(safety(tmp_path), lambda book: formatted(book, {"D7": (60, "0.00%")}))
    assert {"FMT-001", "BND-008"} <= {one.rule for one in judge_one(many).findings}


def test_a_number_typed_into_such_a_cell_is_a_hundredth_and_told_as_it_shows(
    tmp_path: Path,
) -> None:
    content = edited(safety(tmp_path), lambda book: formatted(book, {"D7": (0.05, "0%")}))
    assert told(judge_one(content)) == [("VAL-002", "D7", "5%")]


def test_amounts_and_tables_are_asked_about_too(tmp_path: Path) -> None:
    funding = workbook(tmp_path, {"funding": example_record(FORMS["funding"])})
    content = edited(funding, lambda book: formatted(book, {"D7": (2.5, "0.0%")}, FUNDING))
    assert told(judge_one(content)) == [("FMT-001", "D7", "250%")]
    drill = workbook(tmp_path, {"drills": [example_record(FORMS["drills"])] * 1})
    content = edited(drill, lambda book: formatted(book, {"E4": (360, "0%")}, DRILLS))
    assert told(judge_one(content)) == [("FMT-001", "E4", "36000%")]


def test_another_spelling_of_the_sheet_hides_nothing(tmp_path: Path) -> None:
    """A sheet that is walked element by element, for its attributes stand in another order."""
    content = edited(safety(tmp_path), lambda book: formatted(book, {"D7": (5, "0%")}))

    def shuffled(xml: bytes) -> bytes:
        return xml.replace(b"<c r=", b"<c  r=")

    assert told(judge_one(rewrite(content, SHEET_PART, shuffled))) == [("FMT-001", "D7", "500%")]


@pytest.mark.parametrize(
    ("code", "is_percent"),
    [("0%", True), ("#,##0.00 %", True), ('0"%"', False), (r"0\%", False), ("0.00", False)],
)
def test_a_sign_that_is_only_shown_is_no_per_cent(code: str, is_percent: bool) -> None:
    assert shows_percent(code) is is_percent
    written = code.replace('"', "&quot;").encode()
    assert percent_styles(STYLES % written.replace(b"%", b"%")) == (
        frozenset({1, 2}) if is_percent else frozenset({1})
    )


def test_a_binary_workbook_shows_per_cent_too() -> None:
    (grid,) = open_grids(binary_workbook({"表": Sheet({(0, 0): Percent(5), (0, 1): 5.0})}))
    assert (list(grid.percent_cells), grid.cells) == (["A1"], [[5.0, 5.0]])


@pytest.mark.skipif(SOFFICE is None, reason="saving in other formats needs LibreOffice")
def test_old_and_open_documents_show_per_cent_and_times_too(tmp_path: Path) -> None:
    assert SOFFICE is not None
    book = Workbook()
    assert book.active is not None
    book.active.append([5, 6, 0.25, 7])
    for cell, code in (("A1", "0%"), ("C1", "[h]:mm:ss"), ("D1", "yyyy-mm-dd")):
        book.active[cell].number_format = code
    book.save(tmp_path / "表.xlsx")
    for suffix in ("xls", "ods"):
        subprocess.run(
            [
                *(SOFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"),
                *("--headless", "--convert-to", suffix),
                *("--outdir", str(tmp_path), str(tmp_path / "表.xlsx")),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
        grid: Grid
        (grid,) = open_grids((tmp_path / f"表.{suffix}").read_bytes())
        assert list(grid.percent_cells) == ["A1"]
        assert grid.cells[0][:2] == [5.0, 6.0]
        assert isinstance(grid.at(0, 2), datetime | time | timedelta)
        assert isinstance(grid.at(0, 3), datetime)


@pytest.mark.parametrize("code", ["yyyy-mm-dd", "h:mm", "[h]:mm:ss"])
def test_a_number_in_a_cell_for_days_or_times_is_told_to_change_the_format_first(
    code: str, tmp_path: Path
) -> None:
    """Typed over, it would become a day or a time again."""
    content = edited(safety(tmp_path), lambda book: formatted(book, {"D7": (5, code)}))
    judged = judge_one(content)
    assert [(rule, cell) for rule, cell, _ in told(judged)] == [("VAL-026", "D7")]
    (said,) = (one.message for one in judged.findings if one.rule == "VAL-026")
    assert said.endswith("请先把单元格格式改为“常规”，再填数字。")
