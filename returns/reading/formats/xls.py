"""Old Excel and WPS workbooks (.xls, .et; BIFF 2 to 8), by xlrd.

xlrd is exact where the fast reader gives plausible wrong text: code pages other than Unicode.
"""

import io
import struct
from collections.abc import Iterator
from functools import partial

import xlrd
from xlrd.biffh import XLRDError, error_text_from_code
from xlrd.compdoc import SIGNATURE, CompDocError
from xlrd.formula import FormulaError

from returns.reading.attachments import DOCUMENT
from returns.reading.comments import commented_by_them
from returns.reading.convert import Raw
from returns.reading.formats.biff_records import Place, documents_in, records_of
from returns.reading.formats.number_formats import percent_among
from returns.reading.formats.serials import as_day
from returns.reading.grid import Grid
from returns.reading.lettering import PLAIN, Lettered, Lettering, Look, lettering, pieces_by_font
from returns.reading.unreadable import UnreadableFile, refuse_large
from schemas.cell_addresses import address

_ENCRYPTED = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e".encode("latin-1")
_UNICODE_FROM = 80  # BIFF 8: text is Unicode, whatever code page the file names
_CHINESE_CODE_PAGES = frozenset({936, 54936, 950, 1200, 65001})
_LEVELS = {1: 1, 2: -1}  # raised, lowered
# What xlrd raises for a damaged file, besides its own errors.
_DAMAGED = (
    XLRDError, CompDocError, FormulaError, struct.error, LookupError, ValueError, AssertionError,
    AttributeError, TypeError, NotImplementedError, ArithmeticError, EOFError,
)  # fmt: skip


def grids(content: bytes) -> Iterator[Grid]:
    """The worksheets in order; chart and macro sheets hold no cells. Raises UnreadableFile."""
    if _ENCRYPTED in content:
        raise UnreadableFile("FIL-002")
    try:
        records = records_of(content)
        if records.stream is content and content.startswith(SIGNATURE):
            for kind in documents_in(content):
                raise UnreadableFile(DOCUMENT, kind=kind)
        book = xlrd.open_workbook(
            file_contents=records.stream,
            logfile=io.StringIO(),
            formatting_info=True,  # for dates and merged cells
            on_demand=True,
            ragged_rows=True,
        )
    except UnicodeDecodeError as error:
        raise UnreadableFile("FIL-010") from error
    except _DAMAGED as error:
        encrypted = "encrypted" in str(error).lower()
        raise UnreadableFile("FIL-002" if encrypted else "FIL-003") from error
    for number in range(book.nsheets):
        try:
            sheet = book.sheet_by_index(number)
            refuse_large(sheet.nrows, sheet.ncols)
            uncalculated = (
                records.uncalculated[number] if number < len(records.uncalculated) else ()
            )
            yield _grid(book, sheet, frozenset(uncalculated))
            book.unload_sheet(number)
        except UnicodeDecodeError as error:
            raise UnreadableFile("FIL-010") from error
        except _DAMAGED as error:
            raise UnreadableFile("FIL-003") from error


def _grid(book: xlrd.Book, sheet: xlrd.sheet.Sheet, uncalculated: frozenset[Place]) -> Grid:
    errors: dict[str, str] = {}
    doubtful = book.biff_version < _UNICODE_FROM and book.codepage not in _CHINESE_CODE_PAGES
    percents: set[str] = set()
    percent_styles = _percent_styles(book)
    cells: list[list[Raw]] = []
    for row in range(sheet.nrows):
        values: list[Raw] = []
        for column, (kind, value) in enumerate(
            zip(sheet.row_types(row), sheet.row_values(row), strict=True)
        ):
            if kind == xlrd.XL_CELL_ERROR:
                errors[address(row, column)] = error_text_from_code.get(int(value), "#ERROR")
                values.append(None)
                continue
            if (row, column) in uncalculated:
                values.append(None)
                continue
            if kind == xlrd.XL_CELL_TEXT and doubtful and not str(value).isascii():
                raise UnreadableFile("FIL-010")
            values.append(_raw(book, kind, value))
        if percent_styles:
            percents.update(
                address(row, column)
                for column, kind in enumerate(sheet.row_types(row))
                if kind == xlrd.XL_CELL_NUMBER
                and sheet.cell_xf_index(row, column) in percent_styles
            )
        cells.append(values)
    merges = [(top, left, below - 1, right - 1) for top, below, left, right in sheet.merged_cells]
    return Grid(
        sheet.name,
        cells,
        errors,
        frozenset(address(*place) for place in uncalculated),
        merges=merges,
        hidden=sheet.visibility != 0,
        hidden_rows=frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(at for at, info in sheet.colinfo_map.items() if info.hidden),
        counts_from_1904=book.datemode == 1,
        lettered=partial(_lettered, book, sheet),
        commented=lambda: commented_by_them(
            {place: str(note.text) for place, note in sheet.cell_note_map.items()}
        ),
        percent_cells=percents,
    )


def _lettered(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Lettered:
    """The cells with struck or raised characters."""
    looks = [
        Look(bool(font.struck_out), _LEVELS.get(font.escapement, 0)) for font in book.font_list
    ]
    if not any(look != PLAIN for look in looks):
        return {}
    found: dict[Place, Lettering] = {}
    for row in range(sheet.nrows):
        for column, value in enumerate(sheet.row_values(row)):
            if value == "":
                continue
            look = looks[book.xf_list[sheet.cell_xf_index(row, column)].font_index]
            runs = sheet.rich_text_runlist_map.get((row, column), ())
            if odd := lettering(pieces_by_font(str(value), runs, look, looks)):
                found[row, column] = odd
    return found


def _percent_styles(book: xlrd.Book) -> frozenset[int]:
    codes = {number: str(one.format_str) for number, one in book.format_map.items()}
    return percent_among((0 if one.is_style else one.format_key for one in book.xf_list), codes)


def _raw(book: xlrd.Book, kind: int, value: object) -> Raw:
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_DATE and isinstance(value, float):
        return as_day(value, from_1904=book.datemode == 1)
    return value if isinstance(value, float) else str(value)
