"""Binary workbooks (.xlsb): every kind of record, and what damage and bad will make of them."""

import io
import math
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from returns.reading.formats import xlsb
from returns.reading.formats.biff12 import MAX_RECORDS
from returns.reading.grid import Grid
from returns.reading.opening import open_grids
from returns.reading.unreadable import UnreadableFile
from tests.returns.metamorphic.test_two_readers import same
from tests.returns.reading.binary_workbooks import (
    Error,
    Formula,
    Rich,
    Sheet,
    Short,
    as_binary,
    binary_workbook,
    cell_start,
    record,
    row_start,
    wide,
)
from tests.returns.small_returns import rewrite

SHEET = "xl/worksheets/sheet1.bin"
BOOK = "xl/workbook.bin"
SOFFICE = shutil.which("soffice")
SAMPLE = Path(__file__).resolve().parents[3] / "sample_inputs" / "2020" / "first_round"
# One of everything.
CELLS = {
    (1, 0): "标题",
    (1, 2): 12.5,
    (2, 0): Rich("张三"),
    (2, 1): Rich("李四", shared=False),
    (2, 2): date(2020, 9, 1),
    (2, 3): date(2020, 9, 2),
    (2, 4): datetime(2020, 9, 3, 12, 0),
    (3, 0): Error("#REF!"),
    (3, 1): Formula(Error("#DIV/0!")),
    (3, 2): Formula(7.25),
    (3, 3): Formula("甲"),
    (3, 4): True,
    (3, 5): Formula(False),
    (4, 0): None,
    (4, 1): 0.1,
    (4, 2): 1.23,
    (4, 3): -5,
    (4, 4): 1e300,
    (4, 5): Short(3.25),
    (4, 6): Short("短"),
    (4, 7): 2,
}
READ = [
    [],
    ["标题", None, 12.5],
    ["张三", "李四", datetime(2020, 9, 1), datetime(2020, 9, 2), datetime(2020, 9, 3, 12)],
    [None, None, 7.25, "甲", True, False],
    [None, 0.1, 1.23, -5.0, 1e300, 3.25, "短", 2.0],
]
ONE_OF_EVERYTHING = Sheet(
    CELLS,
    merges=[(1, 0, 1, 1)],
    hidden_rows=frozenset({3, 9}),
    hidden_columns=frozenset({2, 5}),
)


def one_sheet(content: bytes) -> Grid:
    (grid,) = xlsb.grids(content)
    return grid


def read_at(rows: list[list[Any]], row: int, column: int) -> Any:
    return rows[row][column] if column < len(rows[row]) else None


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        list(open_grids(content))
    return refused.value.rule


def with_cells(records: bytes) -> bytes:
    """A workbook whose one sheet has these records as its table of cells."""
    good = binary_workbook({"表": Sheet({(0, 0): "甲"})})
    part = record(129) + record(145) + records + record(146) + record(130)
    return rewrite(good, SHEET, lambda _: part)


def test_every_kind_of_cell_is_read_at_its_place() -> None:
    seen = one_sheet(binary_workbook({"平安校园": ONE_OF_EVERYTHING}))
    assert (seen.name, seen.hidden, seen.cells) == ("平安校园", False, READ)
    assert [type(value) for value in seen.cells[3]] == [type(value) for value in READ[3]]
    assert seen.error_cells == {"A4": "#REF!", "B4": "#DIV/0!"}
    assert seen.merges == [(1, 0, 1, 1)]
    assert (seen.hidden_rows, seen.hidden_columns) == ({3, 9}, {2, 5})
    assert not seen.counts_from_1904


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine")
@pytest.mark.xdist_group("formats")
def test_libreoffice_sees_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.xlsb").write_bytes(
        binary_workbook({"平安校园": ONE_OF_EVERYTHING, "草稿": Sheet({(0, 0): 1}, hidden=True)})
    )
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, tmp_path, tmp_path / "a.xlsb"], check=True, timeout=120)
    seen, draft = open_grids((tmp_path / "a.xlsx").read_bytes())
    assert [same(seen.at(*at)) for at in CELLS] == [same(read_at(READ, *at)) for at in CELLS]
    assert seen.error_cells == {"A4": "#REF!", "B4": "#DIV/0!"}
    assert seen.merges == [(1, 0, 1, 1)]
    assert (seen.hidden_rows, seen.hidden_columns) == ({3, 9}, {2, 5})
    assert (draft.name, draft.hidden, draft.cells) == ("草稿", True, [[1.0]])


def test_what_the_fast_reader_would_make_of_it() -> None:
    """Why it is not used: a newer one that reads these right may take our place."""
    content = binary_workbook({"平安校园": ONE_OF_EVERYTHING})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    rows = sheet.to_python(skip_empty_area=False)
    assert rows[2][1:4] == ["", 44075, 44076]  # 李四 and two days
    assert rows[4][5:7] == ["", ""]  # 3.25 and 短
    assert sheet.merged_cell_ranges is None
    with_macros = binary_workbook({"宏": Sheet({}, kind="macrosheet"), "表": Sheet({(0, 0): 1})})
    with pytest.raises(Exception, match="Cannot detect file format"):
        CalamineWorkbook.from_filelike(io.BytesIO(with_macros))


def test_days_of_a_workbook_of_an_old_mac_are_the_same_days() -> None:
    days = {(0, 0): date(2020, 9, 1), (0, 1): date(2020, 9, 2), (0, 2): 42613}
    seen = one_sheet(binary_workbook({"表": Sheet(days)}, from_1904=True))
    assert seen.cells == [[datetime(2020, 9, 1), datetime(2020, 9, 2), 42613.0]]
    assert seen.counts_from_1904


def test_a_formula_that_yielded_no_number_is_not_calculated() -> None:
    seen = one_sheet(binary_workbook({"表": Sheet({(0, 0): Formula(math.nan), (0, 1): 5})}))
    assert (seen.cells, seen.uncalculated) == ([[None, 5.0]], {"A1"})
    no_number = record(5, cell_start(0) + struct.pack("<d", math.inf))
    assert refusal(with_cells(row_start(0) + no_number)) == "FIL-003"


def test_a_formula_may_well_yield_no_text() -> None:
    seen = one_sheet(binary_workbook({"表": Sheet({(0, 0): Formula(""), (0, 1): 5})}))
    assert (seen.at(0, 0), seen.is_empty(0, 0), seen.uncalculated) == (None, True, frozenset())


def test_chart_and_macro_sheets_hold_no_answers() -> None:
    sheets = {
        "图": Sheet({(0, 0): 1}, kind="chartsheet"),
        "宏": Sheet({(0, 0): 1}, kind="xlMacrosheet"),
        "表": Sheet({(0, 0): 2}, hidden=True),
    }
    seen = one_sheet(binary_workbook(sheets))
    assert (seen.name, seen.hidden, seen.cells) == ("表", True, [[2.0]])


def test_a_sheet_by_an_absolute_path_is_found() -> None:
    good = binary_workbook({"表": Sheet({(0, 0): 2})})
    moved = rewrite(
        good,
        "xl/_rels/workbook.bin.rels",
        lambda xml: xml.replace(b'"worksheets/', b'"/xl/worksheets/'),
    )
    assert one_sheet(moved).cells == [[2.0]]


def test_what_is_for_later_programs_is_passed_over() -> None:
    number = record(2, cell_start(0) + struct.pack("<i", 7 << 2 | 2))
    later = record(35, bytes(4)) + number + record(36)
    assert one_sheet(with_cells(row_start(0) + later + number)).cells == [[7.0]]
    for unpaired in (record(35, bytes(4)), record(36), record(36) + record(35, bytes(4))):
        assert refusal(with_cells(row_start(0) + unpaired + number)) == "FIL-003"


# --- damage and bad will ------------------------------------------------------------------------

NUMBER = struct.pack("<i", 7 << 2 | 2)
TWO_GIGABYTES = bytes([5]) + b"\xff\xff\xff\xff\x07"
DAMAGED = {
    "a record that claims two gigabytes": row_start(0) + TWO_GIGABYTES,
    "a record that claims what is not there": record(0, bytes(25), size=2**28 - 1),
    "a record cut short": row_start(0) + record(5, cell_start(0) + b"\0\0"),
    "a cell cut short": row_start(0) + record(2, b"\0\0\0"),
    "a row cut short": record(0, bytes(8)),
    "a text longer than its record": row_start(0) + record(6, cell_start(0) + wide("甲乙")[:-2]),
    "a text that nobody shares": row_start(0) + record(7, cell_start(0) + struct.pack("<I", 9)),
    "a cell without a row": record(2, cell_start(0) + NUMBER),
    "a row that stands twice": row_start(4) + row_start(4),
    "a row beyond the sheet": row_start(1_048_576),
    "a cell that stands twice": row_start(0) + record(2, cell_start(3) + NUMBER) * 2,
    "a cell beyond the sheet": row_start(0) + record(2, cell_start(16_384) + NUMBER),
    "a table within the table": record(146) + record(145),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_record_is_damage_and_no_value(name: str) -> None:
    assert refusal(with_cells(DAMAGED[name])) == "FIL-003"


def test_text_that_is_no_unicode_is_in_doubt() -> None:
    half = struct.pack("<I", 1) + b"\x00\xd8"
    assert refusal(with_cells(row_start(0) + record(6, cell_start(0) + half))) == "FIL-010"


@pytest.mark.parametrize("part", [SHEET, BOOK, "xl/styles.bin", "xl/sharedStrings.bin"])
def test_a_part_cut_anywhere_is_damage_or_has_lost_no_cell(part: str) -> None:
    good = binary_workbook({"表": Sheet(CELLS)})
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        length = archive.getinfo(part).file_size
    rules = set()
    for cut in range(0, length, 7):
        try:
            grids = list(open_grids(rewrite(good, part, lambda body, cut=cut: body[:cut])))
        except UnreadableFile as refused:
            rules.add(refused.rule)
        else:
            if part != "xl/styles.bin":  # without it days are the numbers that they are
                assert [grid.cells for grid in grids] in ([], [READ])
    assert rules == {"FIL-003"}


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (SHEET, lambda _: record(129) + record(130)),
        ("xl/_rels/workbook.bin.rels", lambda xml: xml.replace(b"rId1", b"rId9")),
        ("xl/_rels/workbook.bin.rels", lambda xml: xml.replace(b"sheet1", b"sheet9")),
        ("xl/_rels/workbook.bin.rels", lambda xml: xml[:-20]),
    ],
)
def test_a_workbook_with_a_part_missing_is_damaged(
    part: str, change: Callable[[bytes], bytes]
) -> None:
    assert refusal(rewrite(binary_workbook({"表": Sheet(CELLS)}), part, change)) == "FIL-003"


@pytest.mark.parametrize("part", ["xl/_rels/workbook.bin.rels", "[Content_Types].xml"])
def test_a_doctype_in_its_xml_is_refused(part: str) -> None:
    good = binary_workbook({"表": Sheet(CELLS)})
    laughs = b'<!DOCTYPE l [<!ENTITY l "ha">]>'
    assert refusal(rewrite(good, part, lambda xml: laughs + xml)) == "FIL-007"


def test_the_far_corner_is_too_far() -> None:
    assert refusal(binary_workbook({"表": Sheet({(1_048_575, 16_383): 1})})) == "FIL-004"
    styled = binary_workbook({"表": Sheet({(1_048_575, 16_383): None, (0, 0): 1})})
    assert one_sheet(styled).cells == [[1.0]]


def test_more_records_than_any_return_has_are_too_many() -> None:
    assert refusal(with_cells(record(90) * (MAX_RECORDS + 1))) == "FIL-004"


def test_a_real_return_has_the_same_cells_as_an_xlsx() -> None:
    for path in sorted(SAMPLE.glob("*.xlsx"))[:3]:
        book = openpyxl.load_workbook(path, data_only=True)
        grids = {grid.name: grid for grid in open_grids(as_binary(path.read_bytes()))}
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    seen = grids[sheet.title].at(cell.row - 1, cell.column - 1)
                    assert seen == cell.value, (path.name, sheet.title, cell.coordinate)
