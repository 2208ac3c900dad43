"""Formulas that no program ever computed, and the parts of an .xls over which xlrd gives up a file."""

import struct

from returns.reading.grid import Grid
from returns.reading.opening import open_grids
from tests.returns.reading.old_workbooks import record

NOTHING = b"\3\0\0\0\0\0\xff\xff"  # an empty text


def workbook(*cells: bytes, globals_: bytes = b"") -> bytes:
    """A sheet, S, of these records, below what the workbook says of itself."""
    font = record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\5Arial")
    style = record(0xE0, struct.pack("<HHHHHHHH", 0, 0, 1, 0x20, 0, 0, 0, 0))
    start = (
        record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0))
        + record(0x42, struct.pack("<H", 936))
        + font
        + style
    )
    end = globals_ + record(0x0A, b"")
    sheet = record(0x85, struct.pack("<IHB", len(start) + 12 + len(end), 0, 1) + b"S")
    body = record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0)) + b"".join(cells)
    return start + sheet + end + body + record(0x0A, b"")


def formula(column: int, result: bytes, flags: int = 0) -> bytes:
    said = struct.pack("<HHH", 0, column, 0) + result + struct.pack("<HIH", flags, 0, 3)
    return record(0x06, said + b"\x1e\1\0")


def number(column: int, value: float) -> bytes:
    return record(0x203, struct.pack("<HHHd", 0, column, 0, value))


def only(content: bytes) -> Grid:
    (grid,) = open_grids(content)
    return grid


def test_a_workbook_in_which_nothing_was_computed() -> None:
    grid = only(workbook(number(0, 12), formula(1, NOTHING), formula(2, bytes(8), flags=2)))
    assert (grid.at(0, 0), grid.uncalculated) == (12, {"B1", "C1"})
    assert not grid.is_empty(0, 1)


def test_an_empty_result_beside_a_computed_one_is_a_result() -> None:
    computed = formula(2, struct.pack("<d", 7))
    grid = only(workbook(formula(1, NOTHING), computed))
    assert (grid.uncalculated, grid.at(0, 1), grid.at(0, 2)) == (frozenset(), None, 7)


def test_a_zero_that_was_computed_stays_one() -> None:
    grid = only(workbook(formula(1, bytes(8))))
    assert (grid.uncalculated, grid.at(0, 1)) == (frozenset(), 0)


def test_a_defined_name_that_xlrd_cannot_read_holds_no_value() -> None:
    name = struct.pack("<HBBHHHBBBB", 0, 0, 1, 3, 0, 0, 0, 0, 0, 0) + b"n" + b"\x1d\1\xff"
    assert only(workbook(number(0, 12), globals_=record(0x18, name))).at(0, 0) == 12
